"""A table with one entry a row: CSV or TSV with a column for the date and one for the text.

Columns are known by their names in several languages; where they are not, the column whose cells
are dates and the one with the most words are taken. A cell is text and never a formula.
https://www.rfc-editor.org/rfc/rfc4180
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from webapp.features.entries.service import Margin
from webapp.features.transfer import dates
from webapp.features.transfer.decoding import NotText
from webapp.features.transfer.formats.fields import YES, tags_of
from webapp.features.transfer.reading import decoder_for
from webapp.features.transfer.shapes import Problem, ReadOptions, SourceEntry, WhenParts
from webapp.features.transfer.source import MemberUnreadable, Source
from webapp.features.transfer.texts import refused

NAME = "csv"
SUFFIXES = {".csv", ".tsv"}
DELIMITERS = ",;\t|"
LOOKED_AT = 50  # rows by which columns are told
LARGEST_CELL = 4 * 1024 * 1024
NAMES = {
    "date": "date datum fecha data day tag dia día jour giorno dato dátum 日期 日付 날짜 дата תאריך"
    " created creationdate datetime timestamp",
    "time": "time zeit uhrzeit hora heure ora tid 时间 時間 시간 время",
    "text": "text entry body content note notes eintrag inhalt texto contenido texte contenu testo"
    " entrada journal 内容 正文 本文 내용 текст запись",
    "title": "title titel titre título titulo titolo heading subject betreff 标题 タイトル 제목"
    " заголовок",
    "tags": "tags tag_list labels keywords schlagwörter etiquetas étiquettes 标签 タグ 태그 теги",
    "mood": "mood stimmung humor ánimo humeur umore rating 心情 気分",
    "place": "place location ort lugar lieu luogo 地点 場所 место",
    "starred": "starred favorite favourite star favorit favorito",
    "id": "id uuid uid entry_id",
}
KNOWN = {word: field for field, words in NAMES.items() for word in words.split()}


@dataclass(frozen=True)
class _Columns:
    """Which column is what; `rest` have no home here."""

    by_field: dict[str, int]
    names: list[str]

    def cell(self, row: Sequence[str], field: str) -> str:
        at = self.by_field.get(field, -1)
        return row[at].strip() if 0 <= at < len(row) else ""

    def rest(self, row: Sequence[str]) -> dict[str, object]:
        taken = set(self.by_field.values())
        return {
            name or f"column {at + 1}": row[at]
            for at, name in enumerate(self.names)
            if at not in taken and at < len(row) and row[at].strip()
        }


def sniff(source: Source) -> float:
    """How surely the source is a table of entries, 0 to 1."""
    if source.kind != "file" or source.members[0].suffix not in SUFFIXES:
        return 0.0
    text = source.head(source.members[0], 64 * 1024).decode("utf-8", "replace")
    return 0.9 if _columns(list(_rows(text))[: LOOKED_AT + 1]) is not None else 0.0


def read(source: Source, options: ReadOptions) -> Iterator[SourceEntry | Problem]:
    """The rows, in their order.

    Raises:
        AskEncoding: it is not clear how the text is encoded.
        TransferRefused: it is not text, or no column is a date.
    """
    yield from source.problems
    member = source.members[0]
    try:
        text = decoder_for(source, options, [member]).text(source.read(member))
    except NotText as error:
        raise refused("not_text") from error
    except MemberUnreadable as error:
        raise refused("not_text", curious=error.key) from error
    rows = list(_rows(text))
    columns = _columns(rows)
    if columns is None:
        raise refused("table_without_dates")
    day_first, is_sure = options.day_first, True
    if day_first is None:
        day_first, is_sure = dates.order_of(columns.cell(row, "date") for row in rows[1:])
    if not is_sure:
        first = columns.cell(rows[1], "date")
        yield Problem(member.name, "day_or_month", {"date": first}, 2, is_left_out=False)
    for number, row in enumerate(rows[1:], 2):
        if any(cell.strip() for cell in row):
            yield _entry(row, columns, member.name, number, day_first=day_first)


def _rows(text: str) -> Iterator[list[str]]:
    first = text.lstrip("\ufeff").partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    csv.field_size_limit(LARGEST_CELL)
    try:
        yield from csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise refused("table_damaged", curious=type(error).__name__) from error


def _columns(rows: list[list[str]]) -> _Columns | None:
    """Which column is what; None when none is a date or none is text."""
    if len(rows) < 2:
        return None
    names = [name.strip() for name in rows[0]]
    by_field: dict[str, int] = {}
    for at, name in enumerate(names):
        field = KNOWN.get(name.casefold().replace(" ", ""))
        if field and field not in by_field:
            by_field[field] = at
    sample = rows[1 : LOOKED_AT + 1]
    free = [at for at in range(len(names)) if at not in by_field.values()]
    if "date" not in by_field:
        dated = [at for at in free if all(_is_date(row[at]) for row in sample if at < len(row))]
        if not dated:
            return None
        by_field["date"] = dated[0]
        free.remove(dated[0])
    if "text" not in by_field and free:
        by_field["text"] = max(
            free, key=lambda at: sum(len(row[at]) for row in sample if at < len(row))
        )
    return _Columns(by_field, names) if {"text", "title"} & by_field.keys() else None


def _is_date(text: str) -> bool:
    try:
        return dates.parse(text.strip(), day_first=None) is not None
    except dates.ImpossibleDate:
        return True


def _entry(
    row: list[str], columns: _Columns, name: str, number: int, *, day_first: bool | None
) -> SourceEntry | Problem:
    shown = columns.cell(row, "date")
    try:
        read_date = dates.parse(shown, day_first=day_first)
    except dates.ImpossibleDate:
        return Problem(name, "date_impossible", {"date": shown[:40]}, number)
    if read_date is None:
        return Problem(name, "no_date", line=number)
    when = read_date.when
    clock = dates.parse_time(columns.cell(row, "time")) if when.time is None else None
    if clock is not None:
        when = WhenParts(when.day, clock, when.zone, when.offset)
    title, body = columns.cell(row, "title"), columns.cell(row, "text")
    if not title and not body:
        return Problem(name, "empty", line=number)
    mood = columns.cell(row, "mood")
    is_mood = mood in {"1", "2", "3", "4", "5"}
    extra = columns.rest(row) | ({"mood": mood} if mood and not is_mood else {})
    return SourceEntry(
        body=body.replace("\r\n", "\n"),
        when=when,
        title=title or None,
        source_id=columns.cell(row, "id"),
        tags=tuple(tags_of(columns.cell(row, "tags").replace(";", ",")) or ()),
        starred=columns.cell(row, "starred").casefold() in YES,
        extra=extra,
        member=name,
        line=number,
        margin=Margin(mood=int(mood) if is_mood else None, place=columns.cell(row, "place")),
    )
