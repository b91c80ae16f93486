"""Looks for words in every file of a folder, in the forms in which they might have been left."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote


def forms_of(word: str) -> dict[str, bytes]:
    """The byte forms of a word that a program may leave behind."""
    plain = word.encode("utf-8")
    return {
        "UTF-8": plain,
        "UTF-16": word.encode("utf-16-le"),
        "in an address": quote(word).encode(),
        "in JSON": word.encode("unicode_escape"),
        "in base64": base64.b64encode(plain)[:-4].rstrip(b"="),
    }


def found_in(folders: Iterable[Path], words: Iterable[str]) -> list[str]:
    """Where a word stands in a file's bytes or in a file's name, said as sentences."""
    wanted = {(word, kind): form for word in words for kind, form in forms_of(word).items()}
    found = []
    for folder in folders:
        for path in folder.rglob("*"):
            found += [f"{word!r} names {path}" for word, _kind in wanted if word in path.name]
            if path.is_file() and not path.is_symlink():
                content = path.read_bytes()
                found += [
                    f"{word!r} stands {kind} in {path}"
                    for (word, kind), form in wanted.items()
                    if form in content
                ]
    return sorted(set(found))
