"""What a person sees when Quietleaf cannot start: a message of the system's own, not a toolkit's.

It must work when the window's toolkit is what is broken.
"""

from __future__ import annotations

import logging
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterable
from pathlib import Path

from webapp.core.errors import Refusal
from webapp.desktop.words import _
from webapp.settings import environment_for_others

TITLE = "Quietleaf"
READING_SECONDS = 600.0  # then the message goes by itself: nobody is there
LINE_WIDTH = 70
PLAIN_MARKS = str.maketrans("“”‘’", "\"\"''")
YES_BUTTON = 6  # winuser.h IDYES

log = logging.getLogger(__name__)

_shown: subprocess.Popen[bytes] | None = None


def unexpected(log_path: Path) -> Refusal:
    """Something of ours broke."""
    return Refusal(
        _("Something went wrong in Quietleaf, not in your journal."),
        _("Everything that was saved is safe."),
        _("Start Quietleaf again. What happened is in %(path)s.", path=log_path),
    )


def silent_first() -> Refusal:
    """Quietleaf runs already and does not answer."""
    return Refusal(
        _("Quietleaf is already running, but it does not answer."),
        _("Everything that was saved is safe."),
        _("Wait a moment and try again. If that does not help, end it and start it again."),
    )


def print_refusal(refusal: Refusal) -> None:
    """The three sentences on standard error, and the reason for the curious below them."""
    lines = [" ".join(part for part in refusal.sentences if part)]
    if refusal.curious:
        lines.append(_("For the curious: %(reason)s", reason=refusal.curious))
    sys.stderr.write("\n".join(lines) + "\n")
    sys.stderr.flush()


def show(refusal: Refusal, log_path: Path) -> None:
    """The three sentences in a message of the system, where there is a screen."""
    parts = [*refusal.sentences, _("The log is %(path)s.", path=log_path)]
    text = "\n\n".join(part for part in parts if part)
    if sys.platform == "win32":
        _windows_box(text, 0x10)
    elif sys.platform == "darwin":
        _run(["osascript", "-e", _applescript(text)])
    else:
        _run(_first_of(_linux_messages(text)))


def ask(text: str) -> bool:
    """A question in a message of the system; False also where nobody can be asked."""
    if sys.platform == "win32":
        return _windows_box(text, 0x24) == YES_BUTTON
    if sys.platform == "darwin":
        return _run(["osascript", "-e", _applescript(text, question=True)])
    return _run(_first_of(_linux_questions(text)))


def withdraw() -> None:
    """Take away a message that is still to be seen: what it is about is over."""
    if _shown is not None and _shown.poll() is None:
        _shown.terminate()


def _linux_messages(text: str) -> Iterable[list[str]]:
    yield ["zenity", "--error", "--no-markup", f"--title={TITLE}", f"--text={text}", "--width=420"]
    yield ["kdialog", "--title", TITLE, "--error", text]
    yield ["xmessage", "-center", "-title", TITLE, _for_xmessage(text)]


def _linux_questions(text: str) -> Iterable[list[str]]:
    yield ["zenity", "--question", "--no-markup", f"--title={TITLE}", f"--text={text}"]
    yield ["kdialog", "--title", TITLE, "--yesno", text]
    # xmessage answers with the number of the button
    yield ["xmessage", "-center", "-title", TITLE, "-buttons", "Yes:0,No:1", _for_xmessage(text)]


def _for_xmessage(text: str) -> str:
    """The text in short lines of ASCII: it knows neither long lines nor our quotation marks."""
    plain = text.translate(PLAIN_MARKS).encode("ascii", "replace").decode()
    return "\n".join(textwrap.fill(line, LINE_WIDTH) for line in plain.split("\n"))


def _first_of(commands: Iterable[list[str]]) -> list[str]:
    return next((command for command in commands if shutil.which(command[0])), [])


def _run(command: list[str]) -> bool:
    global _shown
    if not command:
        return False
    try:
        _shown = subprocess.Popen(
            command,
            env=environment_for_others(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        code = _shown.wait(READING_SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        log.warning("no message could be shown: %s", type(error).__name__)
        withdraw()
        return False
    return code == 0


def _applescript(text: str, *, question: bool = False) -> str:
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    if question:  # the cancel button makes osascript fail, which is the answer no
        buttons = 'buttons {"No", "Yes"} default button "Yes" cancel button "No"'
    else:
        buttons = 'buttons {"OK"} default button "OK" with icon stop'
    return f'display dialog "{quoted}" with title "{TITLE}" {buttons}'


def _windows_box(text: str, style: int) -> int:
    if sys.platform == "win32":
        import ctypes

        return int(ctypes.windll.user32.MessageBoxW(None, text, TITLE, style))
    return 0
