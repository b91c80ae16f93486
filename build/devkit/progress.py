"""Progress on standard error: one line that changes on a terminal, plain lines anywhere else."""

from __future__ import annotations

import shutil
import sys
import time

BAR_WIDTH = 24
PLAIN_SECONDS = 5.0
"""How often a log gets a line while nothing but the clock moves."""


def say(text: str) -> None:
    """Write one line for the person. Standard output belongs to the program that is started."""
    print(text, file=sys.stderr, flush=True)


class Progress:
    """Counts to a total that is known beforehand."""

    def __init__(self, title: str, total: int) -> None:
        self.title = title
        self.total = max(total, 1)
        self.done = 0
        self.detail = ""
        self._began = self._said = time.monotonic()
        self._tty = sys.stderr.isatty()

    def seconds(self) -> float:
        """Since the start."""
        return time.monotonic() - self._began

    def reach(self, done: int, detail: str) -> None:
        """Note how far we are; on a log, each new detail is a line."""
        new = detail != self.detail
        self.done, self.detail = min(max(done, self.done), self.total), detail
        if self._tty:
            self._draw()
        elif new:
            self._log()

    def tick(self) -> None:
        """Let the clock move while a long step is under way."""
        if self._tty:
            self._draw()
        elif time.monotonic() - self._said >= PLAIN_SECONDS:
            self._log()

    def finish(self, text: str) -> None:
        """End the line with what came of it."""
        if self._tty:
            sys.stderr.write("\r\x1b[K")
        say(f"{self.title}: {text} ({self.seconds():.0f} s)")

    def _percent(self) -> int:
        return 100 * self.done // self.total

    def _log(self) -> None:
        self._said = time.monotonic()
        say(f"{self.title}: {self._percent():3d} %  {self.seconds():3.0f} s  {self.detail}")

    def _draw(self) -> None:
        filled = BAR_WIDTH * self.done // self.total
        bar = "#" * filled + "." * (BAR_WIDTH - filled)
        head = f"{self.title} [{bar}] {self._percent():3d} %  {self.seconds():3.0f} s  "
        room = max(shutil.get_terminal_size().columns - len(head) - 1, 0)
        sys.stderr.write(f"\r\x1b[K{head}{self.detail[:room]}")
        sys.stderr.flush()
