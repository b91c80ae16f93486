"""Tar files as sources: read in any order, with distrust."""

from __future__ import annotations

import io
import random
import tarfile
from collections.abc import Mapping

import pytest

from webapp.features.transfer import service, source
from webapp.features.transfer.source import Upload
from webapp.features.transfer.tars import STATE_EVERY
from webapp.features.transfer.texts import TransferRefused

PARTS = {"notes/one.md": b"one", "notes/two.md": b"two" * 1_000, "three.png": bytes(range(256))}


def packed(parts: Mapping[str, bytes], mode: str = "w") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in parts.items():
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(data), 1_600_000_000
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def opened(data: bytes) -> source.Source:
    return service.open_uploads([Upload("export.jex", data)])


@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_members_are_read_in_any_order(mode: str) -> None:
    found = opened(packed(PARTS, mode))
    assert found.kind == "tar"
    for name in sorted(PARTS, reverse=True):
        member = found.find(name)
        assert member is not None
        assert found.read(member) == PARTS[name]


def test_a_large_gzip_is_read_backwards() -> None:
    noise = random.Random(1).randbytes(1 << 16)
    parts = {f"{number}.bin": noise * 24 for number in range(40)}
    assert sum(map(len, parts.values())) > 2 * STATE_EVERY
    found = opened(packed(parts, "w:gz"))
    for name in reversed(parts):
        member = found.find(name)
        assert member is not None
        assert found.read(member) == parts[name]


def test_links_and_devices_are_reported_and_not_followed() -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        link = tarfile.TarInfo("away.md")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    found = opened(buffer.getvalue())
    assert not found.members
    assert [(one.where, one.key) for one in found.problems] == [("away.md", "link")]


@pytest.mark.parametrize("name", ["/etc/one.md", "../one.md", "a/../../one.md"])
def test_it_refuses_a_name_that_leads_out(name: str) -> None:
    with pytest.raises(TransferRefused) as caught:
        opened(packed({name: b"x"}))
    assert caught.value.key == "bad_name"


def test_it_refuses_a_gzip_that_is_no_tar() -> None:
    import gzip

    with pytest.raises(TransferRefused) as caught:
        opened(gzip.compress(b"only words"))
    assert caught.value.key == "tar_damaged"


def test_it_refuses_a_gzip_that_unfolds_to_far_too_much() -> None:
    with pytest.raises(TransferRefused) as caught:
        opened(packed({"a.bin": bytes(100 * 1024**2)}, "w:gz"))
    assert caught.value.key == "bomb"


def test_it_refuses_a_tar_that_is_cut_short() -> None:
    with pytest.raises(TransferRefused) as caught:
        opened(packed({"one.md": b"1" * 10_000})[:5_000])
    assert caught.value.key == "tar_damaged"


def test_what_stands_inside_a_member_can_be_given() -> None:
    found = opened(packed(PARTS))
    found.give("notes/one.md#1/photo.png", 3, lambda: io.BytesIO(b"png"))
    member = found.find("notes/one.md#1/photo.png")
    assert member is not None
    assert found.read(member) == b"png"
    assert member not in found.members
