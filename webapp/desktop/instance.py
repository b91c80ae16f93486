"""One Quietleaf a data folder. The OS lock decides; `instance.json` only tells where it is.

The lock is the operating system's own, so it is gone with the process, even after kill -9.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from webapp.desktop.gate import RAISE_HEADER, RAISE_PATH
from webapp.version import VERSION

LOCK_NAME = "instance.lock"
INFO_NAME = "instance.json"
ANSWER_SECONDS = 3.0
PATIENCE_SECONDS = 8.0  # for a first one that is just starting or just leaving
PAUSE_SECONDS = 0.1
OWNER_ONLY = 0o600


class UnresponsiveError(Exception):
    """Quietleaf runs on this folder already, but does not answer."""


@dataclass(frozen=True)
class Answer:
    """What the running Quietleaf said to a second start."""

    raised: bool
    url: str | None
    port: int
    pid: int
    version: str


class Instance:
    """The lock on a data folder, held from start to exit."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self._file: IO[bytes] | None = None

    @property
    def info_path(self) -> Path:
        """Where the running instance says how to reach it."""
        return self.data_dir / INFO_NAME

    def acquire(self) -> bool:
        """Take the lock without waiting; False when another process has it.

        Raises OSError when the file cannot be opened.
        """
        lock = open_private(self.data_dir / LOCK_NAME)
        try:
            _lock(lock)
        except OSError:
            lock.close()
            return False
        self._file = lock
        return True

    def publish(self, port: int, raise_key: str) -> None:
        """Tell a second start how to reach us."""
        info = {"port": port, "pid": os.getpid(), "raise_key": raise_key, "version": VERSION}
        fresh = self.info_path.with_suffix(".new")
        with open_private(fresh) as file:
            file.truncate()
            file.write(json.dumps(info).encode())
        fresh.replace(self.info_path)

    def withdraw(self) -> None:
        """From now on nobody is sent to us."""
        self.info_path.unlink(missing_ok=True)

    def release(self) -> None:
        """Give the folder back."""
        if self._file is not None:
            self._file.close()  # closing frees the lock
            self._file = None


def acquire_or_ask(
    instance: Instance,
    *,
    patience: float = PATIENCE_SECONDS,
    clock: Callable[[], float] = time.monotonic,
    pause: Callable[[float], None] = time.sleep,
) -> Answer | None:
    """Take the lock and return None, or ask the one who has it to come forward.

    Raises UnresponsiveError when it neither leaves nor answers for `patience` seconds.
    """
    deadline = clock() + patience
    while not instance.acquire():
        answer = ask_to_raise(instance.info_path)
        if answer is not None:
            return answer
        if clock() >= deadline:
            raise UnresponsiveError
        pause(PAUSE_SECONDS)
    return None


def ask_to_raise(info_path: Path, timeout: float = ANSWER_SECONDS) -> Answer | None:
    """Ask the running instance to bring its window forward; None when it gives no answer.

    Raises UnresponsiveError when it took the request and stayed silent for `timeout` seconds.
    """
    info = _read_info(info_path)
    if info is None:
        return None
    import http.client

    port = info["port"]
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("POST", RAISE_PATH, headers={RAISE_HEADER: info["raise_key"]})
        reply = connection.getresponse()
        said = json.loads(reply.read()) if reply.status == 200 else None
    except TimeoutError as error:
        raise UnresponsiveError from error
    except (OSError, http.client.HTTPException, ValueError):
        return None
    finally:
        connection.close()
    if not isinstance(said, dict):
        return None
    return Answer(
        raised=bool(said.get("raised")),
        url=said.get("url"),
        port=port,
        pid=info["pid"],
        version=info["version"],
    )


def open_private(path: Path) -> IO[bytes]:
    """Open a file that only its owner may read, making it when it is missing."""
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
    return os.fdopen(os.open(path, flags, OWNER_ONLY), "r+b")


def _read_info(path: Path) -> dict[str, Any] | None:
    with contextlib.suppress(OSError, ValueError):
        info = json.loads(path.read_text("utf-8"))
        kinds = {"port": int, "pid": int, "raise_key": str, "version": str}
        if isinstance(info, dict) and all(
            isinstance(info.get(name), kind) for name, kind in kinds.items()
        ):
            return info
    return None


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
