"""Addresses that are made ready late are the same as Werkzeug's own."""

from __future__ import annotations

import pytest
from werkzeug.routing import BuildError, Map, Rule

from webapp.core.routes import LateRule

RULES = {
    "/": "home",
    "/entries/<uid>/edit": "edit",
    "/days/<int:year>/<int:month>": "month",
    "/files/<path:name>": "file",
}
QUESTIONS = (
    ("home", {}),
    ("home", {"after": "x y", "tag": "ё"}),
    ("edit", {"uid": "a/b ü"}),
    ("edit", {"uid": "1", "self": "2"}),
    ("month", {"year": 7, "month": 12}),
    ("file", {"name": "a/b c"}),
)


def addresses(kind: type[Rule]) -> list[str]:
    bound = Map([kind(rule, endpoint=name) for rule, name in RULES.items()]).bind("localhost")
    return [bound.build(name, values) for name, values in QUESTIONS]


def test_they_are_werkzeugs_own() -> None:
    assert addresses(LateRule) == addresses(Rule)


def test_a_missing_part_is_refused() -> None:
    bound = Map([LateRule("/entries/<uid>", endpoint="entry")]).bind("localhost")
    with pytest.raises(BuildError):
        bound.build("entry")


def test_nothing_is_compiled_before_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = []
    own = Rule._compile_builder

    def counted(rule: Rule, append_unknown: bool = True) -> object:
        compiled.append(rule.rule)
        return own(rule, append_unknown)

    monkeypatch.setattr(Rule, "_compile_builder", counted)
    bound = Map([LateRule("/a", endpoint="a"), LateRule("/b", endpoint="b")]).bind("localhost")
    assert compiled == []
    bound.build("a")
    assert compiled == ["/a"]
