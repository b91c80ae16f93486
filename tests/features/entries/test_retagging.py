"""Tags renamed, merged and deleted across entries, and all of it undone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.errors import Refusal
from webapp.core.jobs import Cancelled
from webapp.features.entries import retagging, service
from webapp.features.entries.models import Tag
from webapp.features.entries.names import fold
from webapp.features.entries.tags import replaced_in_text, tags_in_text
from webapp.features.index import service as index

TAGS = ["#dad", "#Dad", "#dads", "#dad/rest", "dad", "\\#dad", "##dad", "#dad-", "#dad.", "#7"]
OTHER = ["`#dad`", "```\n#dad\n```", "[a](#dad)", "https://x.y/#dad", "<a#dad>", "é", "\r\n"]
WORDS = st.sampled_from([*TAGS, *OTHER])
TEXTS = st.lists(WORDS | st.text(max_size=4), max_size=12).map(" ".join)


@given(TEXTS)
def test_only_that_tag_changes_in_a_text(text: str) -> None:
    after = replaced_in_text(text, "dad", "father")
    kept = [tag for tag in tags_in_text(text) if fold(tag) != "dad"]
    assert [tag for tag in tags_in_text(after) if fold(tag) != "father"] == kept
    assert ("dad" in map(fold, tags_in_text(text))) == (after != text)


@given(TEXTS)
def test_every_other_sign_of_a_text_is_kept(text: str) -> None:
    after = replaced_in_text(text, "dad", "\ue000")
    assert after.replace("#\ue000", "#dad").casefold() == text.casefold() or "\ue000" in text


@given(TEXTS)
def test_a_second_time_changes_nothing_more(text: str) -> None:
    once = replaced_in_text(text, "dad", "father")
    assert replaced_in_text(once, "dad", "father") == once


@given(TEXTS)
def test_a_tag_that_goes_leaves_its_word(text: str) -> None:
    after = replaced_in_text(text, "dad", "")
    assert "dad" not in map(fold, tags_in_text(after)) or "##" in text
    assert after.replace("#", "") == text.replace("#", "")


def tag(name: str) -> Tag:
    """The tag of that name."""
    found: Tag = Tag.get(Tag.folded == fold(name))
    return found


def change(name: str, target: str) -> int:
    """Rename, merge or delete a tag."""
    return retagging.change_tag(tag(name), target, lambda _: None)


def undo(number: int) -> retagging.Undone:
    """Undo a change."""
    return retagging.undo_change(number, lambda _: None)


def state() -> list[tuple[object, ...]]:
    """All that a change may change, but for the number of the version."""
    return [
        (entry.uid, entry.body, [(one.name, one.in_text, one.color) for one in entry.tags])
        for entry in service.every_entry()
    ]


@pytest.fixture
def three(alice_journal: object) -> list[service.Entry]:
    """An entry with the tag in its text, one with it in the field, one with both tags."""
    return [
        service.create_entry(body="For #Dad, `#dad`\r\n"),
        service.create_entry(body="Tea", tags=["dad", "tea"]),
        service.create_entry(body="Both #father", tags=["dad"]),
    ]


@pytest.mark.usefixtures("three")
def test_a_look_counts_and_changes_nothing() -> None:
    before = state()
    look = retagging.preview(tag("dad"), "Papa")
    assert (look.entries, look.in_text, look.is_merge) == (3, 1, False)
    assert look.examples == [("For #Dad, `#dad`", "For #Papa, `#dad`")]
    assert state() == before


def test_a_renamed_tag_is_another_everywhere(three: list[service.Entry]) -> None:
    change("dad", "Papa")
    bodies = [entry.body for entry in service.every_entry()]
    assert bodies == ["For #Papa, `#dad`\r\n", "Tea", "Both #father"]
    assert [one.name for one in service.all_tags()] == ["father", "Papa", "tea"]
    assert index.find(index.parse("papa")) == sorted(
        (entry.position for entry in three), reverse=True
    )


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("target", ["Papa", "father", "DAD", ""])
def test_a_change_is_undone_to_the_byte(target: str) -> None:
    before = state()
    done = undo(change("dad", target))
    assert (done.entries, done.kept) == (3, [])
    assert state() == before


@pytest.mark.usefixtures("three")
def test_two_tags_become_one() -> None:
    assert retagging.preview(tag("dad"), "FATHER").is_merge
    change("dad", "FATHER")
    assert [(one.name, one.uses) for one in service.all_tags()] == [("father", 3), ("tea", 1)]


@pytest.mark.usefixtures("three")
def test_a_deleted_tag_leaves_its_word() -> None:
    change("dad", "")
    assert next(iter(service.every_entry())).body == "For Dad, `#dad`\r\n"
    assert [one.name for one in service.all_tags()] == ["father", "tea"]


def test_what_was_changed_since_is_kept_and_named(three: list[service.Entry]) -> None:
    number = change("dad", "Papa")
    now = service.read_entry(three[0].uid)
    service.save_entry(now.uid, body="Mine #Papa", title=None, base_version=now.version)
    done = undo(number)
    assert (done.entries, done.kept) == (2, ["Mine #Papa"])
    assert service.read_entry(now.uid).body == "Mine #Papa"


@pytest.mark.usefixtures("three")
def test_a_change_is_undone_once() -> None:
    number = change("dad", "Papa")
    undo(number)
    with pytest.raises(Refusal, match="undone already"):
        undo(number)


@pytest.mark.usefixtures("three")
def test_a_change_that_is_stopped_changes_nothing() -> None:
    before = state()

    def stop(_: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        retagging.change_tag(tag("dad"), "Papa", stop)
    assert state() == before


@pytest.mark.usefixtures("three")
def test_a_name_with_a_space_cannot_stand_in_a_text() -> None:
    with pytest.raises(Refusal, match="one #word") as refused:
        change("dad", "my dad")
    assert "“my-dad”" in refused.value.todo


@pytest.mark.usefixtures("three")
def test_a_name_with_a_space_can_stand_in_the_field() -> None:
    change("tea", "black tea")
    assert [one.name for one in service.all_tags()] == ["black tea", "Dad", "father"]


def test_a_text_before_is_in_the_history(three: list[service.Entry]) -> None:
    from webapp.core.database import journal_db

    change("dad", "Papa")
    rows = journal_db.execute_sql("SELECT entry_id FROM entry_version").fetchall()
    assert rows == [(three[0].id,)]


@pytest.mark.usefixtures("three")
def test_a_tag_takes_its_colour_with_it() -> None:
    retagging.color_tag(tag("dad").id, "plum")
    change("dad", "Papa")
    assert tag("Papa").color == "plum"
