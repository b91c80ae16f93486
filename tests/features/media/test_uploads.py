"""Files that come in part by part: complete or not at all, and never held whole."""

from __future__ import annotations

import hashlib
import io
import tracemalloc
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlcipher3 import dbapi2 as sqlcipher

from tests.conftest import FrozenClock
from tests.support.people import PASSWORDS
from tests.support.pictures import bomb, picture
from webapp.core.database import media_db
from webapp.core.errors import Refusal
from webapp.core.vault import Vault
from webapp.features.media import service, uploads
from webapp.features.media.uploads import PART_BYTES

Open = Callable[[str], AbstractContextManager[Vault]]
LONG = bytes(range(256)) * (PART_BYTES // 100)  # two parts and a half


def rows(table: str) -> int:
    service.open_media()
    return int(media_db.execute_sql(f"SELECT count(*) FROM {table}").fetchone()[0])


def begin_and_add(kept: dict[str, Any]) -> None:
    upload = uploads.begin(kept, "a", len(LONG))
    uploads.add_part(upload, 0, LONG[:PART_BYTES])


def send(client: FlaskClient, content: bytes, name: str = "film.bin") -> Any:
    """Upload as the page does; what it has become."""
    begun = client.post("/media/uploads", json={"name": name, "size": len(content)}).json
    for at in range(0, len(content), begun["part"]):
        part = content[at : at + begun["part"]]
        answer = client.put(f"/media/uploads/{begun['token']}/{at}", data=part)
        assert answer.json["received"] == at + len(part)
    return client.post(f"/media/uploads/{begun['token']}/done")


@pytest.mark.parametrize("length", [1, PART_BYTES - 1, PART_BYTES, PART_BYTES + 1, len(LONG)])
def test_a_file_of_any_length_comes_back_to_the_byte(alice: FlaskClient, length: int) -> None:
    content = LONG[:length]
    done = send(alice, content).json
    answer = alice.get(f"/media/{done['uid']}").data
    assert hashlib.sha256(answer).digest() == hashlib.sha256(content).digest()


def test_a_photo_is_named_by_its_picture_and_a_file_by_its_name(alice: FlaskClient) -> None:
    photo = send(alice, picture(), "IMG [1].jpg").json
    assert photo["text"] == f"![](media:{photo['uid']})"
    paper = send(alice, b"%PDF-1.7", "a [b].pdf").json
    assert paper["text"] == f"[a \\[b\\].pdf](media:{paper['uid']})"


def test_a_photo_has_its_small_pictures(alice: FlaskClient) -> None:
    uid = send(alice, picture(2000, 1000), "photo.jpg").json["uid"]
    assert alice.get(f"/media/{uid}/thumb/320").content_type == "image/webp"


def test_the_same_content_is_stored_once(alice: FlaskClient, journal_of: Open) -> None:
    first, second = send(alice, LONG, "a.bin").json, send(alice, LONG, "b.bin").json
    assert first["uid"] == second["uid"]
    with journal_of("alice"):
        assert (rows("media"), rows("upload")) == (1, 0)


def test_a_path_in_the_name_is_cut_off(alice: FlaskClient, journal_of: Open) -> None:
    uid = send(alice, b"words", "../../etc/passwd").json["uid"]
    with journal_of("alice"):
        assert service.find(uid).name == "passwd"


def test_what_is_given_up_leaves_nothing(alice: FlaskClient, journal_of: Open) -> None:
    begun = alice.post("/media/uploads", json={"name": "a", "size": len(LONG)}).json
    alice.put(f"/media/uploads/{begun['token']}/0", data=LONG[:PART_BYTES])
    assert alice.delete(f"/media/uploads/{begun['token']}").status_code == 204
    with journal_of("alice"):
        assert (rows("media"), rows("chunk"), rows("upload")) == (0, 0, 0)


def test_what_a_crash_left_half_way_is_gone_after_the_next_unlock(
    alice: FlaskClient, journal_of: Open, frozen_clock: FrozenClock
) -> None:
    begun = alice.post("/media/uploads", json={"name": "a", "size": len(LONG)}).json
    alice.put(f"/media/uploads/{begun['token']}/0", data=LONG[:PART_BYTES])
    alice.post("/lock")
    frozen_clock.advance(minutes=1)
    alice.post("/unlock", data={"name": "alice", "password": PASSWORDS["alice"]})
    for job in list(alice.application.extensions["jobs"]._jobs.values()):
        job.thread.join()
    with journal_of("alice"):
        assert (rows("media"), rows("chunk"), rows("upload")) == (0, 0, 0)


def test_what_is_on_its_way_is_not_swept(alice_journal: Vault, frozen_clock: FrozenClock) -> None:
    kept: dict[str, Any] = {}
    upload = uploads.begin(kept, "a", 5)
    assert uploads.sweep(frozen_clock.moment.timestamp() * 1000) == 0
    uploads.add_part(upload, 0, b"words")
    assert uploads.finish(kept, upload).size == 5


def test_a_part_that_is_sent_again_is_taken_once(alice_journal: Vault) -> None:
    kept: dict[str, Any] = {}
    upload = uploads.begin(kept, "a", len(LONG))
    uploads.add_part(upload, 0, LONG[:PART_BYTES])
    assert uploads.add_part(upload, 0, LONG[:PART_BYTES]) == PART_BYTES


@pytest.mark.parametrize(
    ("offset", "part"),
    [
        (PART_BYTES, LONG[:PART_BYTES]),
        (0, LONG[: PART_BYTES - 1]),
        (0, b""),
        (0, LONG + b"x"),
    ],
)
def test_a_part_that_does_not_fit_is_refused(
    alice_journal: Vault, offset: int, part: bytes
) -> None:
    upload = uploads.begin({}, "a", len(LONG))
    with pytest.raises(Refusal, match="did not arrive as it should"):
        uploads.add_part(upload, offset, part)


def test_an_upload_with_parts_missing_is_not_finished(alice_journal: Vault) -> None:
    kept: dict[str, Any] = {}
    upload = uploads.begin(kept, "a", len(LONG))
    with pytest.raises(Refusal, match="did not arrive as it should"):
        uploads.finish(kept, upload)


@pytest.mark.parametrize(
    ("size", "said"), [(0, "This file is empty"), (2 * 1024**3 + 1, "more than Quietleaf takes")]
)
def test_an_empty_or_too_large_file_is_refused_before_it_is_sent(
    alice: FlaskClient, size: int, said: str
) -> None:
    answer = alice.post("/media/uploads", json={"name": "a.mov", "size": size})
    assert answer.status_code in (413, 422)
    assert said in answer.text


@pytest.mark.parametrize("sent", [None, [], {}, {"name": 1, "size": 1}, {"name": "a", "size": "1"}])
def test_what_is_no_file_is_refused(alice: FlaskClient, sent: object) -> None:
    assert alice.post("/media/uploads", json=sent).status_code == 409


def test_a_picture_of_too_many_pixels_leaves_nothing(alice: FlaskClient, journal_of: Open) -> None:
    answer = send(alice, bomb(), "bomb.png")
    assert answer.status_code == 413
    assert "60 megapixels" in answer.text
    with journal_of("alice"):
        assert (rows("media"), rows("chunk"), rows("upload")) == (0, 0, 0)


def test_a_photo_that_is_cut_short_is_kept_as_a_file(alice: FlaskClient) -> None:
    half = picture(800, 600)[:300]
    done = send(alice, half, "half.jpg").json
    assert alice.get(f"/media/{done['uid']}").data == half
    assert done["text"] == f"[half.jpg](media:{done['uid']})"
    assert done["said"].startswith("“half.jpg” is damaged or cut short")


def test_a_file_that_lies_about_its_type_is_kept_as_a_file(alice: FlaskClient) -> None:
    done = send(alice, b"<script>alert(1)</script>", "garden.jpg").json
    assert done["text"] == f"[garden.jpg](media:{done['uid']})"
    assert done["said"].startswith("“garden.jpg” is no picture")


def test_nothing_is_said_of_a_photo_that_is_right(alice: FlaskClient) -> None:
    assert send(alice, picture(), "garden.jpg").json["said"] is None


def test_bob_cannot_go_on_with_what_alice_has_begun(alice: FlaskClient, bob: FlaskClient) -> None:
    begun = alice.post("/media/uploads", json={"name": "a", "size": 5}).json
    assert bob.put(f"/media/uploads/{begun['token']}/0", data=b"words").status_code == 404
    assert bob.post(f"/media/uploads/{begun['token']}/done").status_code == 404


def test_a_full_disk_is_told_and_what_was_there_stays(
    alice_journal: Vault, full_disk: None
) -> None:
    media_db.close()
    kept: dict[str, Any] = {}
    with pytest.raises(sqlcipher.OperationalError, match="full"):
        begin_and_add(kept)
    assert rows("chunk") == 0


def test_a_long_file_is_never_held_whole(alice_journal: Vault) -> None:
    kept: dict[str, Any] = {}
    part = bytes(PART_BYTES)
    upload = uploads.begin(kept, "film.bin", 60 * PART_BYTES)
    uploads.add_part(upload, 0, part)
    tracemalloc.start()
    for number in range(1, 60):
        uploads.add_part(upload, number * PART_BYTES, part)
    media = uploads.finish(kept, upload)
    stored = io.BytesIO()
    for piece in service.read(media.uid)[1]:
        stored.seek(0)
        stored.write(piece)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 6 * PART_BYTES
