"""The log: daily files, kept for two weeks, and never a word that a person wrote.

What an exception says may quote what it stumbled over (a search, a file's name), so tracebacks
are written with the kind of the exception and its place, without its message.
"""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
import traceback
from logging.handlers import TimedRotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import IO

DAYS_KEPT = 14
FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
LOG_NAME = "quietleaf.log"
FAULTS_NAME = "faults.log"
FAULTS_KEPT_BYTES = 256 * 1024

log = logging.getLogger(__name__)

_faults: IO[str] | None = None  # faulthandler needs the file to stay open


class QuietFormatter(logging.Formatter):
    """Writes exceptions without their messages."""

    def formatException(  # noqa: N802 - the name is the library's
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        """The chain of exceptions: places and kinds."""
        error = ei[1]
        return describe(error) if error is not None else ""


def describe(error: BaseException) -> str:
    """Places and kinds of an exception and of those that led to it, oldest first."""
    parts = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        parts.append(_describe_one(current))
        current = current.__cause__ or (
            None if current.__suppress_context__ else current.__context__
        )
    return "\nled to:\n".join(reversed(parts))


def start(log_dir: Path, *, debug: bool = False) -> None:
    """Send what the program reports to the files in `log_dir`, which must exist."""
    handler = TimedRotatingFileHandler(
        log_dir / LOG_NAME, when="midnight", backupCount=DAYS_KEPT, encoding="utf-8", delay=True
    )
    handler.setFormatter(QuietFormatter(FORMAT))
    root = logging.getLogger()
    for old in list(root.handlers):
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger("webapp").setLevel(logging.DEBUG if debug else logging.INFO)
    logging.raiseExceptions = False  # a full disk must not stop the program through its log
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_thread
    _record_faults(log_dir)


def path_of(log_dir: Path) -> Path:
    """The file to look into after a failure."""
    return log_dir / LOG_NAME


def _describe_one(error: BaseException) -> str:
    lines = [
        f"  {frame.filename}:{frame.lineno} in {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    number = getattr(error, "errno", None)
    name = getattr(error, "sqlite_errorname", None)
    detail = f" ({name or f'errno {number}'})" if name or number is not None else ""
    return "\n".join([*lines, f"{kind}{detail}"])


def _record_faults(log_dir: Path) -> None:
    global _faults
    path = log_dir / FAULTS_NAME
    grown = path.exists() and path.stat().st_size > FAULTS_KEPT_BYTES
    _faults = path.open("w" if grown else "a", encoding="utf-8")
    faulthandler.enable(_faults)


def _log_uncaught(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    log.critical("uncaught", exc_info=(kind, error, trace))


def _log_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and args.exc_type is not SystemExit:
        name = args.thread.name if args.thread is not None else "?"
        log.error(
            "thread %s failed", name, exc_info=(args.exc_type, args.exc_value, args.exc_traceback)
        )
