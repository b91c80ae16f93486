"""Folders, zips and files of Markdown: the sample vaults with every trap, and texts of our own."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.importing import Reading, read_files, read_path, read_text, zip_of
from tests.support.samples import samples
from webapp.features.entries.service import NO_MARGIN
from webapp.features.transfer.shapes import ReadOptions, SourceEntry
from webapp.features.transfer.texts import TransferRefused, sentence


def joplin(name: str) -> SourceEntry:
    return read_path(samples("joplin/md-frontmatter")).named(name)


def md(text: str | bytes, name: str = "note.md", options: ReadOptions | None = None) -> Reading:
    return read_files({name: text}, options)


def test_the_joplin_folder_with_front_matter_has_20_entries() -> None:
    reading = read_path(samples("joplin/md-frontmatter"))
    assert (reading.format.name, len(reading.entries)) == ("markdown", 20)
    assert reading.keys(left_out=True) == []


def test_the_plain_joplin_folder_has_14_entries_and_names_what_it_leaves_out() -> None:
    reading = read_path(samples("joplin/md-plain"))
    assert len(reading.entries) == 14
    left_out = {item.where: item.key for item in reading.problems if item.is_left_out}
    assert left_out == {"sample-md": "no_ending", "sample.html": "not_read"}


def test_the_obsidian_vault_has_51_files_of_which_3_are_templates() -> None:
    reading = read_path(samples("obsidian/kepano"))
    assert (len(reading.entries), reading.keys(left_out=True)) == (48, ["template"] * 3)


def test_the_demo_vault_has_4_daily_notes_and_a_template() -> None:
    reading = read_path(samples("obsidian/tasks-demo"))
    assert reading.days == ["2025-06-17", "2025-06-18", "2025-06-19", "2025-06-20"]
    assert reading.keys() == ["template"]
    assert all(entry.title is None for entry in reading.entries)


def test_the_yaml_of_jrnl_that_is_no_yaml_is_read() -> None:
    reading = read_path(samples("jrnl-text/exports/yaml-dir"))
    assert reading.days == ["2020-08-29 11:11:00", "2020-08-31 14:32:00", "2020-09-24 09:14:00"]
    assert [entry.starred for entry in reading.entries] == [False, True, False]
    assert all("tag" in entry.body for entry in reading.entries)
    assert reading.keys() == ["header_read_by_line"] * 3


def test_a_date_in_the_name_and_in_the_front_matter_is_one_date() -> None:
    entry = read_path(samples("obsidian/kepano")).named("Notes/2023-09-12 Meeting with Steph.md")
    assert (entry.when.stamp(), entry.title) == ("2023-09-12", "Meeting with Steph")
    assert entry.extra["people"] == ["[[Steph Ango]]"]


def test_a_picture_named_in_front_matter_and_not_there_is_known_to_be_missing() -> None:
    entry = read_path(samples("obsidian/kepano")).named("References/Out of Control.md")
    assert [(item.name, item.member) for item in entry.media] == [("out-of-control.jpg", None)]
    assert entry.extra["isbn13"] == "9780201483406"


def test_an_embed_of_a_note_or_base_is_no_picture() -> None:
    reading = read_path(samples("obsidian/kepano"))
    assert reading.named("Daily/2023-09-12.md").media == ()


def test_a_byte_order_mark_does_not_hide_the_front_matter() -> None:
    assert joplin("note_with_byte_order_mark.md").tags == ("tag1", "tag2")


@pytest.mark.parametrize(
    "name", ["no_newline_after_marker.md", "multiple_newlines_after_marker.md"]
)
def test_the_lines_after_the_front_matter_are_no_text(name: str) -> None:
    assert joplin(name).body == "note body"


@pytest.mark.parametrize(
    ("name", "tags"),
    [
        ("inline_tags.md", ("inline", "tag")),
        ("normalize.md", ("tag1", "tag2", "tag3")),
        ("duplicates.md", ("banana",)),
        ("full.md", ("Joplin", "nOte", "pencil")),
        ("r-markdown.md", ("YAML", "Rmd")),
    ],
)
def test_tags_are_read_however_they_are_written(name: str, tags: tuple[str, ...]) -> None:
    assert joplin(name).tags == tags


@pytest.mark.parametrize(
    ("name", "when"),
    [
        ("full.md", "2019-05-01 16:54:00"),
        ("utc.md", "2019-05-01 16:54:00 -420"),
        ("short_date.md", "2017-01-01"),
        ("title_newline.md", "2021-09-28 20:57:00"),
        ("notesnook_updated_created.md", "2024-01-01 01:23:00"),
        ("r-markdown.md", "2021-06-10"),
    ],
)
def test_dates_are_read_however_they_are_written(name: str, when: str) -> None:
    assert joplin(name).when.stamp() == when


def test_the_time_of_change_is_read_too() -> None:
    changed = joplin("utc.md").modified
    assert changed is not None
    assert changed.stamp() == "2019-05-01 16:54:00 0"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("numbers.md", "001"),
        ("title_newline.md", "First Second"),
        ("title_start_with_dash.md", "-Start with dash"),
        ("unquoted.md", "Unquoted"),
    ],
)
def test_titles_are_text(name: str, title: str) -> None:
    assert joplin(name).title == title


def test_a_second_block_is_part_of_the_text() -> None:
    assert joplin("split.md").body == "---\nauthor: xxx\n---\n\nnote body"


def test_a_picture_inside_an_address_stays_in_the_text() -> None:
    entry = joplin("note_with_dataurl_image.md")
    assert entry.body.startswith('<img src="data:image/svg+xml,')
    assert entry.media == ()


def test_fields_without_a_home_are_kept_to_the_last_digit() -> None:
    extra = joplin("full.md").extra
    assert (extra["longitude"], extra["Completed?"]) == ("-94.51350100", "false")
    assert joplin("r-markdown.md").extra["output"] == {
        "md_document": {"toc": "yes", "toc_depth": "2"}
    }


def test_pictures_are_found_by_their_path_and_missing_ones_are_known() -> None:
    reading = read_path(samples("joplin/md-plain"))
    assert reading.named("invalid-image-link.md").media[0].member == "invalid-image.jpg"
    names = {normalize("NFC", item.name) for item in reading.named("sample-special-chars.md").media}
    assert "../../photo-åäö.jpg" in names
    assert "../../photo sample.jpg" in names


def test_santoka_in_shift_jis_is_one_readable_entry_a_file() -> None:
    reading = read_path(samples("diaries/ja-santoka"))
    assert [entry.body[:4] for entry in reading.entries] == ["四国遍路", "其中日記"]


def test_the_front_matter_wins_over_the_name_and_the_name_over_the_heading() -> None:
    text = "# 2003-03-03\n\nText"
    assert md(f"---\ndate: 2001-01-01\n---\n{text}", "2002-02-02.md").days == ["2001-01-01"]
    assert md(text, "2002-02-02.md").days == ["2002-02-02"]
    assert md(text, "note.md").days == ["2003-03-03"]


def test_the_time_in_the_name_serves_where_the_front_matter_has_only_the_day() -> None:
    assert md("---\ndate: 2002-02-02\n---\nText", "2002-02-02 1530.md").days == [
        "2002-02-02 15:30:00"
    ]


def test_a_time_in_a_field_of_its_own_is_read() -> None:
    assert md("---\ndate: 2002-02-02\ntime: '15:30'\n---\nText").days == ["2002-02-02 15:30:00"]


def test_the_time_of_the_file_is_the_last_resort_and_said(tmp_path: Path) -> None:
    note = tmp_path / "note.md"
    note.write_text("Text")
    os.utime(note, (1_000_000_000, 1_000_000_000))
    reading = read_path(tmp_path, ReadOptions(zone="Europe/Berlin"))
    assert reading.days == ["2001-09-09 03:46:40"]
    assert (reading.entry.is_dated_by_file, reading.keys()) == (True, ["dated_by_file"])


def test_a_file_without_any_date_is_left_out_and_named() -> None:
    reading = read_text("Text", "note.md")
    assert (reading.entries, reading.keys(left_out=True)) == ([], ["no_date"])


def test_a_day_for_the_undated_is_used() -> None:
    reading = read_text("Text", "note.md", ReadOptions(undated=date(1999, 1, 1)))
    assert (reading.days, reading.keys()) == (["1999-01-01"], ["dated_by_person"])


def test_an_impossible_day_is_refused_by_the_name_of_the_file() -> None:
    reading = read_files({"a.md": "---\ndate: 2023-02-30\n---\nText", "2023-02-28.md": "Text"})
    (problem,) = reading.problems
    assert (problem.where, problem.key) == ("vault/a.md", "date_impossible")
    assert "2023-02-30" in sentence(problem)
    assert len(reading.entries) == 1


def test_a_date_in_no_known_words_is_said_and_kept() -> None:
    reading = md("---\ndate: when the heron came\n---\nText", "2002-02-02.md")
    assert reading.keys() == ["date_not_understood"]
    assert reading.entry.extra == {"date": "when the heron came"}


def test_a_pin_is_a_pin_whoever_wrote_it() -> None:
    entry = md("---\ndate: 2002-02-02\npinned: 1\n---\nText").entry
    assert (entry.margin.pinned, entry.starred, entry.extra) == (True, False, {})


def test_a_mood_of_others_is_kept_and_not_taken_for_ours() -> None:
    entry = md("---\ndate: 2002-02-02\nmood: 4\npeople: [Tom]\n---\nText").entry
    assert (entry.margin, entry.extra) == (NO_MARGIN, {"mood": "4", "people": ["Tom"]})


@pytest.mark.parametrize(
    ("field", "is_starred"),
    [("starred: true", True), ("Favorite: yes", True), ("starred: no", False)],
)
def test_stars_have_several_names(field: str, is_starred: bool) -> None:
    entry = md(f"---\n{field}\ndate: 2002-02-02\n---\nText").entry
    assert (entry.starred, entry.extra) == (is_starred, {})


def test_nested_tags_stay_whole() -> None:
    entry = md("---\ndate: 2002-02-02\ntags: ['#music/jazz', home]\n---\nText").entry
    assert entry.tags == ("music/jazz", "home")


def test_a_zone_that_is_named_is_kept() -> None:
    entry = md("---\ndate: 2002-02-02 10:00\ntz: Asia/Tokyo\n---\nText").entry
    assert entry.when.zone == "Asia/Tokyo"


def test_a_zone_that_is_none_is_kept_as_a_field() -> None:
    entry = md("---\ndate: 2002-02-02 10:00\ntz: Middle/Earth\n---\nText").entry
    assert (entry.when.zone, entry.extra) == (None, {"tz": "Middle/Earth"})


def test_the_name_of_the_file_is_the_title() -> None:
    assert md("Text", "2002-02-02 Tea.md").entry.title == "Tea"


def test_a_name_that_repeats_the_heading_is_no_title() -> None:
    assert md("# Tea\n\nText", "2002-02-02 tea.md").entry.title is None


def test_programs_own_folders_are_passed_over_in_silence() -> None:
    files = {".obsidian/app.json": "{}", ".trash/2002-02-02.md": "x", ".git/a.md": "y"}
    reading = read_files({"2002-02-03.md": "Text", **files})
    assert (len(reading.entries), reading.problems) == (1, [])


def test_old_copies_of_logseq_are_left_out() -> None:
    files = {"journals/2002_02_02.md": "- tea", "logseq/bak/journals/2002_02_02/1.md": "- old"}
    assert read_files(files).keys() == ["old_copy"]


def test_a_file_with_fields_and_no_text_is_an_entry() -> None:
    entry = md("---\nrating: 7\n---\n", "2002-02-02.md").entry
    assert (entry.body, entry.extra) == ("", {"rating": "7"})


def test_a_page_with_nothing_but_its_date_is_left_out_and_said() -> None:
    assert md("---\ntitle: Feb 2nd, 2002\n---\n\n-", "2002_02_02.md").keys() == ["empty"]


def test_fields_that_cannot_be_read_are_kept_in_the_text_and_said() -> None:
    text = "---\nkey: [a\n}} what\n---\nText"
    reading = md(text, "2002-02-02.md")
    assert (reading.entry.body, reading.keys()) == (text, ["header_kept_as_text"])


def test_items_of_joplins_raw_export_are_no_entries() -> None:
    name = "0123456789abcdef0123456789abcdef.md"
    reading = read_files({"2002-02-02.md": "Text", name: "Notebook\n\nid: 1\ntype_: 2"})
    assert (len(reading.entries), reading.keys()) == (1, ["joplin_item"])


def test_pictures_that_no_entry_shows_are_named() -> None:
    files: dict[str, str | bytes] = {
        "2002-02-02.md": "![tea](tea.jpg)",
        "tea.jpg": b"\xff\xd8",
        "cup.jpg": b"\xff\xd8",
    }
    reading = read_files(files)
    assert [(item.where, item.key) for item in reading.problems] == [("vault/cup.jpg", "not_read")]


def test_a_zip_is_read_like_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "vault.zip"
    path.write_bytes(
        zip_of({"v/2002-02-02.md": "![[tea.jpg]]", "v/img/tea.jpg": b"\xff\xd8"}).getvalue()
    )
    reading = read_path(path)
    assert reading.entry.media[0].member == "v/img/tea.jpg"


def test_a_zip_without_any_text_is_not_known(tmp_path: Path) -> None:
    path = tmp_path / "photos.zip"
    path.write_bytes(zip_of({"a.jpg": b"\xff\xd8"}).getvalue())
    with pytest.raises(TransferRefused, match="does not know this kind of file"):
        read_path(path)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.json", b"{}"),
        ("a.html", b"<p>"),
        ("a.png", b"\x89PNG\r\n\x1a\n\x00"),
        ("a.db", b"SQL\x00"),
    ],
)
def test_a_file_of_another_kind_is_not_known(name: str, data: bytes) -> None:
    with pytest.raises(TransferRefused, match="does not know this kind of file"):
        read_text(data, name)


def test_an_empty_folder_holds_no_entries(tmp_path: Path) -> None:
    with pytest.raises(TransferRefused, match="holds no entries"):
        read_path(tmp_path)


def test_the_same_day_time_and_words_have_the_same_hash_wherever_they_stand() -> None:
    one = md("Text", "2002-02-02 Tea.md").entry
    two = md("---\ndate: 2002-02-02\ntitle: Tea\n---\n\nText\n", "other.md").entry
    assert one.hash == two.hash
    assert one.hash != md("Text.", "2002-02-02 Tea.md").entry.hash


OWN = """---
id: 0123456789abcdef0123456789abcdef
date: 1660-01-11T21:04:30-00:01
tz: Europe/London
modified: 2026-11-22T19:04:00+00:00
title: "The \\"pallet\\" table: \\U0001F4A9"
tags: ["home", "music/jazz"]
starred: true
---

