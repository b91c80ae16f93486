"""A module that is imported at its first use."""

from __future__ import annotations

import sys

import pytest

from webapp.core.late import late

NAME = "tests.support.seldom"


@pytest.fixture(autouse=True)
def not_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, NAME, raising=False)


def test_it_is_not_imported_before_it_is_used() -> None:
    late("tests.support", "seldom")
    assert NAME not in sys.modules


def test_it_gives_what_the_module_has() -> None:
    (seldom,) = late("tests.support", "seldom")
    assert seldom.WORD == "heron"


def test_what_the_module_has_not_is_refused() -> None:
    (seldom,) = late("tests.support", "seldom")
    with pytest.raises(AttributeError):
        _ = seldom.goose
