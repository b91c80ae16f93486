"""What Quietleaf was told at its start: the options, and the environment read in one place.

No other module touches the environment. A bad value is refused here, by the name of the setting.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast, get_args

Mode = Literal["window", "browser", "headless"]
MODES: tuple[str, ...] = get_args(Mode)

DATA_DIR_VARIABLE = "QUIETLEAF_DATA_DIR"
USERNAME_VARIABLE = "QUIETLEAF_ADMIN_USERNAME"
ADMIN_PASSWORD_VARIABLE = "QUIETLEAF_ADMIN_PASSWORD"  # noqa: S105 - a name
PASSWORD_VARIABLE = "QUIETLEAF_PASSWORD"  # noqa: S105 - a name

HIGHEST_PORT = 65535


class SettingError(ValueError):
    """A setting that cannot be used: `name` is what the person gave it as."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")
        self.name = name
        self.problem = problem


@dataclass(frozen=True)
class Settings:
    """Everything that differs from one start to the next. Made once, never changed."""

    data_dir: Path
    mode: Mode = "headless"
    port: int = 0  # 0: any free one
    debug: bool = False
    admin_username: str | None = None
    admin_password: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "data_dir", _absolute(self.data_dir))
        if self.mode not in MODES:
            raise SettingError("mode", f"one of {', '.join(MODES)}, not {self.mode!r}")
        if not 0 <= self.port <= HIGHEST_PORT:
            raise SettingError("--port", f"a number from 0 to {HIGHEST_PORT}, not {self.port}")
        if self.debug and is_frozen():
            raise SettingError("--debug", "not possible in a packaged program")
        if (self.admin_username is None) != (self.admin_password is None):
            missing = USERNAME_VARIABLE if self.admin_username is None else ADMIN_PASSWORD_VARIABLE
            raise SettingError(missing, "a name and a password are needed together")

    @property
    def log_dir(self) -> Path:
        """Where the log files lie: inside the data folder, so that one folder holds everything."""
        return self.data_dir / "logs"

    @property
    def accounts_path(self) -> Path:
        """The accounts file: names and wrapped keys, nothing that anyone wrote."""
        return self.data_dir / "accounts.sqlite3"

    @property
    def people_dir(self) -> Path:
        """One folder a person lies here."""
        return self.data_dir / "people"

    @classmethod
    def of_environment(
        cls,
        default_data_dir: Callable[[], Path],
        *,
        data_dir: Path | None = None,
        mode: str = "window",
        port: int = 0,
        debug: bool = False,
        environ: Mapping[str, str] | None = None,
    ) -> Settings:
        """Settings from the options of the command line, then the environment, then the defaults.

        default_data_dir: asked when neither option nor environment names a folder.
        environ: the environment to read; the process's own when None.
        Raises SettingError.
        """
        env = os.environ if environ is None else environ
        if data_dir is None:
            named = _text(env, DATA_DIR_VARIABLE)
            data_dir = Path(named).expanduser() if named is not None else default_data_dir()
        return cls(
            data_dir=data_dir,
            mode=cast(Mode, mode),
            port=port,
            debug=debug,
            admin_username=_text(env, USERNAME_VARIABLE),
            admin_password=_text(env, ADMIN_PASSWORD_VARIABLE),
            password=_text(env, PASSWORD_VARIABLE),
        )


@dataclass(frozen=True)
class Surroundings:
    """What the environment tells about the desktop we were started in."""

    display: str | None = None
    wayland_display: str | None = None
    session_type: str | None = None
    qt_platform: str | None = None
    sandbox_disabled: bool = False
    data_home: str | None = None

    @classmethod
    def of_environment(cls, environ: Mapping[str, str] | None = None) -> Surroundings:
        """Read them; empty variables count as absent, as the toolkits treat them."""
        env = os.environ if environ is None else environ
        return cls(
            display=env.get("DISPLAY") or None,
            wayland_display=env.get("WAYLAND_DISPLAY") or None,
            session_type=env.get("XDG_SESSION_TYPE") or None,
            qt_platform=env.get("QT_QPA_PLATFORM") or None,
            sandbox_disabled=env.get("QTWEBENGINE_DISABLE_SANDBOX", "") not in ("", "0"),
            data_home=env.get("XDG_DATA_HOME") or None,
        )


def editor() -> str:
    """The command of the editor the person has chosen for the terminal; "" when none."""
    return os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""


def memory_folders() -> list[Path]:
    """Folders that usually lie in memory and not on a disk, the person's own first."""
    named = [os.environ.get("XDG_RUNTIME_DIR"), "/dev/shm"]  # noqa: S108 - whether it is one is asked
    return [Path(name) for name in named if name]


def forget_secrets() -> None:
    """Take the passwords out of the environment, so that no program we start inherits them."""
    for name in (ADMIN_PASSWORD_VARIABLE, PASSWORD_VARIABLE):
        os.environ.pop(name, None)


def drop_variables(prefix: str) -> None:
    """Remove every environment variable whose name starts with `prefix`."""
    for name in [name for name in os.environ if name.startswith(prefix)]:
        del os.environ[name]


def set_variable(name: str, value: str) -> None:
    """Set an environment variable for the libraries of this process."""
    os.environ[name] = value


def environment_for_others() -> dict[str, str]:
    """The environment for programs we start: without a packaged program's library paths."""
    env = dict(os.environ)
    for name in (ADMIN_PASSWORD_VARIABLE, PASSWORD_VARIABLE):
        env.pop(name, None)
    if is_frozen():
        for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
            original = env.pop(f"{name}_ORIG", None)
            env.pop(name, None)
            if original is not None:
                env[name] = original
    return env


def is_frozen() -> bool:
    """True in a packaged program."""
    return bool(getattr(sys, "frozen", False))


def _text(env: Mapping[str, str], name: str) -> str | None:
    value = env.get(name)
    if value is None:
        return None
    if not value.strip() or "\0" in value:
        raise SettingError(name, "it is set, but empty")
    return value


def _absolute(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError) as error:  # a circle of links, a NUL
        raise SettingError("--data-dir", "this is not the name of a folder") from error
