"""Diff, merge and thinning hold for any texts: nothing is lost, added or forgotten by them."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from webapp.features.history.diffs import Piece, diff, passages, words_changed
from webapp.features.history.merging import Agreed, Conflict, Part, merge
from webapp.features.history.thinning import DAYS, NEWEST, Kept, too_many
from webapp.features.history.tokens import shortened, tokens, words

FEW = settings(max_examples=60)
PART = st.sampled_from(
    ["a", "b", "cat", "dog", " ", "\n", "\r\n", "猫", "が", ".", "it's", "", "é"]
)
TEXT = st.lists(PART, max_size=30).map("".join) | st.text(max_size=40)


@FEW
@given(TEXT)
def test_the_parts_of_a_text_are_the_text(text: str) -> None:
    assert "".join(tokens(text)) == text


def test_words_are_told_apart_in_every_script() -> None:
    assert words("It’s Größe, 猫が 2 हिन्दी_x") == ["It’s", "Größe", "猫", "が", "2", "हिन्दी", "x"]


@FEW
@given(TEXT, TEXT)
def test_a_diff_leads_from_the_old_text_to_the_new_one(old: str, new: str) -> None:
    pieces = diff(old, new)
    assert "".join(one.text for one in pieces if one.kind != "in") == old
    assert "".join(one.text for one in pieces if one.kind != "out") == new


def test_a_diff_goes_by_word_and_takes_neighbours_together() -> None:
    assert diff("He ate a slice of it", "He ate two slices of it") == [
        Piece("same", "He ate "),
        Piece("out", "a slice"),
        Piece("in", "two slices"),
        Piece("same", " of it"),
    ]


def test_a_photo_is_one_part_and_no_word() -> None:
    photo = f"![the ridge](media:{'ab' * 16})"
    assert tokens(f"{photo} seen") == [photo, " ", "seen"]
    assert words(f"{photo} seen") == ["seen"]


@FEW
@given(TEXT.map(lambda text: text * 40))
def test_a_long_stretch_is_folded_between_words(text: str) -> None:
    assert "".join(shortened(text)) == text


def test_a_photo_is_never_cut_by_folding() -> None:
    text = "word " * 30 + f"![a long caption of a photo](media:{'ab' * 16}) " * 9 + "word " * 30
    assert all(part.count("![") == part.count("](media") for part in shortened(text))
    assert len(shortened(text)[1]) > 100


def test_japanese_is_compared_sign_by_sign() -> None:
    assert [one.kind for one in diff("猫が鳴く", "犬が鳴く")] == ["out", "in", "same"]


def test_a_long_text_with_a_change_is_told_to_the_word() -> None:
    old = "\n\n".join(f"Day {n}, and the sea was grey and the dogs ran." for n in range(20_000))
    new = old.replace("Day 700, and the sea was grey", "Day 700, and the sky was grey")
    assert [one.text for one in diff(old, new) if one.kind != "same"] == ["sea", "sky"]


@pytest.mark.parametrize("kind", ["alike", "mixed", "nothing in common"])
def test_no_two_long_texts_cost_more_than_can_be_afforded(kind: str) -> None:
    chance = random.Random(7)
    few = [f"line {n} of a few\n" for n in range(100)]
    old, new = (
        "".join(chance.choices(few, k=20_000)) for _ in range(2)
    ) if kind == "alike" else (
        " ".join(chance.choices("abcdefgh", k=200_000)) for _ in range(2)
    ) if kind == "mixed" else ("x y " * 100_000, "z\n" * 200_000)  # fmt: skip
    pieces = diff(old, new)
    assert "".join(one.text for one in pieces if one.kind != "in") == old


def test_paragraphs_far_from_a_change_stand_apart() -> None:
    old = "\n\n".join(f"Paragraph {n}" for n in range(40))
    found = passages(diff(old, old.replace("Paragraph 20", "Another")))
    assert [(len(one.paragraphs), one.is_far) for one in found] == [
        (18, True), (5, False), (17, True)
    ]  # fmt: skip


def test_words_that_were_moved_are_neither_added_nor_taken_out() -> None:
    assert words_changed("one two three", "three two one more") == (1, 0)


def text_of(parts: list[Part]) -> str:
    """Everything that is in the result or offered."""
    return "\n".join(
        part.text if isinstance(part, Agreed) else f"{part.mine}\n{part.theirs}" for part in parts
    )


def added(base: str, text: str) -> Counter[str]:
    """The words a side has added."""
    return Counter(words(text)) - Counter(words(base))


@FEW
@given(TEXT, TEXT, TEXT)
@example("a b", "a c", "a")
def test_a_merge_loses_no_word_that_either_side_has_added(
    mine: str, theirs: str, base: str
) -> None:
    found = Counter(tokens(text_of(merge(mine, theirs, base))))
    for side in (mine, theirs):
        assert not added(base, side) - found


@FEW
@given(TEXT, TEXT)
def test_a_merge_without_a_base_shows_every_word(mine: str, theirs: str) -> None:
    found = Counter(tokens(text_of(merge(mine, theirs, None))))
    assert not Counter(words(mine)) - found
    assert not Counter(words(theirs)) - found


@FEW
@given(TEXT, TEXT)
def test_a_merge_of_the_same_is_the_same(text: str, base: str) -> None:
    assert merge(text, text, base) == ([Agreed(text)] if text else [])


@FEW
@given(TEXT, TEXT)
def test_what_only_one_side_has_changed_is_taken(text: str, base: str) -> None:
    for parts in (merge(text, base, base), merge(base, text, base)):
        assert "".join(part.text for part in parts if isinstance(part, Agreed)) == text
        assert all(isinstance(part, Agreed) for part in parts)


@FEW
@given(TEXT, TEXT, TEXT)
def test_a_merge_is_the_same_from_either_side(mine: str, theirs: str, base: str) -> None:
    other = [
        Conflict(part.theirs, part.mine, part.base) if isinstance(part, Conflict) else part
        for part in merge(theirs, mine, base)
    ]
    assert merge(mine, theirs, base) == other


def test_changes_in_different_places_merge_by_themselves() -> None:
    base = "Frost on the ridge.\n\nDad rang at noon.\n"
    mine = base.replace("Frost", "Hard frost")
    theirs = base.replace("noon", "one")
    assert merge(mine, theirs, base) == [Agreed("Hard frost on the ridge.\n\nDad rang at one.\n")]


def test_changes_of_the_same_place_are_asked() -> None:
    assert merge("At noon we left", "At one we left", "At ten we left") == [
        Agreed("At "), Conflict("noon", "one", "ten"), Agreed(" we left")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [("one", "two", "one two"), ("a\nb", "c", "a\nb\n\nc"), ("one\n", "two", "one\ntwo"),
     ("", "two", "two"), ("one", "", "one")],
)  # fmt: skip
def test_both_sides_stand_one_after_the_other(mine: str, theirs: str, both: str) -> None:
    assert Conflict(mine, theirs).both == both


NOW = datetime(2026, 11, 22, tzinfo=UTC)
AGES = st.lists(st.integers(0, 400 * 24), max_size=140)


def kept(ages: list[int]) -> list[Kept]:
    """Versions that are so many hours old."""
    moments = [NOW - timedelta(hours=age) for age in ages]
    return [Kept(n, int(one.timestamp() * 1000), one.date()) for n, one in enumerate(moments)]


def thinned(versions: list[Kept]) -> list[Kept]:
    """What stays."""
    gone = set(too_many(versions, int(NOW.timestamp() * 1000)))
    return [one for one in versions if one.id not in gone]


@FEW
@given(AGES)
def test_thinning_keeps_the_newest_fifty_and_one_a_day(ages: list[int]) -> None:
    versions = kept(ages)
    stay = thinned(versions)
    newest = sorted(versions, key=lambda one: (one.made_at, one.id), reverse=True)[:NEWEST]
    assert set(newest) <= set(stay)
    assert {one.day for one in stay} == {one.day for one in versions}


@FEW
@given(AGES)
def test_thinning_again_changes_nothing(ages: list[int]) -> None:
    stay = thinned(kept(ages))
    assert thinned(stay) == stay


@FEW
@given(AGES)
def test_nothing_goes_for_ninety_days(ages: list[int]) -> None:
    young = [one for one, age in zip(kept(ages), ages, strict=True) if age <= DAYS * 24]
    assert set(young) <= set(thinned(kept(ages)))


def test_of_an_old_day_beyond_the_newest_the_last_version_stays() -> None:
    old = kept([200 * 24 + 1, 200 * 24 + 2, 200 * 24 + 3])
    stay = thinned(
        kept(list(range(NEWEST))) + [Kept(100 + one.id, one.made_at, one.day) for one in old]
    )
    assert [one.id for one in stay if one.id >= 100] == [100]
