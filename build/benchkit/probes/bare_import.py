"""The floor of an import: read a folder of Markdown files and insert them, with SQLCipher alone.

Arguments: the folder, and the encrypted file to make.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from benchkit.bare import Bare
from benchkit.samples import Text


def read(path: Path) -> Text:
    """One file: its date and title from the front matter, the rest as it is."""
    _empty, head, body = path.read_text("utf-8").split("---\n", 2)
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    return Text(date.fromisoformat(fields["date"]), fields["title"].strip('"'), body.strip())


def main() -> None:
    """Read all, insert all."""
    bare = Bare(Path(sys.argv[2]))
    bare.add_all([read(path) for path in sorted(Path(sys.argv[1]).rglob("*.md"))])
    bare.close()


main()
