"""Joplin: JEX, RAW and the layout of its synchronisation."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.bringing import bring, picture
from tests.support.formats import media, of_files, read, times
from tests.support.samples import samples
from webapp.features.entries import service as entries_service
from webapp.features.transfer import service
from webapp.features.transfer.formats import joplin
from webapp.features.transfer.shapes import ReadOptions
from webapp.features.transfer.texts import TransferRefused

ONE, TWO, BOOK, PHOTO = "1" * 32, "2" * 32, "b" * 32, "f" * 32
MADE = "2020-05-01T10:00:00.000Z"


def item(kind: int, title: str = "", body: str = "", **fields: object) -> str:
    said = {"user_created_time": MADE, "user_updated_time": MADE, **fields, "type_": kind}
    tail = "\n".join(f"{key}: {value}" for key, value in said.items())
    head = f"{title}\n\n{body}\n\n" if body else f"{title}\n\n" if title else ""
    return head + tail


def export(items: Mapping[str, str | bytes]) -> dict[str, object]:
    return {name if "/" in name else f"{name}.md": content for name, content in items.items()}


def one(title: str = "Note", body: str = "Words", **fields: object) -> object:
    (found,), _ = read(joplin, of_files(export({ONE: item(1, title, body, id=ONE, **fields)})))
    return found


def test_the_jex_has_its_notes_notebooks_tags_and_files() -> None:
    with service.open_path(samples("joplin", "03_10_2022.jex")) as source:
        found, problems = read(joplin, source)
    assert not problems
    assert len(found) == 6
    assert min(times(found)) == "2022-05-11 01:43"
    assert max(times(found)) == "2022-05-12 17:59"
    assert sum(len(entry.tags) for entry in found) == 6
    assert len({tag for entry in found for tag in entry.tags}) <= 5
    assert media(found)[1:] == (4, [])
    assert sum(entry.margin.latitude is not None for entry in found) == 1
    (task,) = [entry for entry in found if "is_todo" in entry.extra]
    assert "todo_completed" not in task.extra
    assert all(entry.journal for entry in found)


def test_a_synchronised_folder_is_read_as_well() -> None:
    with service.open_path(samples("joplin", "raw-like")) as source:
        found, problems = read(joplin, source)
    assert not problems
    assert times(found) == ["2021-08-07 17:03"] * 5
    assert media(found)[1:] == (2, [])
    assert sum(len(entry.tags) for entry in found) == 5
    assert {entry.journal for entry in found} >= {"folder1 / subFolder1"} or all(
        entry.journal for entry in found
    )


@pytest.mark.usefixtures("alice_journal")
def test_it_comes_in_once() -> None:
    path = samples("joplin", "03_10_2022.jex")
    with service.open_path(path) as source:
        batch = bring(source)
    assert (batch.entries, batch.pictures) == (6, 4)
    texts = "".join(entry.body for entry in entries_service.every_entry())
    assert ":/" not in texts.replace("://", "")
    with service.open_path(path) as source, pytest.raises(TransferRefused) as caught:
        bring(source)
    assert caught.value.key == "nothing_new"


@pytest.mark.usefixtures("alice_journal")
def test_links_between_notes_lead_to_them() -> None:
    bring(
        of_files(
            export(
                {
                    ONE: item(1, "A", f"See [the other](:/{TWO}).", id=ONE),
                    TWO: item(1, "B", "Words", id=TWO),
                }
            )
        )
    )
    found = {entry.title: entry for entry in entries_service.every_entry()}
    assert found["A"].body == f"See [the other](entry:{found['B'].uid})."


def test_the_time_a_person_sees_counts() -> None:
    found = one(created_time="2024-01-01T00:00:00.000Z")
    assert times([found]) == ["2020-05-01 10:00"]  # type: ignore[list-item]


def test_notebooks_within_notebooks_keep_their_names() -> None:
    found, _ = read(
        joplin,
        of_files(
            export(
                {
                    ONE: item(1, "A", "Words", id=ONE, parent_id=BOOK),
                    BOOK: item(2, "Inner", parent_id="c" * 32),
                    "c" * 32: item(2, "Outer", parent_id=BOOK),
                }
            )
        ),
    )
    assert found[0].journal == "Outer / Inner"


def test_a_file_keeps_its_name() -> None:
    found, _ = read(
        joplin,
        of_files(
            export(
                {
                    ONE: item(1, "A", f"![](:/{PHOTO})", id=ONE),
                    PHOTO: item(4, "cup.png", mime="image/png", file_extension="png"),
                    f"resources/{PHOTO}.png": picture(),
                }
            )
        ),
    )
    assert [(ref.name, ref.is_picture) for ref in found[0].media] == [("cup.png", True)]


def test_a_resource_without_its_file_is_missing() -> None:
    items = {
        ONE: item(1, "A", f"![](:/{PHOTO})", id=ONE),
        PHOTO: item(4, "cup.png", mime="image/png", file_extension="png"),
    }
    found, _ = read(joplin, of_files(export(items)))
    assert media(found) == (1, 0, ["cup.png"])


def test_a_note_in_html_becomes_markdown() -> None:
    found = one(body=f'<p><b>Bold</b> <a href=":/{TWO}">there</a></p>', markup_language=2)
    assert found.body == f"**Bold** [there](:/{TWO})"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"encryption_applied": 1}, "joplin_encrypted"),
        ({"deleted_time": 1_700_000_000_000}, "in_the_bin"),
        ({"user_created_time": "soon"}, "no_date"),
    ],
)
def test_a_note_that_does_not_come_in_is_reported(fields: dict[str, object], key: str) -> None:
    items = {ONE: item(1, "A", "Words", id=ONE), TWO: item(1, "B", "Words", id=TWO, **fields)}
    found, problems = read(joplin, of_files(export(items)))
    assert (len(found), [problem.key for problem in problems]) == (1, [key])


@given(st.binary(max_size=80))
def test_a_mangled_item_stops_nothing(noise: bytes) -> None:
    items = {ONE: item(1, "A", "Words", id=ONE), TWO: noise + b"\n\nid: x\ntype_: 1"}
    assert len(list(joplin.read(of_files(export(items)), ReadOptions()))) == 2
