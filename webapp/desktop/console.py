"""The terminal as a command sees it: results, remarks, a password, a progress bar."""

from __future__ import annotations

import getpass
import os
import shutil
import sys

from webapp.core.errors import Refusal
from webapp.desktop.words import _

BAR_WIDTH = 24
PAUSE_PERMILLE = 2  # how little the bar must have grown to be drawn again


class Terminal:
    """Standard input and output; `core.feature.Console` says what each method is for."""

    def __init__(self, password: str | None = None) -> None:
        self._password = password
        self._drawn = -1
        self._bar_is_open = False

    def say(self, text: str) -> None:
        """Print a line of result to standard output."""
        self._end_bar()
        sys.stdout.write(text + "\n")

    def tell(self, text: str) -> None:
        """Print a line about the work to standard error."""
        self._end_bar()
        sys.stderr.write(text + "\n")
        sys.stderr.flush()

    def password(self, prompt: str, *, from_stdin: bool) -> str:
        """The password: from standard input, else QUIETLEAF_PASSWORD, else asked for.

        Raises Refusal when there is nobody to ask.
        """
        if self._password is not None and not from_stdin:
            return self._password
        return self.secret(prompt, from_stdin=from_stdin)

    def secret(self, prompt: str, *, from_stdin: bool) -> str:
        """Another password, of a file: the next line of standard input, else asked for.

        Raises Refusal when there is nobody to ask.
        """
        if from_stdin:
            # bytes, so that the terminal's encoding cannot change the password
            line = sys.stdin.buffer.readline().rstrip(b"\r\n")
            try:
                return line.decode("utf-8")
            except UnicodeDecodeError:
                raise _no_text() from None
        if not sys.stdin.isatty():
            raise _nobody_to_ask()
        try:
            return getpass.getpass(prompt)
        except EOFError:
            raise _nobody_to_ask() from None

    def progress(self, done: int, total: int | None, detail: str = "") -> None:
        """Draw the bar again when it has moved; nothing where there is no terminal."""
        if not sys.stderr.isatty():
            return
        moved = done * 1000 // total if total else done
        if 0 <= moved - self._drawn < PAUSE_PERMILLE and done != total:
            return
        self._drawn = moved
        self._draw(done, total, detail)
        if total is not None and done >= total:
            self._end_bar()

    def _draw(self, done: int, total: int | None, detail: str) -> None:
        if total:
            filled = min(BAR_WIDTH, BAR_WIDTH * done // total)
            line = f"{'█' * filled}{'░' * (BAR_WIDTH - filled)} {done}/{total} {detail}"
        else:
            line = f"{done} {detail}"
        width = shutil.get_terminal_size().columns - 1
        sys.stderr.write("\r\x1b[K" + line[:width])
        sys.stderr.flush()
        self._bar_is_open = True

    def _end_bar(self) -> None:
        if self._bar_is_open:
            sys.stderr.write("\n")
            sys.stderr.flush()
        self._bar_is_open = False
        self._drawn = -1


def guard_output() -> None:
    """Make writing safe: a windowed program has no output, and not every terminal has all signs."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _nobody_to_ask() -> Refusal:
    return Refusal(
        _("A password is needed, and there is no terminal to ask for it."),
        _("Nothing was changed."),
        _("Give it with --password-stdin, or in QUIETLEAF_PASSWORD."),
    )


def _no_text() -> Refusal:
    return Refusal(
        _("The password on standard input is not UTF-8 text."),
        _("Nothing was changed."),
        _("Send it as UTF-8."),
    )
