"""When and where a photo was taken, and taking the place out without touching the picture."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from PIL import Image

from tests.support.pictures import GPS, photo_with_place, picture
from webapp.core.errors import Refusal
from webapp.core.vault import Vault
from webapp.features.media import details, location, service

Open = Callable[[str], AbstractContextManager[Vault]]
TAKEN = datetime(2021, 6, 27, 16, 9, 3)  # noqa: DTZ001 - a camera's clock has no zone
NORTH, EAST = 60 + 10 / 60 + 15 / 3600, 24 + 57 / 60
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description exif:GPSLatitude="60,10.25N"'
    b' xmp:Rating="4"><photoshop:City>Turku</photoshop:City></rdf:Description></x:xmpmeta>'
)


def taken_there(form: str = "JPEG", **options: object) -> bytes:
    """A photo with a moment and a place."""
    exif = Image.Exif()
    exif[0x010F] = "Camera of alice"
    exif.get_ifd(0x8769)[0x9003] = "2021:06:27 16:09:03"
    exif.get_ifd(0x8825).update(GPS)
    return picture(form=form, exif=exif, **options)


def of_bytes(content: bytes) -> details.Details:
    return details.of(service.add(io.BytesIO(content), "a.jpg").uid)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_moment_and_place_are_read(journal_of: Open, form: str) -> None:
    with journal_of("alice"):
        found = of_bytes(taken_there(form))
    assert found.taken == TAKEN
    assert found.place == pytest.approx((NORTH, EAST))


@pytest.mark.parametrize("moment", ["0000:00:00 00:00:00", "2021:02:30 10:00:00", "", "yesterday"])
def test_a_moment_that_does_not_exist_is_none(moment: str) -> None:
    assert details.taken_of({0x9003: moment}) is None


def test_west_and_south_are_less_than_nothing() -> None:
    parts = {1: "S", 2: (33.0, 30.0, 0.0), 3: "W", 4: (70.0, 36.0, 0.0)}
    assert details.place_of(parts) == pytest.approx((-33.5, -70.6))


@pytest.mark.parametrize("parts", [(91.0, 0.0, 0.0), (float("nan"), 0.0, 0.0), "60", (1.0,)])
def test_a_place_that_is_none_is_not_told(parts: object) -> None:
    assert details.place_of({**GPS, 2: parts}) is None


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_the_place_is_taken_out_and_all_else_stays(journal_of: Open, form: str) -> None:
    content = taken_there(form)
    with journal_of("alice"):
        before = service.add(io.BytesIO(content), "a.jpg")
        after = location.remove(before.uid)
        cleaned = b"".join(service.read(after.uid)[1])
        found = details.of(after.uid)
    assert found == details.Details(taken=TAKEN)
    assert len(cleaned) == len(content)
    with Image.open(io.BytesIO(cleaned)) as new, Image.open(io.BytesIO(content)) as old:
        assert new.tobytes() == old.tobytes()
        assert new.getexif()[0x010F] == "Camera of alice"


def test_the_picture_itself_is_not_encoded_anew() -> None:
    content = taken_there()
    cleaned = location.without_location(content, "image/jpeg")
    start = content.index(b"\xff\xdb")  # the first quantization table; all of the picture follows
    assert cleaned[start:] == content[start:]


def test_a_png_is_still_right_by_its_checksums() -> None:
    cleaned = location.without_location(taken_there("PNG"), "image/png")
    with Image.open(io.BytesIO(cleaned)) as image:
        image.verify()


def test_places_in_the_xmp_packet_go_too_and_the_rest_of_it_stays() -> None:
    content = taken_there(xmp=XMP)
    cleaned = location.without_location(content, "image/jpeg")
    assert not re.search(rb"Turku|60,10", cleaned)
    assert b'xmp:Rating="4"' in cleaned
    assert len(cleaned) == len(content)


def directories_at_the_end() -> bytes:
    """A JPEG whose Exif block ends with its directories, as some programs write it."""
    degrees = struct.pack("<6I", 60, 1, 10, 1, 15, 1)
    places = struct.pack("<H", 2)
    places += struct.pack("<HHI4s", 1, 2, 2, b"N") + struct.pack("<HHII", 2, 5, 3, 8)
    places += bytes(4)
    first = struct.pack("<H", 2)
    first += struct.pack("<HHII", 0x8825, 4, 1, 32) + struct.pack("<HHII", 0xA001, 4, 1, 0x12345678)
    first += bytes(4)
    block = b"II*\0" + struct.pack("<I", 32 + len(places)) + degrees + places + first
    part = b"Exif\0\0" + block
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", len(part) + 2) + part + picture()[2:]


def test_directories_that_end_the_block_are_cleared_to_their_last_byte() -> None:
    content = directories_at_the_end()
    ((start, stop),) = location.exif_blocks(content, "image/jpeg")
    cleaned = location.without_location(content, "image/jpeg")
    kept = struct.pack("<H", 1) + struct.pack("<HHII", 0xA001, 4, 1, 0x12345678) + bytes(16)
    assert cleaned[start + 8 : stop] == bytes(24 + 30) + kept
    assert cleaned[stop:] == content[stop:]


def test_a_photo_without_a_place_is_refused(journal_of: Open) -> None:
    with journal_of("alice"):
        media = service.add(io.BytesIO(picture()), "a.jpg")
        with pytest.raises(Refusal, match="could not be taken out"):
            location.remove(media.uid)


def test_a_gif_is_refused(journal_of: Open) -> None:
    with journal_of("alice"):
        media = service.add(io.BytesIO(picture(form="GIF")), "a.gif")
        with pytest.raises(Refusal, match="could not be taken out"):
            location.remove(media.uid)


@pytest.mark.parametrize("cut", range(20, 160, 7))
def test_a_broken_block_changes_no_byte_outside_it(cut: int) -> None:
    content = bytearray(photo_with_place())
    content[cut] ^= 0xFF
    cleaned = location.without_location(bytes(content), "image/jpeg")
    blocks = list(location.exif_blocks(bytes(content), "image/jpeg"))
    stop = max((stop for _start, stop in blocks), default=0)
    assert cleaned[stop:] == content[stop:]


def test_it_is_done_by_the_page_and_told_before(alice: FlaskClient, journal_of: Open) -> None:
    with journal_of("alice"):
        uid = service.add(io.BytesIO(taken_there()), "a.jpg").uid
    about = alice.get(f"/media/{uid}/about").json
    assert about["taken"] == "2021-06-27T16:09"
    assert about["place"] == pytest.approx([NORTH, EAST])
    assert about["can_forget_place"] is True
    new = alice.post(f"/media/{uid}/without-location").json["uid"]
    assert alice.get(f"/media/{new}/about").json["place"] is None


def test_bob_does_not_reach_a_photo_of_alices(bob: FlaskClient, journal_of: Open) -> None:
    with journal_of("alice"):
        uid = service.add(io.BytesIO(taken_there()), "a.jpg").uid
    assert bob.post(f"/media/{uid}/without-location").status_code == 404
