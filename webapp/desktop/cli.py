"""The command line: a few options for the start, and the features' commands.

The features, and with them Flask, are imported only where a command or the help is asked for.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from webapp.desktop.words import _
from webapp.settings import HIGHEST_PORT, is_frozen
from webapp.version import VERSION

if TYPE_CHECKING:
    from webapp.core.feature import Command

USAGE_ERROR = 2
WITH_VALUE = frozenset({"--data-dir", "--port"})


class Parser(argparse.ArgumentParser):
    """Refuses in three sentences, with exit code 2."""

    def error(self, message: str) -> NoReturn:
        """Say what was wrong with the arguments, and leave."""
        what = message[:1].upper() + message[1:].rstrip(".")
        todo = _("See %(program)s --help.", program=self.prog)
        self.exit(USAGE_ERROR, f"{what}. {_('Nothing was changed.')} {todo}\n")


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The options and, as `command`, the feature's command or None.

    argv: without the program's name.
    Raises SystemExit for --help and --version (0) and for wrong usage (2).
    """
    parser = make_parser()
    if asks_for_commands(argv):
        add_commands(parser)
    options = parser.parse_args(argv)
    if options.debug and is_frozen():
        parser.error(_("--debug is not possible in a packaged program"))
    return options


def make_parser() -> Parser:
    """The parser for the start."""
    parser = Parser(
        prog="quietleaf",
        description=_("A private journal that never leaves this computer."),
        allow_abbrev=False,
    )
    parser.set_defaults(command=None)
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--headless",
        action="store_const",
        dest="mode",
        const="headless",
        default="window",
        help=_("open no window; print one line of JSON with the address"),
    )
    where.add_argument(
        "--browser",
        action="store_const",
        dest="mode",
        const="browser",
        help=_("open the system's browser instead of a window"),
    )
    parser.add_argument(
        "--data-dir",
        type=folder,
        metavar=_("FOLDER"),
        help=_("keep everything in this folder (or set QUIETLEAF_DATA_DIR)"),
    )
    parser.add_argument(
        "--port",
        type=port,
        default=0,
        metavar=_("NUMBER"),
        help=_("the port on this computer; any free one by default"),
    )
    parser.add_argument(
        "--debug", action="store_true", help=_("for developers: the inspector, and a fuller log")
    )
    parser.add_argument("--version", action="version", version=f"quietleaf {VERSION}")
    return parser


def asks_for_commands(argv: Sequence[str]) -> bool:
    """Whether the arguments name a command, or ask for the help that lists them."""
    words = iter(argv)
    for word in words:
        if word in WITH_VALUE:
            next(words, None)
        elif not word.startswith("-") or word in ("-h", "--help"):
            return True
    return False


def add_commands(parser: Parser) -> None:
    """Give the parser every command of every feature."""
    from webapp.features import FEATURES

    commands = parser.add_subparsers(
        title=_("commands"), metavar=_("COMMAND"), parser_class=Parser, required=False
    )
    for feature in FEATURES:
        for command in feature.commands:
            add_command(commands, command)


def add_command(
    commands: argparse._SubParsersAction[Parser],
    command: Command,
) -> None:
    """Give the parser one command; the data folder may be named before or after its name."""
    its_parser = commands.add_parser(
        command.name, help=str(command.help), description=str(command.help), allow_abbrev=False
    )
    its_parser.set_defaults(command=command)
    its_parser.add_argument(
        "--data-dir", type=folder, default=argparse.SUPPRESS, help=argparse.SUPPRESS
    )
    command.add_arguments(its_parser)


def folder(text: str) -> Path:
    """The value of --data-dir."""
    if not text.strip():
        raise argparse.ArgumentTypeError(_("name a folder"))
    return Path(text).expanduser()


def port(text: str) -> int:
    """The value of --port."""
    # isdecimal alone would take the digits of every script
    if not (text.isascii() and text.isdecimal() and int(text[:6]) <= HIGHEST_PORT):
        raise argparse.ArgumentTypeError(
            _("a number from 0 to %(highest)s, please", highest=HIGHEST_PORT)
        )
    return int(text)


def say(text: str) -> None:
    """One line on standard error: what is said beside the results."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