"""


def test_our_own_export_comes_back_as_it_was() -> None:
    body = "\n  indented first\n\n---\ntext\n\n"
    entry = md(f"{OWN}{body}\n", "1660/01/1660-01-11-2104-the-pallet-table.md").entry
    assert entry.source_id == "0123456789abcdef0123456789abcdef"
    assert (entry.when.stamp(), entry.when.zone) == ("1660-01-11 21:04:30 -1", "Europe/London")
    assert entry.modified is not None
    assert entry.modified.stamp() == "2026-11-22 19:04:00 0"
    assert entry.title == 'The "pallet" table: \U0001f4a9'
    assert (entry.tags, entry.starred) == (("home", "music/jazz"), True)
    assert (entry.body, entry.extra) == (body, {})


def test_an_entry_of_our_own_without_a_title_has_none() -> None:
    text = OWN.replace('title: "The \\"pallet\\" table: \\U0001F4A9"\n', "")
    assert md(f"{text}Text\n", "1660-01-11-2104-text.md").entry.title is None


@given(st.text(st.characters(exclude_characters="\r\x00\x1b", codec="utf-8"), max_size=300))
def test_no_word_of_a_file_is_lost(text: str) -> None:
    reading = read_text(text, "2002-02-02 T.md")
    if reading.entries:
        entry = reading.entry
        kept = "".join(f"{entry.header}{entry.body}".split())
        assert "".join(text.removeprefix("\ufeff").split()).replace("---", "").replace(
            "...", ""
        ) in (
            kept,
            kept.replace("---", "").replace("...", ""),
        )
