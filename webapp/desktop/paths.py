"""Where things lie: the data folder of this person of the computer, and the program's own files."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

from webapp.core.errors import Refusal
from webapp.desktop.words import _
from webapp.settings import Settings, is_frozen

PORTABLE_FOLDER = "quietleaf-data"
OWNER_ONLY = 0o700
FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


def program_root() -> Path:
    """The folder that holds `webapp` and `assets`, from source and in a packaged program."""
    return Path(__file__).resolve().parents[2]


def default_data_dir() -> Path:
    """The folder beside a packaged program on a stick, else the platform's folder for data."""
    if is_frozen():
        portable = Path(sys.executable).resolve().parent / PORTABLE_FOLDER
        if portable.is_dir():
            return portable
    from platformdirs import user_data_path

    named = "quietleaf" if sys.platform.startswith("linux") else "Quietleaf"
    return user_data_path(named, appauthor=False)


def prepare(settings: Settings) -> None:
    """Make the data and log folders, for their owner alone.

    Raises Refusal when the data folder cannot be made or written.
    """
    folder = settings.data_dir
    try:
        is_ours = not folder.exists() or not any(folder.iterdir()) or _was_used(settings)
        folder.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
        # Somebody else's folder that was named by mistake (say /tmp) keeps its rights.
        if is_ours:
            close_to_others(folder)
        settings.log_dir.mkdir(mode=OWNER_ONLY, exist_ok=True)
        _try_to_write(folder)
    except OSError as error:
        raise cannot_write(folder, error) from error


def close_to_others(folder: Path) -> None:
    """Take every right from everybody but the owner, where the file system knows rights."""
    if os.name == "posix" and stat.S_IMODE(folder.stat().st_mode) != OWNER_ONLY:
        try:
            folder.chmod(OWNER_ONLY)
        except PermissionError:
            return  # a stick without rights, or a folder shared on purpose


def cannot_write(folder: Path, error: OSError) -> Refusal:
    """The data folder cannot be used, in three sentences."""
    if error.errno in FULL:
        return Refusal(
            _("There is no room left on the disk of the folder %(folder)s.", folder=folder),
            _("Nothing was changed."),
            _("Free some space, then start Quietleaf again."),
            curious=error.strerror or "",
        )
    return Refusal(
        _("Quietleaf cannot write to its folder %(folder)s.", folder=folder),
        _("Nothing was changed."),
        _("Check that the folder is there and yours, or choose another with --data-dir."),
        curious=error.strerror or type(error).__name__,
    )


def _was_used(settings: Settings) -> bool:
    return settings.accounts_path.exists() or (settings.data_dir / "instance.lock").exists()


def _try_to_write(folder: Path) -> None:
    # A real file: the rights alone say nothing about read-only mounts and full disks.
    probe = folder / f".write-{os.getpid()}"
    try:
        probe.write_bytes(b"quietleaf")
    except OSError as error:
        # What is there can still be read; whatever needs room says so by itself.
        if error.errno not in FULL or not (folder / "accounts.sqlite3").exists():
            raise
    finally:
        probe.unlink(missing_ok=True)
