"""Addresses, made ready when they are first needed and not all of them at the start."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from flask import Flask
from werkzeug.routing import Rule


class LateRule(Rule):
    """A rule whose address builders are compiled at first use.

    Werkzeug writes, parses and compiles two small functions for each rule when it is added, about
    0.4 ms a rule; most addresses are never built between a start and the first page.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        make = super()._compile_builder
        builder = cache(lambda: make(append_unknown))

        def build(rule: Rule, /, **values: Any) -> tuple[str, str]:
            return builder()(rule, **values)

        return build


def init_app(app: Flask) -> None:
    """Take late rules for all that is registered from here on."""
    app.url_rule_class = LateRule
