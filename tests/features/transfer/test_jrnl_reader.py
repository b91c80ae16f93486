"""jrnl's journals: every kind and every trap of the sample journals, and texts of our own."""

from __future__ import annotations

import base64
import hashlib

import pytest
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7
from hypothesis import given
from hypothesis import strategies as st

from tests.support.importing import Reading, read_files, read_path, read_text
from tests.support.samples import samples
from webapp.features.transfer.shapes import AskPassword, ReadOptions


def sample(name: str) -> Reading:
    reading = read_path(samples("jrnl-text", name))
    assert reading.format.name == "jrnl"
    return reading


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("basic_onefile.journal", "2020-08-29 11:11 2020-08-31 14:32 2020-09-24 09:14"),
        ("basic_folder", "2020-08-29 11:11 2020-08-31 14:32 2020-09-24 09:14"),
        (
            "deletion_filters.journal",
            "2019-10-01 08:00 2020-01-01 08:00 2020-03-01 08:00 2020-05-01 09:00 2020-05-02 12:10",
        ),
        ("mostlyreadabledates.journal", "2019-07-18 14:23 2019-07-19 14:23 2019-07-01 14:23"),
        ("multiline.journal", "2013-06-09 15:39"),
        ("multiline-tags.journal", "2013-06-09 15:39"),
        ("tags-237.journal", "2014-07-22 11:11"),
        ("brackets.journal", "2019-07-08 05:42"),
        ("little_endian_dates.journal", "2013-06-09 15:39 2013-07-10 15:40"),
        ("simple_jrnl-1-9-5.journal", "2010-06-10 15:00 2013-06-10 15:40"),
    ],
)
def test_the_sample_journals_have_their_entries(name: str, days: str) -> None:
    words = days.split()
    expected = [f"{day} {clock}:00" for day, clock in zip(words[::2], words[1::2], strict=True)]
    assert sample(name).days == expected


@pytest.mark.parametrize("name", ["basic_onefile.journal", "basic_folder"])
def test_the_basic_journal_has_its_tags_and_its_star(name: str) -> None:
    entries = sample(name).entries
    assert [entry.tags for entry in entries] == [
        ("ipsum", "tagone", "tagtwo"),
        ("tagtwo",),
        ("tagthree", "tagone"),
    ]
    assert [entry.starred for entry in entries] == [False, True, False]


def test_the_star_is_no_part_of_the_title() -> None:
    assert sample("deletion_filters.journal").entries[-1].title == "Writing tests."


def test_emoji_arrive_whole() -> None:
    assert "\U0001f4af \U0001f3b6 \U0001f4a9" in sample("basic_onefile.journal").entries[2].body


def test_files_beside_the_day_files_are_reported_and_not_read() -> None:
    reading = sample("basic_folder")
    assert reading.keys(left_out=True) == ["outside_journal"] * 3
    assert all(item.where.endswith("should-be-ignored.txt") for item in reading.problems)


def test_blank_lines_inside_an_entry_stay() -> None:
    assert "punctuation\n\nThere is" in sample("multiline.journal").entry.body


def test_a_tag_ends_at_punctuation_and_is_lower_case() -> None:
    assert sample("multiline-tags.journal").entry.tags == (
        "line",
        "tags",
        "punctuation",
        "tagonlinealonewithoutpunctuation",
        "tagonlinealonewithpunctuation",
        "tag",
        "hi",
    )


def test_a_mail_address_is_no_tag() -> None:
    assert sample("tags-237.journal").entry.tags == ("newline", "email")


def test_a_bracket_that_is_no_date_is_text() -> None:
    assert sample("brackets.journal").entry.body == "[1] line starting with 1"


def test_days_before_months_are_read_and_the_doubt_is_reported() -> None:
    reading = sample("little_endian_dates.journal")
    assert [(item.key, item.line, item.is_left_out) for item in reading.problems] == [
        ("day_or_month", 1, False)
    ]


def test_the_order_that_is_said_wins_and_nothing_is_reported() -> None:
    text = "[09.06.2013 15:39] One\n\n[10.07.2013 15:40] Two\n"
    reading = read_text(text, options=ReadOptions(day_first=False))
    assert reading.days == ["2013-09-06 15:39:00", "2013-10-07 15:40:00"]
    assert reading.problems == []


