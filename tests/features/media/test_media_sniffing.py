"""The kind of a file comes from its bytes, never from its name."""

from __future__ import annotations

import pytest

from webapp.features.media.sniffing import sniff


def ftyp(*brands: bytes) -> bytes:
    body = brands[0] + b"\0\0\0\0" + b"".join(brands[1:])
    return (8 + len(body)).to_bytes(4, "big") + b"ftyp" + body


@pytest.mark.parametrize(
    ("head", "mime"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
        (ftyp(b"heic", b"mif1", b"heic"), "image/heic"),
        (ftyp(b"mif1", b"avif", b"miaf"), "image/avif"),
        (ftyp(b"mif1", b"heic", b"miaf"), "image/heic"),
        (ftyp(b"avif", b"avif", b"mif1"), "image/avif"),
        (ftyp(b"isom", b"isom", b"mp42"), "video/mp4"),
        (ftyp(b"M4A ", b"M4A ", b"mp42"), "audio/mp4"),
        (ftyp(b"qt  "), "video/quicktime"),
        (b"%PDF-1.4", "application/pdf"),
        (b"ID3\x04", "audio/mpeg"),
        (b"<svg xmlns='x'>", "image/svg+xml"),
        (b"\xef\xbb\xbf <?xml version='1.0'?>\n<!-- a --><!DOCTYPE svg><svg>", "image/svg+xml"),
    ],
)
def test_it_knows_a_file_by_its_first_bytes(head: bytes, mime: str) -> None:
    assert sniff(head) == mime


@pytest.mark.parametrize(
    "head",
    [b"", b"GIF", b"<html><svg>", b"<!doctype html>", b"RIFF\0\0\0\0AVI ", b"<svgx>", b"MZ\x90"],
)
def test_it_takes_everything_else_for_a_file(head: bytes) -> None:
    assert sniff(head) == "application/octet-stream"
