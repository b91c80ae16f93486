"""Links between the notes of a vault, and bundles of text."""

from __future__ import annotations

import pytest

from tests.support.bringing import bring, picture
from tests.support.formats import media, of_files, of_folder, read
from tests.support.samples import samples
from webapp.features.entries import service as entries_service
from webapp.features.transfer import service
from webapp.features.transfer.formats import markdown, textbundle
from webapp.features.transfer.texts import TransferRefused


def test_the_vault_has_its_links_and_its_missing_picture() -> None:
    found, problems = read(markdown, of_folder(samples("obsidian", "kepano")))
    assert len(found) + sum(problem.key == "template" for problem in problems) == 51
    assert [link.words for entry in found for link in entry.links]
    assert media(found)[1:] == (0, ["out-of-control.jpg"])


@pytest.mark.usefixtures("alice_journal")
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[Tea]]", "Tea"),
        ("[[Tea|that cup]]", "that cup"),
        ("[[Tea#How|that cup]]", "that cup"),
        ("[[notes/Tea]]", "Tea"),
        ("![[Tea]]", "Tea"),
        ("[that cup](Tea.md)", "that cup"),
        ("[that cup](notes/Tea.md)", "that cup"),
    ],
)
def test_a_link_leads_to_the_note(text: str, words: str) -> None:
    bring(of_files({"2020-01-01.md": f"See {text}.", "notes/Tea.md": "Pot"}))
    found = {entry.body: entry.uid for entry in entries_service.every_entry()}
    assert f"See [{words}](entry:{found['Pot']})." in found


@pytest.mark.usefixtures("alice_journal")
@pytest.mark.parametrize("text", ["[[Gone]]", "[x](gone.md)", "[x](https://example.org/Tea.md)"])
def test_a_link_that_leads_to_no_note_stays_as_it_is(text: str) -> None:
    bring(of_files({"2020-01-01.md": f"See {text}.", "notes/Tea.md": "Pot"}))
    assert f"See {text}." in {entry.body for entry in entries_service.every_entry()}


@pytest.mark.usefixtures("alice_journal")
def test_the_same_names_in_another_vault_are_other_notes() -> None:
    bring(of_files({"2020-01-01.md": "[[Tea]]", "Tea.md": "Pot"}))
    bring(of_files({"2020-01-01.md": "[[Tea]] again", "Tea.md": "Cup"}))
    assert entries_service.count_entries() == 4


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_a_bundle_has_its_name_and_its_picture(version: str) -> None:
    path = samples("textbundle", f"Textbundle Example {version}.textbundle")
    with service.open_path(path) as source:
        found, problems = read(textbundle, source)
    assert [problem.key for problem in problems] == ["dated_by_file"]
    assert len(found) == 1
    assert media(found)[1:] == (1, [])


def test_a_packed_bundle_is_read() -> None:
    with service.open_path(samples("textbundle", "example.textpack")) as source:
        found, _ = read(textbundle, source)
    assert (len(found), media(found)[1:]) == (1, (1, []))


def test_a_folder_of_bundles_is_read() -> None:
    source = of_folder(samples("textbundle"), "Textbundle Example")
    assert len(read(textbundle, source)[0]) == 2


@pytest.mark.usefixtures("alice_journal")
def test_a_bundle_comes_in_once_with_its_day() -> None:
    files = {
        "2020-05-01 Tea.textbundle/info.json": '{"version": 2}',
        "2020-05-01 Tea.textbundle/text.md": "![](assets/cup.png)",
        "2020-05-01 Tea.textbundle/assets/cup.png": picture(),
    }
    assert bring(of_files(files)).pictures == 1
    (entry,) = entries_service.every_entry()
    assert (entry.title, entry.day) == ("Tea", "2020-05-01")
    with pytest.raises(TransferRefused) as caught:
        bring(of_files(files))
    assert caught.value.key == "nothing_new"
