"""Search: what is shown of an entry that was found."""

from __future__ import annotations

from datetime import date, time

import pytest
from markupsafe import Markup

from webapp.core.clock import When
from webapp.core.vault import Vault
from webapp.features.entries.service import NewEntry, add_entries
from webapp.features.index.service import Piece
from webapp.features.search import service
from webapp.features.search.days import short_day


def shown(pieces: list[Piece]) -> str:
    return "".join(f"[{text}]" if is_hit else text for text, is_hit in pieces)


def found(words: str, body: str, title: str | None = None) -> tuple[str, str]:
    """Name and passage of the one entry that is found."""
    add_entries([NewEntry(body, When(date(2025, 3, 3), time(8), "UTC"), title)])
    (result,) = service.search(words).results
    return shown(result.name), shown(result.passage)


@pytest.mark.parametrize(
    ("title", "body", "name", "passage"),
    [
        (None, "Frost\n\nThe beans.", "[Frost]", "The beans."),
        (None, "# First **frost**\n\nThe beans.", "First [frost]", "The beans."),
        (None, "The beans\n\nA late frost.", "The beans", "A late [frost]."),
        ("Frost", "The beans.", "[Frost]", "The beans."),
        ("Beans", "Frost\nand beans", "Beans", "[Frost] and beans"),
        (None, "Only frost", "Only [frost]", ""),
        (None, "Up, by frost. " + "It was cold. " * 9, "Up, by [frost].", "It was cold. " * 8),
    ],
)
@pytest.mark.usefixtures("alice_journal")
def test_the_passage_does_not_repeat_the_name(
    title: str | None, body: str, name: str, passage: str
) -> None:
    got_name, got_passage = found("frost", body, title)
    assert got_name == name
    assert got_passage.startswith(passage.strip())
    assert bool(got_passage) == bool(passage)


def test_an_entry_found_by_its_tag_shows_its_beginning(alice_journal: Vault) -> None:
    when = When(date(2025, 3, 3), time(8), "UTC")
    add_entries([NewEntry("Nothing\n\nNo word of it.", when, tags=("frost",))])
    (result,) = service.search("frost").results
    assert shown(result.passage) == "No word of it."


@pytest.mark.parametrize(
    ("words", "prose", "marked", "hits"),
    [
        ("frost", "<p>A frost</p>", "<p>A <mark data-hit>frost</mark></p>", 1),
        ("strong", "<strong>x</strong>", "<strong>x</strong>", 0),
        ("a b", '<a title="a > b">a</a>', '<a title="a > b"><mark data-hit>a</mark></a>', 1),
        ("b", "a &lt;b&gt;", "a &lt;<mark data-hit>b</mark>&gt;", 1),
        ("amp", "&amp;", "&amp;", 0),
        ("frost -snow", "frost snow", "<mark data-hit>frost</mark> snow", 1),
        ("?", "<p>?</p>", "<p>?</p>", 0),
    ],
)
def test_it_marks_texts_and_never_tags(words: str, prose: str, marked: str, hits: int) -> None:
    assert service.marked_prose(words, Markup(prose)) == (marked, hits)  # noqa: S704 - ours


def test_a_day_is_said_without_its_year() -> None:
    assert short_day("2025-12-12") == "Fri 12 December"


def test_the_command_line_counts_all_and_shows_some(alice_journal: Vault) -> None:
    when = When(date(2025, 3, 3), time(8), "UTC")
    add_entries([NewEntry("Frost", when) for _ in range(5)])
    results, count = service.find("frost", 2)
    assert (len(results), count) == (2, 5)
