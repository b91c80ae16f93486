"""The log: enough to find a fault, and nothing that a person wrote."""

from __future__ import annotations

import faulthandler
import logging
import sqlite3
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from webapp.desktop import logs

SECRET = "the gooseberries of Tuesday"


@pytest.fixture
def log_file(tmp_path: Path) -> Iterator[Path]:
    """The log is started for one test, and everything is put back after it."""
    root, ours = logging.getLogger(), logging.getLogger("webapp")
    handlers, levels = list(root.handlers), (root.level, ours.level)
    hooks = (sys.excepthook, threading.excepthook, logging.raiseExceptions)
    had_faults = faulthandler.is_enabled()
    logs.start(tmp_path)
    yield logs.path_of(tmp_path)
    for handler in set(root.handlers) - set(handlers):
        handler.close()
    root.handlers[:] = handlers
    root.setLevel(levels[0])
    ours.setLevel(levels[1])
    sys.excepthook, threading.excepthook, logging.raiseExceptions = hooks
    if logs._faults is not None:
        faulthandler.disable()
        logs._faults.close()
        logs._faults = None
    if had_faults:
        faulthandler.enable()


def fail(error: Exception) -> Exception:
    try:
        raise error
    except type(error) as caught:
        return caught


def test_it_writes_what_our_modules_say(log_file: Path) -> None:
    logging.getLogger("webapp.desktop.program").info("closed")
    assert log_file.read_text().endswith("INFO webapp.desktop.program: closed\n")


def test_it_is_silent_about_what_libraries_chatter(log_file: Path) -> None:
    logging.getLogger("peewee").debug("INSERT %s", SECRET)
    logging.getLogger("peewee").info("INSERT %s", SECRET)
    assert not log_file.exists()


def test_an_exception_is_written_without_its_words(log_file: Path) -> None:
    logging.getLogger("webapp").error("failed", exc_info=fail(ValueError(SECRET)))
    text = log_file.read_text()
    assert "builtins.ValueError" in text
    assert "in fail" in text
    assert "gooseberries" not in text


def test_an_exception_of_a_library_is_written_without_its_words(log_file: Path) -> None:
    logging.getLogger("waitress").error("oops", exc_info=fail(KeyError(SECRET)))
    assert "gooseberries" not in log_file.read_text()


def test_the_causes_are_named_oldest_first(log_file: Path) -> None:
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as first:
            raise RuntimeError(SECRET) from first
    except RuntimeError:
        logging.getLogger("webapp").exception("failed")
    text = log_file.read_text()
    assert 0 < text.index("builtins.KeyError") < text.index("builtins.RuntimeError")
    assert "gooseberries" not in text


def test_the_systems_and_the_databases_numbers_are_kept() -> None:
    assert logs.describe(fail(OSError(28, SECRET))).endswith("builtins.OSError (errno 28)")
    with sqlite3.connect(":memory:") as database, pytest.raises(sqlite3.Error) as caught:
        database.execute("SELECT gooseberries")
    database.close()
    assert logs.describe(caught.value).endswith("(SQLITE_ERROR)")


def test_a_thread_that_fails_is_logged_without_words(log_file: Path) -> None:
    def work() -> None:
        raise ValueError(SECRET)

    thread = threading.Thread(target=work, name="worker")
    thread.start()
    thread.join()
    text = log_file.read_text()
    assert "thread worker failed" in text
    assert "gooseberries" not in text


def test_an_end_that_nobody_caught_is_logged(log_file: Path) -> None:
    error = fail(ValueError(SECRET))
    sys.excepthook(type(error), error, error.__traceback__)
    text = log_file.read_text()
    assert "CRITICAL" in text
    assert "gooseberries" not in text


def test_days_are_turned_over_and_two_weeks_kept(log_file: Path) -> None:
    kind = logging.handlers.TimedRotatingFileHandler
    [handler] = [found for found in logging.getLogger().handlers if isinstance(found, kind)]
    assert (handler.when, handler.backupCount) == ("MIDNIGHT", 14)


def test_the_files_of_faults_do_not_grow_without_end(tmp_path: Path, log_file: Path) -> None:
    faults = tmp_path / logs.FAULTS_NAME
    faults.write_bytes(b"x" * (logs.FAULTS_KEPT_BYTES + 1))
    if logs._faults is not None:
        logs._faults.close()
    logs._record_faults(tmp_path)
    assert faults.stat().st_size == 0
