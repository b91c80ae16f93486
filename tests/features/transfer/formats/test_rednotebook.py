"""RedNotebook: months of YAML, and its markup."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.bringing import bring, picture
from tests.support.formats import days, of_files, of_folder, read
from tests.support.importing import zip_of
from tests.support.samples import samples
from webapp.core import markdown
from webapp.features.entries import service as entries_service
from webapp.features.transfer import service, txt2tags
from webapp.features.transfer.formats import rednotebook
from webapp.features.transfer.service import Upload
from webapp.features.transfer.shapes import ReadOptions
from webapp.features.transfer.texts import TransferRefused


def body_of(text: str) -> str:
    return txt2tags.to_markdown(text)[0]


def month(text: str) -> dict[str, object]:
    return {"data/2023-03.txt": text}


def test_the_samples_have_their_days() -> None:
    found, problems = read(rednotebook, of_folder(samples("rednotebook")))
    assert not problems
    assert Counter(day[:7] for day in days(found)) == {
        "1666-09": 30,
        "1900-05": 31,
        "1912-12": 31,
        "2023-03": 2,
    }
    assert (days(found)[0], days(found)[-1]) == ("1666-09-01", "2023-03-02")
    assert found[-1].tags == ("work", "family")
    assert "\n\n---\n\n### Work\nHere goes" in found[-1].body
    assert all(entry.when.time is None and entry.title is None for entry in found)


def test_a_backup_zip_is_read_as_well() -> None:
    folder = samples("rednotebook", "data")
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    source = service.open_uploads([Upload("backup.zip", zip_of(files).getvalue())])
    assert len(read(rednotebook, source)[0]) == 94


@pytest.mark.usefixtures("alice_journal")
def test_it_comes_in_once() -> None:
    assert bring(of_folder(samples("rednotebook"))).entries == 94
    with pytest.raises(TransferRefused) as caught:
        bring(of_folder(samples("rednotebook")))
    assert caught.value.key == "nothing_new"


@pytest.mark.usefixtures("alice_journal")
def test_a_link_to_a_day_leads_to_its_entry() -> None:
    bring(of_files(month("1: {text: 'See [that day 2023-03-02].'}\n2: {text: 'B'}\n")))
    bodies = {entry.body: entry.uid for entry in entries_service.every_entry()}
    assert f"See [that day](entry:{bodies['B']})." in bodies


def test_texts_of_the_second_python_are_texts() -> None:
    found, _ = read(rednotebook, of_files(month("1: {text: !!python/unicode 'Words'}\n")))
    assert found[0].body == "Words"


def test_what_else_python_could_make_is_refused() -> None:
    text = "1: {text: !!python/object/apply:os.system ['true']}\n"
    found, problems = read(rednotebook, of_files(month(text)))
    assert (found, [problem.key for problem in problems]) == ([], ["yaml_damaged"])


def test_what_stands_beside_the_text_is_a_tag_with_its_entries() -> None:
    text = "1: {text: Words, Tags: {work: null}, Cool: {Ate **two** cans: null}, Idle: {}}\n"
    found, _ = read(rednotebook, of_files(month(text)))
    assert found[0].tags == ("work", "Cool", "Idle")
    assert found[0].body == "Words\n\n- Cool: Ate **two** cans"


def test_hashtags_are_tags_and_colours_are_none() -> None:
    text = "1: {text: 'a #work ＃仕事 #fff #12ab9f #2023trip'}\n"
    found, _ = read(rednotebook, of_files(month(text)))
    assert found[0].tags == ("work", "仕事", "2023trip")


def test_an_empty_month_is_nothing() -> None:
    assert read(rednotebook, of_files(month("{}"))) == ([], [])


@pytest.mark.parametrize("kind", ["old", "new", "CONFLICT_BACKUP2014"])
def test_other_copies_of_a_month_are_left_out(kind: str) -> None:
    files = {**month("1: {text: A}\n"), f"data/2014-12.{kind}.txt": "1: {text: A}\n"}
    found, problems = read(rednotebook, of_files(files))
    assert (len(found), [problem.key for problem in problems]) == (1, ["old_copy"])


def test_a_day_that_does_not_exist_is_reported() -> None:
    found, problems = read(rednotebook, of_files(month("1: {text: A}\n32: {text: B}\n")))
    assert (len(found), [problem.key for problem in problems]) == (1, ["date_impossible"])


@pytest.mark.parametrize("address", ["file:///home/alice/cup", "C:\\photos\\cup"])
def test_pictures_are_found_by_their_name(address: str) -> None:
    text = '1: {text: \'[""' + address + '"".png?300] [""/gone"".jpg]\'}\n'
    found, _ = read(rednotebook, of_files({**month(text), "photos/cup.png": picture()}))
    assert [reference.member for reference in found[0].media] == ["export/photos/cup.png", None]
    assert found[0].media[1].name == "/gone.jpg"


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("**bold** //slanted// --gone-- ``a_b``", "**bold** *slanted* ~~gone~~ `a_b`"),
        ("__below__", "*below*"),
        ("**//both//**", "***both***"),
        ("= One =", "# One"),
        ("===== Five =====", "##### Five"),
        ("====================", "---"),
        ("- a\n  - b\n\n\nafter", "- a\n  - b\n\nafter"),
        ("+ first", "1. first"),
        ("line\\\\\nnext", "line\nnext"),
        ('[site ""https://example.org""]', "[site](https://example.org)"),
        ("https://example.org/a__b__c//d", "https://example.org/a__b__c//d"),
        ('""**as it is**""', "\\*\\*as it is\\*\\*"),
        ("2 * 3 and _x_", "2 \\* 3 and \\_x\\_"),
        ("# no heading", "\\# no heading"),
        ("1. May", "1\\. May"),
        ("a #tag", "a #tag"),
        ("-- no strike", "-- no strike"),
    ],
)
def test_the_markup_becomes_markdown(text: str, body: str) -> None:
    assert body_of(text) == body


@given(st.lists(st.sampled_from([*'*/_-=`"[]\\ab \n', '""', "**", "//"]), max_size=30).map("".join))
def test_any_markup_is_harmless(text: str) -> None:
    assert "<script" not in markdown.render(body_of(text))


@given(st.text(max_size=60))
def test_a_mangled_month_stops_nothing(text: str) -> None:
    source = of_files({"2023-03.txt": "1: {text: A}\n", "2023-04.txt": text})
    items = list(rednotebook.read(source, ReadOptions()))
    assert items
