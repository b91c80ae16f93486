"""Spans as addresses and pages say them. An address holds numbers, days and tokens, never words.

What a span has of words, and what was selected, stays in the session; the address has a token.
"""

from __future__ import annotations

import secrets
from calendar import monthrange
from collections import OrderedDict
from collections.abc import Mapping, MutableMapping
from dataclasses import replace
from datetime import date

from flask_babel import gettext as _

from webapp.core.errors import Refusal
from webapp.core.texts import day_in_words, month_name
from webapp.features.entries.journals import read_journal
from webapp.features.entries.models import Tag
from webapp.features.entries.positions import LAST
from webapp.features.entries.refusals import no_such_entry
from webapp.features.entries.spans import Span, ids_named

KEY = "entry_spans"
KEEP = 20


def keep(kept: MutableMapping[str, object], span: Span) -> str:
    """Keep a span for the session; the token it is found by. The oldest are forgotten first."""
    spans = kept.setdefault(KEY, OrderedDict())
    assert isinstance(spans, OrderedDict)
    token = secrets.token_hex(8)
    spans[token] = span
    while len(spans) > KEEP:
        spans.popitem(last=False)
    return token


def read_span(sent: Mapping[str, str], kept: Mapping[str, object]) -> Span:
    """The span that an address means: {kept}, or any of {tag, starred, journal, from, to}.

    Raises:
        Refusal: what was kept has been let go, there is no such tag or journal, or no such day.
    """
    token = sent.get("kept")
    if token:
        spans = kept.get(KEY)
        span = spans.get(token) if isinstance(spans, OrderedDict) else None
        if not isinstance(span, Span):
            raise _let_go()
        return span
    tag, journal = _number(sent.get("tag")), _number(sent.get("journal"))
    if tag is not None:
        _tag(tag)
    if journal is not None:
        read_journal(journal)
    return Span(
        tag_id=tag,
        starred=sent.get("starred") == "1",
        journal_id=journal,
        first=_day(sent.get("from")),
        last=_day(sent.get("to")),
    )


def read_chosen(sent: Mapping[str, str], kept: Mapping[str, object]) -> Span:
    """The entries that a page has selected: {uids}, or {all} of its list but {but}.

    Ids are parted by spaces; those of nobody, or of somebody else, are passed over.

    Raises:
        Refusal: see `read_span`.
    """
    if sent.get("all") == "1":
        return replace(read_span(sent, kept), but=ids_named(sent.get("but", "").split()))
    return Span(ids=ids_named(sent.get("uids", "").split()))


def address_of(span: Span, token: str = "") -> dict[str, str | int]:
    """The span as an address says it; `token` where it is kept."""
    if token:
        return {"kept": token}
    said: dict[str, str | int | None] = {
        "tag": span.tag_id,
        "starred": 1 if span.starred else None,
        "journal": span.journal_id,
        "from": span.first.isoformat() if span.first else None,
        "to": span.last.isoformat() if span.last else None,
    }
    return {name: value for name, value in said.items() if value is not None}


def title_of(span: Span) -> str:
    """What a span is called on the page; holds the person's own words."""
    parts = []
    if span.tag_id is not None:
        parts.append(f"#{_tag(span.tag_id).name}")
    if span.journal_id is not None:
        parts.append(read_journal(span.journal_id).name)
    if span.starred:
        parts.append(str(_("Starred")))
    if span.words:
        parts.append(str(_("“%(words)s”", words=span.words)))
    if span.ids is not None:
        parts.append(str(_("Selected entries")))
    parts += _days(span)
    return ", ".join(parts) or str(_("Timeline"))


def _days(span: Span) -> list[str]:
    first, last = span.first, span.last
    if first and last:
        if _is_month(first, last):
            return [str(month_name(first))]
        if first == last:
            return [str(day_in_words(first))]
        return [str(_("%(first)s to %(last)s", first=day_in_words(first), last=day_in_words(last)))]
    if first:
        return [str(_("from %(first)s", first=day_in_words(first)))]
    return [str(_("until %(last)s", last=day_in_words(last)))] if last else []


def _is_month(first: date, last: date) -> bool:
    days = monthrange(first.year, first.month)[1]
    return first.day == 1 and last == first.replace(day=days)


def _number(text: str | None) -> int | None:
    if not text:
        return None
    return min(int(text), LAST) if text.isdecimal() and text.isascii() else 0


def _tag(tag_id: int) -> Tag:
    tag: Tag | None = Tag.get_or_none(Tag.id == tag_id)
    if tag is None:
        raise no_such_entry()
    return tag


def _day(text: str | None) -> date | None:
    from webapp.features.entries import forms  # which knows the service, which knows this

    return forms.read_day(text) if text else None


def _let_go() -> Refusal:
    return Refusal(
        _("What was selected or searched for is not kept any more."),
        _("The entries themselves are in the timeline, unchanged."),
        _("Select or search again."),
        status=404,
    )
