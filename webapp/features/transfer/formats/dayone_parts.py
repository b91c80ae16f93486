"""What the two Day One formats share: titles, places, weather, links in the text."""

from __future__ import annotations

import re

from webapp.features.entries.service import Margin
from webapp.features.transfer import escapes
from webapp.features.transfer.jsons import number_of, text_of
from webapp.features.transfer.shapes import EntryLink

MAX_TITLE = 300
HEADING = re.compile(r"\A\s*# +(\S[^\n]*)(?:\n|\Z)")
ENTRY_LINK = re.compile(
    r"\[([^\]\n]{0,500})\]\((dayone2?://view\?[^)\s]{1,200})\)|(dayone2?://view\?[^)\s>\]]{1,200})"
)
ENTRY_ID = re.compile(r"entryId=([0-9A-Fa-f-]{32,36})")
INVISIBLE = str.maketrans("", "", "\u200b\ufeff")


def split(text: str) -> tuple[str | None, str]:
    """The title (a first line that is a heading) and the body, without needless backslashes."""
    text = escapes.lighten(text.translate(INVISIBLE).replace("\r\n", "\n").replace("\r", "\n"))
    found = HEADING.match(text)
    if found is None or len(found[1]) > MAX_TITLE:
        return None, text.strip("\n")
    title = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", found[1].rstrip("# ")).strip()
    return title or None, text[found.end() :].strip("\n")


def links(body: str) -> tuple[EntryLink, ...]:
    """The links to other entries."""
    found: dict[str, EntryLink] = {}
    for match in ENTRY_LINK.finditer(body):
        target = ENTRY_ID.search(match[2] or match[3])
        if target is not None:
            whole, words = match[0], match[1] or ""
            found[whole] = EntryLink(whole, entry_id(target[1]), words)
    # the longest first: an address may begin another
    return tuple(sorted(found.values(), key=lambda link: -len(link.text)))


def entry_id(text: str) -> str:
    """An id as Day One's own links and records both have it."""
    return text.replace("-", "").upper()


def place_of(location: dict[str, object], names: tuple[str, ...]) -> str:
    """A place in words, from the nearest to the farthest, each once."""
    words = (text_of(location.get(name)).strip() for name in names)
    return ", ".join(dict.fromkeys(word for word in words if word))


def margin_of(
    location: dict[str, object], place: str, weather: str, *, is_pinned: bool = False
) -> Margin:
    """The margin; coordinates that are none are left out."""
    latitude = number_of(location.get("latitude", location.get("Latitude")))
    longitude = number_of(location.get("longitude", location.get("Longitude")))
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        latitude = longitude = None
    return Margin(
        pinned=is_pinned, place=place, latitude=latitude, longitude=longitude, weather=weather
    )


def weather_of(words: object, celsius: object) -> str:
    """Weather in words: "Mostly Cloudy, 12 °C"."""
    degrees = number_of(celsius)
    parts = [text_of(words).strip(), "" if degrees is None else f"{round(degrees)} °C"]
    return ", ".join(part for part in parts if part)
