"""The photos of entries, in the list and on the page."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask.testing import FlaskClient
from PIL import Image

from webapp.features.entries import service
from webapp.features.media import service as media

JournalOf = Callable[[str], AbstractContextManager[object]]


def photo(number: int) -> str:
    """A small photo in the open journal; how a text names it."""
    held = io.BytesIO()
    Image.new("RGB", (8, 6), (number, 40, 80)).save(held, "PNG")
    held.seek(0)
    return f"![Photo {number}](media:{media.add(held, f'{number}.png').uid})"


@pytest.mark.parametrize(
    ("number", "looks"),
    [(1, ('class="thumb"', 0)), (2, ('class="thumb"', 2)), (4, ('class="strip"', 4))],
)
def test_a_card_has_one_photo_or_a_strip_of_three(
    number: int, looks: tuple[str, int], alice: FlaskClient, journal_of: JournalOf
) -> None:
    with journal_of("alice"):
        photos = "\n\n".join(photo(n) for n in range(number))
        service.create_entry(body=f"Frost\n\n{photos}")
    card = alice.get("/").text.partition('class="entry"')[2].partition("</a>")[0]
    mark, count = looks
    assert mark in card
    assert card.count("<img") == (3 if number > 2 else 1)
    assert (f"{count} photos" in card) == bool(count)


def test_the_page_shows_the_photos_of_the_text(alice: FlaskClient, journal_of: JournalOf) -> None:
    with journal_of("alice"):
        uid = service.create_entry(body=photo(7)).uid
    text = alice.get(f"/entries/{uid}").text
    (address,) = re.findall(r'<img src="(/media/[^"]+)" alt="Photo 7"', text)
    assert alice.get(address).status_code == 200


def test_a_picture_from_elsewhere_is_not_asked_for(
    alice: FlaskClient, journal_of: JournalOf
) -> None:
    with journal_of("alice"):
        uid = service.create_entry(body="![far](https://example.org/a.png)").uid
    assert "example.org" not in alice.get(f"/entries/{uid}").text


def test_a_photo_taken_out_of_the_text_leaves_the_card(
    alice: FlaskClient, journal_of: JournalOf
) -> None:
    with journal_of("alice"):
        entry = service.create_entry(body=f"Frost\n\n{photo(1)}")
        service.save_entry(entry.uid, body="Frost", title=None, base_version=1)
    assert 'class="thumb"' not in alice.get("/").text
