"""Keeps compiled templates beside the sources, as Python keeps its own modules.

Never in the data folder: what is loaded here runs as part of the program, so it must come from
where the program comes from. A template that has changed is compiled anew (Jinja compares hashes).
"""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

FOLDER = Path(__file__).parent.parent / "__pycache__" / "templates"


def init_app(app: Flask) -> None:
    """Let the app's templates be read as compiled before; compiling costs half a first page."""
    app.jinja_env.bytecode_cache = CompiledTemplates(FOLDER)


class CompiledTemplates(BytecodeCache):
    """Jinja's compiled templates as files; where they cannot be written, there are none."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read what was compiled before; Jinja passes over what is of another version."""
        with contextlib.suppress(OSError), self._path(bucket).open("rb") as file:
            bucket.load_bytecode(file)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write what was compiled, whole or not at all."""
        if sys.dont_write_bytecode:
            return
        path = self._path(bucket)
        part = path.with_suffix(f".{id(bucket)}.part")
        with contextlib.suppress(OSError):  # the program's folder may be read-only, or full
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                part.write_bytes(bucket.bytecode_to_string())
                part.replace(path)
            finally:
                part.unlink(missing_ok=True)

    def _path(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}.{sys.implementation.cache_tag}"
