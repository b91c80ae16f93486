"""Tags: read from #words in the text and from the tag field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from webapp.core.database import journal_db
from webapp.features.entries.models import Tag
from webapp.features.entries.names import JOINERS, fold, unique

# an anchor in an address is no tag, nor is a sign that is doubled or escaped
_SIGN = re.compile(r"(?<![\w&/#\\.\-])#(?=[^\W_])")
_CODE = re.compile(r"```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`[^`\n]*`", re.DOTALL)
_ADDRESS = re.compile(r"\]\([^)\n]*\)|<[^>\s]*>|https?://\S+")


def tags_in_text(text: str) -> list[str]:
    """The #words of a text, without their sign, each once, in order."""
    if "#" not in text:
        return []
    shown = _without_code(text)
    found = dict.fromkeys(_word_at(shown, match.end()) for match in _SIGN.finditer(shown))
    # a number alone (#1) is no tag
    return unique(tag for tag in found if not tag.isdigit())


def replaced_in_text(text: str, name: str, target: str) -> str:
    """The text with another #word in place of one; every other sign stays.

    Args:
        text: Markdown; code and addresses in it are left alone.
        name: the tag that goes, in any case.
        target: the tag that comes; "" leaves the word without its #.
    """
    if "#" not in text:
        return text
    shown, wanted, pieces, done = _without_code(text), fold(name), [], 0
    for match in _SIGN.finditer(shown):
        word = _word_at(shown, match.end())
        if fold(word) != wanted or word.isdigit():
            continue
        end = match.end() + len(word)
        pieces += [text[done : match.start()], f"#{target}" if target else text[match.end() : end]]
        done = end
    return "".join([*pieces, text[done:]])


def can_stand_in_text(name: str) -> bool:
    """Whether a tag can be written as one #word."""
    return tags_in_text(f"#{name}") == [name]


def _without_code(text: str) -> str:
    """The text with spaces in place of code and addresses, each sign at its place."""
    if "`" in text or "~~~" in text:
        text = _CODE.sub(_blank, text)
    if "](" in text or "://" in text or "<" in text:
        text = _ADDRESS.sub(_blank, text)
    return text


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _word_at(text: str, start: int) -> str:
    end = start
    while end < len(text) and _belongs(text[end]):
        end += 1
    return text[start:end].rstrip("-/" + JOINERS)


def _belongs(sign: str) -> bool:
    # a vowel sign or an accent of its own is no letter to Python, but part of the word
    return sign.isalnum() or sign in "_-/" + JOINERS or unicodedata.category(sign)[0] == "M"


class TagIds:
    """Tag names to row ids, made where they are missing; remembers what it has seen."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}

    def id(self, name: str) -> int:
        """The id of the tag of that (tidied) name."""
        folded = fold(name)
        known = self._ids.get(folded)
        if known is None:
            known = self._ids[folded] = _find_or_make(name, folded)
        return known


def _find_or_make(name: str, folded: str) -> int:
    row = journal_db.execute_sql("SELECT id FROM tag WHERE folded = ?", (folded,)).fetchone()
    if row is None:
        row = journal_db.execute_sql(
            "INSERT INTO tag (name, folded) VALUES (?, ?) RETURNING id", (name, folded)
        ).fetchone()
    found: int = row[0]
    return found


def wanted_tags(text: str, field: Iterable[str]) -> dict[str, bool]:
    """The tags an entry shall have: name to whether it stands in the text."""
    in_text = tags_in_text(text)
    wanted = dict.fromkeys(in_text, True)
    folded = {fold(name) for name in in_text}
    for name in unique(field):
        if fold(name) not in folded:
            wanted[name] = False
    return wanted


def put_tags(entry_id: int, wanted: dict[str, bool], ids: TagIds) -> None:
    """Give an entry exactly these tags; rows that are right already are left alone."""
    goal = {ids.id(name): int(in_text) for name, in_text in wanted.items()}
    rows = journal_db.execute_sql(
        "SELECT tag_id, in_text FROM entry_tag WHERE entry_id = ?", (entry_id,)
    ).fetchall()
    now = dict(rows)
    for tag_id in now.keys() - goal.keys():
        journal_db.execute_sql(
            "DELETE FROM entry_tag WHERE entry_id = ? AND tag_id = ?", (entry_id, tag_id)
        )
    for tag_id, in_text in goal.items():
        if tag_id not in now:
            journal_db.execute_sql(
                "INSERT INTO entry_tag VALUES (?, ?, ?)", (entry_id, tag_id, in_text)
            )
        elif now[tag_id] != in_text:
            journal_db.execute_sql(
                "UPDATE entry_tag SET in_text = ? WHERE entry_id = ? AND tag_id = ?",
                (in_text, entry_id, tag_id),
            )


def field_tags(entry_id: int) -> list[str]:
    """The tags that were given in the tag field, not in the text."""
    rows = journal_db.execute_sql(
        "SELECT name FROM tag JOIN entry_tag ON tag_id = tag.id"
        " WHERE entry_id = ? AND in_text = 0 ORDER BY folded",
        (entry_id,),
    )
    return [name for (name,) in rows]


def most_used(limit: int = 12) -> list[Tag]:
    """The tags with the most entries, the most used first."""
    return list(Tag.select().where(Tag.uses > 0).order_by(Tag.uses.desc()).limit(limit))


def all_tags() -> list[Tag]:
    """Every tag that an entry carries, by name."""
    return list(Tag.select().where(Tag.uses > 0).order_by(Tag.folded))