def test_a_date_over_twelve_settles_the_order_for_the_whole_file() -> None:
    reading = read_text("[02/03/2013 15:39] One\n\n[02/25/2013 15:40] Two\n")
    assert reading.days == ["2013-02-03 15:39:00", "2013-02-25 15:40:00"]
    assert reading.problems == []


def test_the_bracketed_line_of_the_first_format_belongs_to_the_entry() -> None:
    assert "[2019-08-03 12:55] Some chat log" in sample("simple_jrnl-1-9-5.journal").entries[1].body


def test_twelve_hour_clocks_are_read() -> None:
    reading = read_text("[2020-08-31 02:32:00 PM] Tea\n[2020-08-31 12:05 AM] Late\n")
    assert reading.days == ["2020-08-31 14:32:00", "2020-08-31 00:05:00"]


def test_dates_with_words_are_read() -> None:
    reading = read_text("[Friday, 12 July 2019 at 02:03 PM] Tea\nGood.\n")
    assert reading.days == ["2019-07-12 14:03:00"]


def test_a_date_without_a_time_leaves_the_time_open() -> None:
    assert read_text("[2020-08-31] Tea\n").entry.when.time is None


def test_in_a_folder_the_path_tells_the_day() -> None:
    files = {"2020/08/31.txt": "[14:32] Tea\n[2020-01-01 18:00] Supper\n"}
    assert read_files(files).days == ["2020-08-31 14:32:00", "2020-08-31 18:00:00"]


def test_a_day_file_without_dates_is_an_entry_of_that_day() -> None:
    reading = read_files({"2020/08/31.txt": "Just words.\n\nMore."})
    assert (reading.days, reading.entry.body) == (["2020-08-31"], "More.")


def test_a_day_file_of_no_day_is_refused_by_its_name() -> None:
    reading = read_files({"2020/02/30.txt": "[14:32] Tea\n", "2020/02/28.txt": "[14:32] Tea\n"})
    (problem,) = reading.problems
    assert (problem.where, problem.key) == ("vault/2020/02/30.txt", "date_impossible")
    assert len(reading.entries) == 1


def test_an_entry_of_no_day_is_left_out_and_named_by_its_line() -> None:
    reading = read_text(
        "[2020-02-28 10:00] One\n\n[2020-02-30 10:00] Two\n\n[2020-03-01 10:00] Three"
    )
    (problem,) = reading.problems
    assert (problem.key, problem.line, problem.params["date"]) == (
        "date_impossible",
        3,
        "2020-02-30 10:00",
    )
    assert [entry.title for entry in reading.entries] == ["One", "Three"]


def test_a_line_that_only_looks_like_a_date_stays_text_and_is_reported() -> None:
    reading = read_text("[2020-02-28 10:00] One\n[2020, May the 5th] Two\n")
    assert reading.entry.body == "[2020, May the 5th] Two"
    assert reading.keys(left_out=False) == ["looks_like_a_date"]


def test_lines_before_the_first_date_are_reported() -> None:
    reading = read_text("My journal\nof 2020\n\n[2020-02-28 10:00] One\n")
    assert reading.keys() == ["before_first_date"]
    assert reading.problems[0].params["count"] == 2


def test_one_line_is_split_after_its_first_sentence() -> None:
    entry = read_text("[2020-02-28 10:00] The heron is back. It stood there until noon.\n").entry
    assert (entry.title, entry.body) == ("The heron is back.", "It stood there until noon.")


def test_a_chinese_sentence_ends_without_a_space() -> None:
    entry = read_text("[2020-02-28 10:00] 今天很好。我在家。\n").entry
    assert (entry.title, entry.body) == ("今天很好。", "我在家。")


def test_a_first_line_too_long_for_a_title_stays_in_the_text() -> None:
    line = "walking on and on " * 30
    entry = read_text(f"[2020-02-28 10:00] {line}\nand home\n").entry
    assert (entry.title, entry.body) == (None, f"{line}\nand home")


def test_words_in_italics_are_no_star() -> None:
    entry = read_text("[2020-02-28 10:00] It was *fine*\nYes.\n").entry
    assert (entry.title, entry.starred) == ("It was *fine*", False)


def test_lines_are_counted_from_one() -> None:
    reading = read_text("[2020-02-28 10:00] One\n\ntext\n\n[2020-03-01 10:00] Two\n")
    assert [entry.line for entry in reading.entries] == [1, 5]


