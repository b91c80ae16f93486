"""Photos and files over HTTP: safe types only, to the byte, and to nobody else."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask.testing import FlaskClient

from tests.support.pictures import SCRIPT, picture
from webapp.core.vault import Vault
from webapp.features.media import service
from webapp.features.media.chunks import CHUNK_BYTES
from webapp.features.media.thumbs import LARGE, SMALL

Open = Callable[[str], AbstractContextManager[Vault]]
PAGE = b"<!doctype html><script>alert(1)</script>"


@pytest.fixture
def add(journal_of: Open) -> Callable[..., str]:
    """Stores a file in alice's journal and tells its id."""

    def add_for_alice(content: bytes, name: str = "photo.jpg") -> str:
        with journal_of("alice"):
            return service.add(io.BytesIO(content), name).uid

    return add_for_alice


def test_it_answers_with_the_photo_to_the_byte(alice: FlaskClient, add: Callable[..., str]) -> None:
    answer = alice.get(f"/media/{add(picture())}")
    assert answer.status_code == 200
    assert answer.data == picture()
    assert answer.content_type == "image/jpeg"
    assert answer.content_length == len(picture())


def test_it_answers_with_a_file_of_many_chunks(alice: FlaskClient, add: Callable[..., str]) -> None:
    content = bytes(range(256)) * (CHUNK_BYTES // 100)
    assert alice.get(f"/media/{add(content, 'film.bin')}").data == content


@pytest.mark.parametrize("path", ["/media/{}", "/media/{}/picture", f"/media/{{}}/thumb/{SMALL}"])
def test_it_lets_nothing_in_an_answer_run(
    alice: FlaskClient, add: Callable[..., str], path: str
) -> None:
    headers = alice.get(path.format(add(picture()))).headers
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_it_shows_pictures_of_safe_kinds(
    alice: FlaskClient, add: Callable[..., str], form: str
) -> None:
    answer = alice.get(f"/media/{add(picture(form=form))}")
    assert answer.headers["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize(
    ("content", "name", "mime"),
    [
        (SCRIPT, "drawing.svg", "image/svg+xml; charset=utf-8"),
        (PAGE, "photo.jpg", "application/octet-stream"),
        (b"%PDF-1.7", "letter.pdf", "application/octet-stream"),
        (picture(800, 600)[:-300], "cut-off.jpg", "image/jpeg"),
    ],
)
def test_it_hands_everything_else_over_as_a_file(
    alice: FlaskClient, add: Callable[..., str], content: bytes, name: str, mime: str
) -> None:
    answer = alice.get(f"/media/{add(content, name)}")
    assert answer.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''{name}"
    assert answer.headers["Content-Type"] == mime
    assert answer.data == content


def test_it_names_a_file_in_any_script(alice: FlaskClient, add: Callable[..., str]) -> None:
    answer = alice.get(f"/media/{add(b'words', '日記.txt')}")
    assert "filename*=UTF-8''%E6%97%A5%E8%A8%98.txt" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_it_answers_with_a_small_picture(
    alice: FlaskClient, add: Callable[..., str], size: int
) -> None:
    answer = alice.get(f"/media/{add(picture(2000, 1000))}/thumb/{size}")
    assert answer.content_type == "image/webp"
    assert answer.data[8:12] == b"WEBP"


@pytest.mark.parametrize("path", ["/media/{}/thumb/77", "/media/{}/thumb/0", "/media/{}x"])
def test_it_says_that_there_is_no_such_thing(
    alice: FlaskClient, add: Callable[..., str], path: str
) -> None:
    assert alice.get(path.format(add(picture()))).status_code == 404


@pytest.mark.parametrize("path", ["/media/{}", "/media/{}/picture", f"/media/{{}}/thumb/{SMALL}"])
def test_bob_never_reads_what_is_alices(
    bob: FlaskClient, add: Callable[..., str], path: str
) -> None:
    answer = bob.get(path.format(add(picture())))
    assert answer.status_code == 404
    assert picture() not in answer.data


@pytest.mark.parametrize("path", ["/media/{}", "/media/{}/picture", f"/media/{{}}/thumb/{SMALL}"])
def test_nobody_reads_it_while_the_journal_is_closed(
    client: FlaskClient, add: Callable[..., str], path: str
) -> None:
    answer = client.get(path.format(add(picture())))
    assert answer.status_code in (302, 401, 403)


def test_it_answers_whether_a_file_is_there_without_reading_it(
    alice: FlaskClient, add: Callable[..., str]
) -> None:
    answer = alice.head(f"/media/{add(picture())}")
    assert answer.status_code == 200
    assert answer.content_length == len(picture())
    assert answer.data == b""


def test_a_photo_is_shown_in_the_text_as_a_smaller_picture(
    alice: FlaskClient, add: Callable[..., str]
) -> None:
    answer = alice.get(f"/media/{add(picture(2000, 1000))}/picture")
    assert answer.content_type == "image/webp"


def test_a_file_that_is_no_picture_is_not_shown_as_one(
    alice: FlaskClient, add: Callable[..., str]
) -> None:
    assert alice.get(f"/media/{add(b'%PDF-1.7 words', 'a.pdf')}/picture").status_code == 404


LONG = bytes(range(256)) * (CHUNK_BYTES // 100)


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-", 0, len(LONG)),
        ("bytes=5-9", 5, 10),
        (f"bytes={CHUNK_BYTES - 1}-{CHUNK_BYTES}", CHUNK_BYTES - 1, CHUNK_BYTES + 1),
        (f"bytes={CHUNK_BYTES}-{CHUNK_BYTES * 2 + 7}", CHUNK_BYTES, CHUNK_BYTES * 2 + 8),
        ("bytes=-3", len(LONG) - 3, len(LONG)),
        (f"bytes={len(LONG) - 1}-{len(LONG) + 99}", len(LONG) - 1, len(LONG)),
    ],
)
def test_a_player_gets_just_the_part_it_asks_for(
    alice: FlaskClient, add: Callable[..., str], asked: str, start: int, stop: int
) -> None:
    answer = alice.get(f"/media/{add(LONG, 'film.bin')}", headers={"Range": asked})
    assert answer.status_code == 206
    assert answer.data == LONG[start:stop]
    assert answer.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{len(LONG)}"
    assert answer.content_length == stop - start
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_part_behind_the_end_is_refused(alice: FlaskClient, add: Callable[..., str]) -> None:
    answer = alice.get(f"/media/{add(LONG, 'film.bin')}", headers={"Range": f"bytes={len(LONG)}-"})
    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == f"bytes */{len(LONG)}"


