"""What a feature is: one folder that says of itself what it brings to the house."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from flask import Blueprint, Flask
    from flask_babel.speaklater import LazyString


@dataclass(frozen=True)
class NavItem:
    """A place in the sidebar, or a panel in the settings' menu."""

    endpoint: str
    label: LazyString | str
    icon: str
    key: str = ""
    badge: Callable[[], int] | None = None
    """A small number beside it, for something that waits there; 0 shows none."""


class Console(Protocol):
    """The terminal as a command sees it; the desktop supplies the real one."""

    def say(self, text: str) -> None:
        """Print a line of result to standard output."""

    def tell(self, text: str) -> None:
        """Print a line about the work to standard error."""

    def password(self, prompt: str, *, from_stdin: bool) -> str:
        """Get a password: standard input, else QUIETLEAF_PASSWORD, else ask on the terminal."""

    def secret(self, prompt: str, *, from_stdin: bool) -> str:
        """Get the password of a file: the next line of standard input, else ask."""

    def progress(self, done: int, total: int | None, detail: str = "") -> None:
        """Draw the progress of the work, where there is a terminal."""


@dataclass(frozen=True)
class Command:
    """A subcommand of the program, for example `import`."""

    name: str
    help: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace, Console, Flask], int]


@dataclass(frozen=True)
class Feature:
    """All that the house needs to know of a feature.

    The `*_steps` are names of SQL files in the feature's `migrations` folder, in order; a
    step once released is never changed or removed.
    """

    name: str
    blueprint: Blueprint | None = None
    nav: tuple[NavItem, ...] = ()
    settings_panels: tuple[NavItem, ...] = ()
    accounts_steps: tuple[str, ...] = ()
    journal_steps: tuple[str, ...] = ()
    media_steps: tuple[str, ...] = ()
    init_app: Callable[[Flask], None] | None = None
    commands: tuple[Command, ...] = ()
    sidebar: str | None = None
    sidebar_context: Callable[[], dict[str, object]] | None = None
    kept_texts: Callable[[], Iterator[str]] | None = None
    """Every text that is kept outside of entries and may name a photo or a file."""
    on_unlock: Callable[[int], object] | None = None
    """Done beside the person's work, with the journal open; told when it was unlocked (ms)."""
