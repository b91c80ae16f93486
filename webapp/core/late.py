"""Modules that are imported when they are first used, and not at the start."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class Late:
    """Stands for a module until something of it is asked for.

    The type checker and the packager must be shown the import as well, under `TYPE_CHECKING`.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        return getattr(import_module(self._name), attribute)


def late(package: str, *names: str) -> list[Late]:
    """Modules of a package, in the order of the names."""
    return [Late(f"{package}.{name}") for name in names]
