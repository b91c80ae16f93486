"""The day that a file's name or path tells."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, time

from webapp.features.transfer.dates import ImpossibleDate
from webapp.features.transfer.months import month_number
from webapp.features.transfer.shapes import WhenParts
from webapp.features.transfer.source import MemberUnreadable, Source

YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})(?P<gap>[-_.\u2013 ]?)(?P<month>\d{2})(?P=gap)(?P<day>\d{2})(?!\d)"
)
YEAR_WORD = re.compile(r"(?P<year>\d{4})-(?P<month>[A-Za-z]{3,9})-(?P<day>\d{1,2})(?!\d)")
YEAR_LAST = re.compile(r"(?P<day>\d{2})(?P<gap>[-_.])(?P<month>\d{2})(?P=gap)(?P<year>\d{4})(?!\d)")
INSIDE = re.compile(
    r"(?<!\d)(?P<year>\d{4})(?P<gap>[-_.])(?P<month>\d{2})(?P=gap)(?P<day>\d{2})(?!\d)"
)
PATH = re.compile(
    r"(?:^|/)(?P<year>\d{4})/(?P<month>\d{1,2})/(?P<day>\d{1,2})(?P<rest>(?!\d)[^/]*)$"
)
CLOCK = re.compile(
    r"(?:[-_T. ]+|(?i:\s+at\s+))(?P<hour>[01]\d|2[0-3])(?P<colon>[-:._h]?)(?P<minute>[0-5]\d)"
    r"(?:(?P=colon)(?P<second>[0-5]\d))?(?=$|[ _-])"
)
GAPS = " \t-_.–—,"

# The tokens of Moment's format that can stand in the name of a daily note.
TOKENS = {
    "YYYY": r"(?P<year>\d{4})",
    "MMMM": r"(?P<month>[^\W\d_]+)",
    "MMM": r"(?P<month>[^\W\d_]+)\.?",
    "MM": r"(?P<month>\d{2})",
    "M": r"(?P<month>\d{1,2})",
    "DD": r"(?P<day>\d{2})",
    "Do": r"(?P<day>\d{1,2})[a-z.º]*",
    "D": r"(?P<day>\d{1,2})",
    "dddd": r"[^\W\d_]+",
    "ddd": r"[^\W\d_]+\.?",
    "dd": r"[^\W\d_]+",
    "HH": r"(?P<hour>\d{2})",
    "mm": r"(?P<minute>\d{2})",
    "ww": r"\d{2}",
    "WW": r"\d{2}",
    "w": r"\d{1,2}",
    "W": r"\d{1,2}",
    "gggg": r"\d{4}",
    "GGGG": r"\d{4}",
    "Q": r"\d",
}
TOKEN = re.compile(r"\[([^\]]*)\]|" + "|".join(sorted(TOKENS, key=len, reverse=True)) + "|.")


@dataclass(frozen=True, slots=True)
class NameDate:
    """The day in a name, and what of the name is left over for a title."""

    when: WhenParts
    title: str
    is_doubtful: bool = False


@dataclass(frozen=True)
class Vault:
    """What an Obsidian vault says of itself: where its templates are, how daily notes are named."""

    templates: tuple[str, ...] = ()
    daily: tuple[re.Pattern[str], ...] = ()

    def is_template(self, name: str) -> bool:
        """Whether that member is a template and no content."""
        if name.startswith(self.templates) and self.templates:
            return True
        return "/templates/" in f"/{name.casefold()}"


def vault_of(source: Source) -> Vault:
    """The settings of the vaults inside a source; empty for any other folder."""
    templates: list[str] = []
    daily: list[re.Pattern[str]] = []
    for member in source.members:
        root, mark, setting = member.name.partition(".obsidian/")
        if not mark or setting not in {"daily-notes.json", "templates.json"}:
            continue
        try:
            values = json.loads(source.read(member, 64 * 1024))
        except (MemberUnreadable, ValueError, RecursionError):
            continue
        if not isinstance(values, dict):
            continue
        folder, template = str(values.get("folder") or ""), str(values.get("template") or "")
        if setting == "templates.json" and folder.strip("/"):
            templates.append(f"{root}{folder.strip('/')}/")
        if template.strip("/"):
            templates.append(f"{root}{template.strip('/').removesuffix('.md')}.md")
        pattern = _moment(str(values.get("format") or ""))
        if pattern is not None:
            daily.append(pattern)
    return Vault(tuple(templates), tuple(daily))


def _moment(form: str) -> re.Pattern[str] | None:
    if not 4 <= len(form) <= 60:
        return None
    parts, seen = [], set()
    for found in TOKEN.finditer(form):
        if found[1] is not None:
            parts.append(re.escape(found[1]))
            continue
        part = TOKENS.get(found[0], re.escape(found[0]))
        name = re.search(r"\?P<(\w+)>", part)
        if name and name[1] in seen:  # a folder may repeat the year
            part = part.replace(f"?P<{name[1]}>", "?:")
        elif name:
            seen.add(name[1])
        parts.append(part)
    if not {"year", "month", "day"} <= seen:
        return None
    return re.compile(rf"(?:^|/){''.join(parts)}$")


def date_in_name(name: str, vault: Vault, *, day_first: bool | None = None) -> NameDate | None:
    """The day in a member's name; None when there is none.

    Args:
        name: with its folders and its suffix.
        vault: how daily notes are named there.
        day_first: settles 03-04-2020.

    Raises:
        ImpossibleDate: the name is a date and nothing else, and there is no such day.
    """
    base = name.rpartition("/")[2]
    stem = base[: base.rindex(".")] if "." in base[1:] else base
    if not any(sign.isdigit() for sign in name):
        return None
    whole = name[: len(name) - (len(base) - len(stem))]
    for pattern in vault.daily:
        found = pattern.search(whole)
        if found:
            return NameDate(_parts(found, found.groupdict()), "")
    return _in_stem(stem, day_first) or _in_path(whole)


def _in_stem(stem: str, day_first: bool | None) -> NameDate | None:
    if stem[:1].isdigit():
        for pattern in (YEAR_FIRST, YEAR_WORD):
            found = pattern.match(stem)
            if found:
                return _with_rest(found, stem)
        found = YEAR_LAST.match(stem)
        if found:
            return _year_last(found, stem, day_first)
    found = INSIDE.search(stem)
    if found:
        try:
            return NameDate(_parts(found, found.groupdict()), stem)
        except ImpossibleDate:
            return None
    return None


def _in_path(whole: str) -> NameDate | None:
    found = PATH.search(whole)
    if not found:
        return None
    return NameDate(_parts(found, found.groupdict()), found["rest"].strip(GAPS))


def _with_rest(found: re.Match[str], stem: str) -> NameDate | None:
    """A date at the beginning of a name, a time after it, a title after that."""
    values: dict[str, str | None] = found.groupdict()
    rest = stem[found.end() :]
    clock = CLOCK.match(rest)
    if clock:
        values |= clock.groupdict()
        rest = rest[clock.end() :]
    try:
        return NameDate(_parts(found, values), _as_title(rest))
    except ImpossibleDate:
        # "1234-56-78 valve" is a number of something; "2023-02-30" is meant as a day
        if rest.strip(GAPS) or not found.groupdict().get("gap", "-"):
            return None
        raise


def _year_last(found: re.Match[str], stem: str, day_first: bool | None) -> NameDate | None:
    values = found.groupdict()
    one, two = int(values["day"]), int(values["month"])
    is_either = one <= 12 and two <= 12
    if two > 12 or (is_either and day_first is False):
        values["day"], values["month"] = values["month"], values["day"]
    rest = stem[found.end() :]
    try:
        when = _parts(found, values)
    except ImpossibleDate:
        if rest.strip(GAPS):
            return None
        raise
    return NameDate(when, _as_title(rest), is_either and one != two and day_first is None)


def _as_title(rest: str) -> str:
    """What is left of a name: "-my-first-post" is a title that was made fit for an address."""
    title = rest.strip(GAPS)
    if rest[:1] in {"-", "_"} and " " not in title:
        title = title.replace(rest[0], " ").strip()
    return title


def _parts(found: re.Match[str], values: dict[str, str | None]) -> WhenParts:
    month = month_number(values["month"] or "")
    try:
        day = date(int(values["year"] or 0), month, int(values["day"] or 0))
        if values.get("hour") is None:
            return WhenParts(day)
        clock = time(
            int(values["hour"] or 0), int(values["minute"] or 0), int(values.get("second") or 0)
        )
    except ValueError as error:
        raise ImpossibleDate from error
    return WhenParts(day, clock)