@pytest.mark.parametrize("asked", ["bytes=a-b", "lines=1-2", "bytes=9-5"])
def test_what_is_no_range_gets_the_whole_file(
    alice: FlaskClient, add: Callable[..., str], asked: str
) -> None:
    answer = alice.get(f"/media/{add(b'words', 'a.bin')}", headers={"Range": asked})
    assert (answer.status_code, answer.data) == (200, b"words")


def test_a_file_is_saved_under_its_name(alice: FlaskClient, add: Callable[..., str]) -> None:
    answer = alice.get(f"/media/{add(b'%PDF-1.7', 'plan ä.pdf')}/save")
    assert answer.data == b"%PDF-1.7"
    said = answer.headers["Content-Disposition"]
    assert said == "attachment; filename*=UTF-8''plan%20%C3%A4.pdf"


def test_it_tells_what_is_known_of_a_photo(alice: FlaskClient, add: Callable[..., str]) -> None:
    uid = add(picture(), "a/ridge.jpg")
    known = alice.get(f"/media/{uid}/about").get_json()
    assert (known["name"], known["size"], known["full"]) == (
        "ridge.jpg",
        len(picture()),
        f"/media/{uid}",
    )


def test_what_a_browser_cannot_show_whole_has_no_address_for_it(
    alice: FlaskClient, add: Callable[..., str]
) -> None:
    assert alice.get(f"/media/{add(PAGE, 'page.html')}/about").get_json()["full"] is None


def test_bob_is_told_nothing_of_alices_photo(bob: FlaskClient, add: Callable[..., str]) -> None:
    assert bob.get(f"/media/{add(picture())}/about").status_code == 404
