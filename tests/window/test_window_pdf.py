"""A PDF of an entry, saved from the real window by real keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import canary, papers
from tests.support.windows import WindowProgram, wait_for

pytestmark = [pytest.mark.window, pytest.mark.real_kdf, pytest.mark.timeout(240)]
OpenWindow = Callable[..., WindowProgram]
SENTENCE = "Zwiebelturm stands in the garden"


def test_an_entry_is_saved_as_a_pdf_and_left_nowhere_else(
    open_window: OpenWindow, with_alice: Path, tmp_path: Path
) -> None:
    window = open_window(with_alice)
    window.unlock()
    window.begin_entry()
    window.screen.type(SENTENCE)
    window.wait_until_saved()
    place = tmp_path / "chosen" / "entry.pdf"
    place.parent.mkdir()
    window.save_pdf(place)
    wait_for(place.exists, "the PDF")
    assert SENTENCE in papers.read(place.read_bytes()).text
    assert canary.found_in([window.place / "data", window.place / "home"], ["Zwiebelturm"]) == []
