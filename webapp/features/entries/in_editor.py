"""A text written in the person's own editor for the terminal, without a trace on the disk.

An editor needs a file. It stands in a folder of memory that only the person can look into, and is
gone in any case when the editor ends; where there is no such folder, nothing is written.
"""

from __future__ import annotations

import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from flask_babel import gettext as _

from webapp.core.errors import Refusal
from webapp.settings import editor, memory_folders

MOUNTS = Path("/proc/self/mounts")
MEMORY = {"tmpfs", "ramfs"}
NO_TRACES = ["-n", "-i", "NONE"]
"""Vim and its like keep a copy beside the file and what was yanked in the home folder otherwise."""


def write_in_editor() -> str:
    """Open the editor on an empty file and give what was written.

    Raises:
        Refusal: there is no editor, no folder in memory, or the editor has failed.
    """
    command = shlex.split(editor())
    if not command or shutil.which(command[0]) is None:
        raise _refused(
            _("There is no text to add, and no editor is named in EDITOR."),
            _("Give the text, send it to standard input, or set EDITOR."),
        )
    if Path(command[0]).name in {"vi", "vim", "nvim", "view"}:
        command += NO_TRACES
    folder = Path(tempfile.mkdtemp(prefix="quietleaf-", dir=_memory_folder()))  # 0700
    try:
        file = folder / "entry.md"
        file.touch(mode=0o600)
        done = subprocess.run([*command, str(file)], check=False)
        if done.returncode != 0:
            raise _refused(_("The editor ended with an error."), _("Try again."))
        return file.read_text(encoding="utf-8", errors="strict")
    except (OSError, UnicodeDecodeError) as error:
        raise _refused(_("What the editor wrote cannot be read."), _("Try again.")) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _memory_folder() -> Path:
    kinds = dict(_mounts())
    for folder in memory_folders():
        place = folder.resolve()
        mount = next((one for one in (place, *place.parents) if str(one) in kinds), None)
        if mount is not None and kinds[str(mount)] in MEMORY and place.is_dir():
            return place
    raise _refused(
        _("An editor needs a file, and this computer has no folder that lies in memory only."),
        _("Give the text or send it to standard input, so that no plain text is on the disk."),
    )


def _mounts() -> list[tuple[str, str]]:
    """Each mount point with the kind of its file system."""
    if not MOUNTS.is_file():
        return []
    lines = MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    return [(parts[1], parts[2]) for parts in map(str.split, lines) if len(parts) > 2]


def _refused(happened: str, todo: str) -> Refusal:
    return Refusal(happened, _("Nothing was added."), todo)
