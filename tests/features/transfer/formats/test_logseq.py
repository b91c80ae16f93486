"""Logseq: journals and pages as outlines, in Markdown and Org."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.bringing import bring
from tests.support.formats import days, of_files, of_folder, read
from tests.support.samples import samples
from webapp.features.entries import service as entries_service
from webapp.features.transfer.formats import logseq, org
from webapp.features.transfer.shapes import ReadOptions
from webapp.features.transfer.texts import TransferRefused

BLOCK = "6000aaaa-0000-4000-8000-000000000001"


def one(text: str, name: str = "journals/2024_01_31.md", **more: str) -> object:
    found, _ = read(logseq, of_files({**more, name: text}))
    return next(entry for entry in found if entry.member.endswith(name))


def test_the_journals_that_hold_nothing_make_no_entries() -> None:
    found, problems = read(logseq, of_folder(samples("logseq")))
    assert len(found) == 18
    assert [problem.key for problem in problems] == ["empty"] * 73
    assert (min(days(found))[:4], max(days(found))[:4]) == ("2020", "2021")


@pytest.mark.usefixtures("alice_journal")
def test_it_comes_in_once() -> None:
    assert bring(of_folder(samples("logseq"))).entries == 18
    with pytest.raises(TransferRefused) as caught:
        bring(of_folder(samples("logseq")))
    assert caught.value.key == "nothing_new"


@pytest.mark.usefixtures("alice_journal")
def test_a_link_leads_to_the_page_where_it_comes_in() -> None:
    bring(
        of_files({"journals/2024_01_31.md": "- see [[Tea]] and [[Gone]]", "pages/Tea.md": "- pot"})
    )
    found = {entry.body: entry.uid for entry in entries_service.every_entry()}
    assert f"- see [Tea](entry:{found['- pot']}) and [[Gone]]" in found


def test_properties_of_the_page_are_fields() -> None:
    found = one("title:: Tea\ntags:: [[green]], pot\n\n- words", "pages/Tea.md", **JOURNAL)
    assert (found.title, found.tags) == ("Tea", ("green", "pot"))  # type: ignore[attr-defined]


JOURNAL = {"journals/2024_02_01.md": "- a"}


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("- TODO tea\n- DONE cup", "- [ ] tea\n- [x] cup"),
        ("- words\n  collapsed:: true\n  id:: " + BLOCK, "- words"),
        (f"- one\n  id:: {BLOCK}\n- as said: (({BLOCK}))", "- one\n- as said: one"),
        (f"- one\n  id:: {BLOCK}\n- {{{{embed (({BLOCK}))}}}}", "- one\n- one"),
        ("- #[[green tea]] and #cup", "- #green-tea and #cup"),
    ],
)
def test_an_outline_becomes_a_list(text: str, body: str) -> None:
    assert one(text).body == body  # type: ignore[attr-defined]


def test_old_copies_are_left_out() -> None:
    files = {"journals/2024_01_31.md": "- a", "logseq/bak/journals/2024_01_31/1.md": "- old"}
    _, problems = read(logseq, of_files(files))
    assert [problem.key for problem in problems] == ["old_copy"]


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("* One\n** Two\nwords", "- One\n  - Two\n    words"),
        ("[[https://example.org][there]]", "[there](https://example.org)"),
        ("[[https://example.org]]", "<https://example.org>"),
        ("*bold* /slanted/ =code= +gone+", "**bold** *slanted* `code` ~~gone~~"),
        ("1/2 and 3/4", "1/2 and 3/4"),
        (":PROPERTIES:\n:id: x\n:END:\nwords", "words"),
        ("#+BEGIN_SRC python\na = 1\n#+END_SRC", "```python\na = 1\n```"),
        ("#+TITLE: Tea\nwords", "---\ntitle: Tea\n---\nwords"),
    ],
)
def test_org_becomes_markdown(text: str, body: str) -> None:
    assert org.to_markdown(text) == body


@given(st.text(st.sampled_from("*[]/=:#+_- \nabEND"), max_size=60))
def test_any_outline_is_read(text: str) -> None:
    source = of_files({"journals/2024_01_31.org": text, "journals/2024_02_01.md": text})
    assert list(logseq.read(source, ReadOptions()))
