"""Names of months, in English at once and in other languages when a date needs them."""

from __future__ import annotations

from functools import lru_cache

ENGLISH = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
SHORT = tuple(name[:3] for name in ENGLISH)
LANGUAGES = (
    *("de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "is", "pl", "cs", "sk", "hu"),
    *("ro", "hr", "sl", "uk", "ru", "bg", "el", "tr", "et", "lv", "lt", "ca", "gl", "eu", "id"),
)


def month_number(word: str) -> int:
    """1 to 12, or 0 when `word` is the number or name of no month in any language known here."""
    if word.isdigit():
        return int(word)
    folded = word.casefold().rstrip(".")
    if folded in ENGLISH:
        return ENGLISH.index(folded) + 1
    if folded in SHORT:
        return SHORT.index(folded) + 1
    return 9 if folded == "sept" else _others().get(folded, 0)


@lru_cache(maxsize=1)
def _others() -> dict[str, int]:
    """Full and short names in the languages that diaries are likely to be in; a word that means
    different months in two of them is left out."""
    from babel import Locale

    names: dict[str, int] = {}
    clashes: set[str] = set()
    for language in LANGUAGES:
        months = Locale(language).months
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[form][width].items():
                    key = str(name).casefold().rstrip(".")
                    if names.setdefault(key, number) != number:
                        clashes.add(key)
    return {key: number for key, number in names.items() if key not in clashes}