def test_windows_ends_of_lines_and_a_byte_order_mark_do_no_harm() -> None:
    reading = read_text(
        b"\xef\xbb\xbf[2020-02-28 10:00] One\r\nText\r\n\r\n[2020-03-01 10:00] Two\r\n"
    )
    assert [(entry.title, entry.body) for entry in reading.entries] == [
        ("One", "Text"),
        ("Two", ""),
    ]


def test_a_journal_in_utf16_is_recognised() -> None:
    reading = read_text("[2020-02-28 10:00] Größe\nText\n".encode("utf-16"))
    assert (reading.format.name, reading.entry.title) == ("jrnl", "Größe")


LOCKED = {
    3: b"JRNLv3\x00\x26eyJzYWx0IjoiYWJj" + b"A" * 40 + b"gAAAAAB" + b"x" * 80,
    2: b"gAAAAABqXVzDM7MksbA_tVd-TzojuejgR6Y99HQZxf5-OUmc7tKIbpgIP4BQDhw4fd8zd_gSk4soTNLi==",
    1: bytes(range(256)) * 4,
}


@pytest.mark.parametrize("version", LOCKED)
def test_an_encrypted_journal_asks_for_its_password(version: int) -> None:
    with pytest.raises(AskPassword) as caught:
        read_text(LOCKED[version], "journal.txt")
    assert not caught.value.was_wrong


@pytest.mark.parametrize("version", LOCKED)
def test_a_wrong_password_is_told_apart_from_none(version: int) -> None:
    with pytest.raises(AskPassword) as caught:
        read_text(LOCKED[version], "journal.txt", ReadOptions(password="wrong"))
    assert caught.value.was_wrong


def test_the_encrypted_sample_opens_with_its_password() -> None:
    options = ReadOptions(password="good doggie extra biscuit")
    reading = read_path(samples("jrnl-text", "encrypted_v3.journal"), options)
    assert reading.days == ["2013-06-09 15:39:00", "2013-06-10 15:40:00"]


TEXT = "[2020-02-28 10:00] The heron\nIt stood there.\n"


def test_a_journal_of_the_first_format_opens() -> None:
    vector, key = bytes(range(16)), hashlib.sha256(b"pond").digest()
    padding = PKCS7(128).padder()
    padded = padding.update(TEXT.encode() * 3) + padding.finalize()
    writer = Cipher(algorithms.AES256(key), modes.CBC(vector)).encryptor()
    data = vector + writer.update(padded) + writer.finalize()
    reading = read_text(data, "journal.txt", ReadOptions(password="pond"))
    assert reading.entries[0].title == "The heron"


def test_a_journal_of_the_second_format_opens() -> None:
    salt = bytes.fromhex("f2d5710ec18d2ededc8e36748904cef8")
    key = base64.urlsafe_b64encode(hashlib.pbkdf2_hmac("sha256", b"pond", salt, 100_000))
    data = Fernet(key).encrypt(TEXT.encode())
    reading = read_text(data, "journal.txt", ReadOptions(password="pond"))
    assert reading.entry.title == "The heron"


def test_a_folder_of_journals_is_read_whole_but_for_the_encrypted_one() -> None:
    reading = read_path(samples("jrnl-text"))
    assert len(reading.entries) == 22
    assert "jrnl_encrypted" in reading.keys(left_out=True)


def test_an_ordinary_text_is_no_journal() -> None:
    assert read_text("A walk.\n[1] a note\n", "2020-01-01.txt").format.name == "markdown"


LINES = st.text(st.characters(exclude_characters="[\n\r\x00\x1b", codec="utf-8"), max_size=60)


@given(st.lists(st.lists(LINES, min_size=1, max_size=5), min_size=1, max_size=6))
def test_no_word_is_lost_and_none_is_added(entries: list[list[str]]) -> None:
    text = "".join(
        f"[2020-02-{number + 1:02} 10:00] start {chr(10).join(lines)}\n"
        for number, lines in enumerate(entries)
    )
    reading = read_text(text)
    assert len(reading.entries) == len(entries)
    for entry, lines in zip(reading.entries, entries, strict=True):
        got = f"{entry.title or ''} {entry.body}{' *' if entry.starred else ''}".split()
        wanted = ["start", *" ".join(lines).split()]
        assert "".join(got).replace("*", "") == "".join(wanted).replace("*", "")
