"""jrnl's own exports: JSON and YAML files."""

from __future__ import annotations

import pytest

from tests.support.bringing import bring
from tests.support.formats import of_file, of_folder, read, times
from tests.support.samples import samples
from webapp.features.transfer import service
from webapp.features.transfer.formats import jrnl_json, markdown
from webapp.features.transfer.shapes import ReadOptions
from webapp.features.transfer.texts import TransferRefused

BASIC = ["2020-08-29 11:11", "2020-08-31 14:32", "2020-09-24 09:14"]
RECORD = {"title": "One", "body": "Two", "date": "2020-01-01", "time": "10:00", "tags": ["@a"]}


def export(*records: object) -> dict[str, object]:
    return {"tags": {}, "entries": list(records)}


def test_the_json_export_has_what_the_journal_had() -> None:
    with service.open_path(samples("jrnl-text", "exports", "basic_onefile.json")) as source:
        found, problems = read(jrnl_json, source)
    assert not problems
    assert times(found) == BASIC
    assert [sorted(entry.tags) for entry in found] == [
        ["ipsum", "tagone", "tagtwo"],
        ["tagtwo"],
        ["tagone", "tagthree"],
    ]
    assert [entry.starred for entry in found] == [False, True, False]


def test_the_yaml_export_is_read_though_it_is_no_yaml() -> None:
    found, _ = read(markdown, of_folder(samples("jrnl-text", "exports", "yaml-dir")))
    assert times(found) == BASIC
    assert found[0].title == "Entry the first."
    assert found[0].body.startswith("Lorem @ipsum dolor sit amet")
    assert "\n\nCurabitur accumsan" in found[0].body


@pytest.mark.usefixtures("alice_journal")
def test_it_comes_in_once() -> None:
    path = samples("jrnl-text", "exports", "basic_onefile.json")
    assert bring(service.open_path(path)).entries == 3
    with pytest.raises(TransferRefused) as caught:
        bring(service.open_path(path))
    assert caught.value.key == "nothing_new"


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"date": "2020-02-30"}, "date_impossible"),
        ({"date": None}, "date_impossible"),
        ({"title": "", "body": ""}, "record_wrong"),
    ],
)
def test_a_record_that_is_no_entry_is_reported(values: dict[str, object], key: str) -> None:
    found, problems = read(jrnl_json, of_file("j.json", export(RECORD, {**RECORD, **values})))
    assert (len(found), [problem.key for problem in problems]) == (1, [key])


def test_an_export_that_is_cut_short_is_refused() -> None:
    text = '{"tags": {}, "entries": [{"title": "", "body": "", "date": "", "time": ""}'
    with pytest.raises(TransferRefused) as caught:
        list(jrnl_json.read(of_file("j.json", text), ReadOptions()))
    assert caught.value.key == "json_damaged"
