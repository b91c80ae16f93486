"""Mini Diary, locked and exported, and Mini Diarium."""

from __future__ import annotations

import base64
import json

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from tests.support.bringing import bring, picture
from tests.support.formats import days, of_file, read
from webapp.features.entries import service as entries_service
from webapp.features.transfer import service
from webapp.features.transfer.formats import mini_diary
from webapp.features.transfer.formats.mini_diary_locked import key_and_vector
from webapp.features.transfer.shapes import AskPassword, ReadOptions
from webapp.features.transfer.texts import TransferRefused

DIARY = {
    "metadata": {"application": "Mini Diary", "version": "3.3.0", "dateUpdated": ""},
    "entries": {
        "2026-02-15": {
            "dateUpdated": "Sun Feb 15 2026 15:15:14 GMT+0100 (CET)",
            "title": "Rain",
            "text": "All **day**.",
        },
        "2026-02-14": {"dateUpdated": "", "title": "", "text": "Snow"},
        "2026-02-30": {"dateUpdated": "", "title": "", "text": "No such day"},
        "2026-02-16": {"dateUpdated": "", "title": "", "text": ""},
    },
}
IMAGE = f"data:image/png;base64,{base64.b64encode(picture()).decode()}"
DIARIUM = {
    "metadata": {"application": "Mini Diarium", "version": "0.4", "exportedAt": ""},
    "entries": [
        {
            "id": 7,
            "date": "2026-02-15",
            "title": "Rain",
            "text": f'<p>Before</p><img src="{IMAGE}" alt="the pond"><p>After</p>',
            "dateUpdated": "2026-02-15T15:15:14Z",
        }
    ],
}


def locked(diary: object, password: str) -> bytes:
    """As Mini Diary itself writes it."""
    key, vector = key_and_vector(password)
    padding = PKCS7(128).padder()
    padded = padding.update(json.dumps(diary).encode()) + padding.finalize()
    writer = Cipher(algorithms.AES(key), modes.CBC(vector)).encryptor()
    return writer.update(padded) + writer.finalize()


def test_the_export_has_a_text_a_day() -> None:
    found, problems = read(mini_diary, of_file("diary.json", DIARY))
    assert days(found) == ["2026-02-14", "2026-02-15"]
    assert (found[1].title, found[1].body) == ("Rain", "All **day**.")
    assert found[1].modified is not None
    assert (found[1].modified.time, found[1].modified.offset) == (
        found[1].modified.time.replace(hour=14, minute=15, second=14),  # type: ignore[union-attr]
        0,
    )
    assert [problem.key for problem in problems] == ["empty_record", "date_impossible"]


def test_the_locked_diary_asks_for_its_password() -> None:
    with pytest.raises(AskPassword) as caught:
        read(mini_diary, of_file("mini-diary.txt", locked(DIARY, "pond")))
    assert not caught.value.was_wrong


def test_the_locked_diary_opens_with_its_password() -> None:
    source = of_file("mini-diary.txt", locked(DIARY, "pond"))
    found, _ = read(mini_diary, source, ReadOptions(password="pond"))
    assert days(found) == ["2026-02-14", "2026-02-15"]


def test_a_wrong_password_does_not_open_it() -> None:
    source = of_file("mini-diary.txt", locked(DIARY, "pond"))
    with pytest.raises(AskPassword) as caught:
        read(mini_diary, source, ReadOptions(password="reed"))
    assert caught.value.was_wrong


def test_the_key_is_the_one_node_makes() -> None:
    # openssl enc -aes-192-cbc -md md5 -nosalt -P -pass pass:<hex of the hash> says the same
    key, vector = key_and_vector("pond")
    assert (len(key), len(vector)) == (24, 16)
    assert key != key_and_vector("reed")[0]


@pytest.mark.usefixtures("alice_journal")
def test_pictures_within_the_text_of_mini_diarium_come_in_at_their_place() -> None:
    batch = bring(of_file("diarium.json", DIARIUM))
    assert (batch.entries, batch.pictures) == (1, 1)
    (entry,) = entries_service.every_entry()
    before, shown, after = entry.body.split("\n\n")
    assert (before, after) == ("Before", "After")
    assert shown.startswith("![the pond](media:")


@pytest.mark.usefixtures("alice_journal")
def test_it_comes_in_once() -> None:
    assert bring(of_file("diary.json", DIARY)).entries == 2
    with pytest.raises(TransferRefused) as caught:
        bring(of_file("diary.json", DIARY))
    assert caught.value.key == "nothing_new"


def test_a_diary_that_is_cut_short_is_refused() -> None:
    source = of_file("diary.json", json.dumps(DIARY)[:-20])
    with pytest.raises(TransferRefused) as caught:
        list(mini_diary.read(source, service.ReadOptions()))
    assert caught.value.key == "json_damaged"
