"""A picture that is cut off is told from one that is whole, without decoding it."""

from __future__ import annotations

import io

import pytest
from pillow_heif import register_heif_opener

from tests.support.pictures import picture
from webapp.features.media.sniffing import sniff
from webapp.features.media.wholeness import is_whole

register_heif_opener(thumbnails=False)
FORMS = ["JPEG", "PNG", "GIF", "WEBP", "AVIF", "HEIF"]


def whole(content: bytes) -> bool:
    return is_whole(io.BytesIO(content), sniff(content[:4096]))


@pytest.mark.parametrize("form", FORMS)
def test_a_picture_is_whole(form: str) -> None:
    assert whole(picture(400, 300, form=form))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_picture_that_is_cut_off_is_not(form: str, share: float) -> None:
    content = picture(400, 300, form=form)
    assert not whole(content[: int(len(content) * share)])


def test_what_follows_a_photo_does_not_count() -> None:
    assert whole(picture(form="JPEG") + b"a short film that a telephone put there")


def test_a_small_picture_inside_is_not_the_end() -> None:
    inner = picture(64, 64, form="JPEG")
    note = b"\xff\xe1" + (len(inner) + 2).to_bytes(2, "big") + inner
    content = picture(400, 300, form="JPEG")
    assert whole(content[:2] + note + content[2:])
    assert not whole(content[:2] + note + content[2:-2])


def test_the_end_is_found_across_two_parts() -> None:
    content = picture(form="JPEG")
    assert whole(content[:-2] + b"\x00" * (256 * 1024 - 1) + content[-2:])


@pytest.mark.parametrize("junk", [b"", b"\x00\x00\x00\x04abcd", b"\xff\xd8\xff\xe1\x00\x00"])
def test_what_makes_no_sense_is_not_whole(junk: bytes) -> None:
    assert not is_whole(io.BytesIO(junk + b"\x01"), "image/heic")
    assert not is_whole(io.BytesIO(junk + b"\x01"), "image/jpeg")
