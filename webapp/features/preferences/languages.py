"""The languages a person can say that they write in."""

from __future__ import annotations

from functools import lru_cache

_LIST = (
    "af ar az be bg bn bs ca cs cy da de el en-GB en-US eo es et eu fa fi fo fr fy ga gd gl gu"
    " he hi hr hu hy id is it ja ka kk km ko lb lo lt lv mk ml mn mr ms mt my nb ne nl nn pa pl"
    " pt-BR pt-PT rm ro ru sk sl sq sr sv sw ta te th tl tr uk ur uz vi yi zh-Hans zh-Hant"
)
CODES = tuple(_LIST.split())
"""As HTML's `lang` has them (BCP 47)."""


@lru_cache(maxsize=1)
def choices() -> list[tuple[str, str]]:
    """Pairs of code and the language's name in that language itself, in the order of the names."""
    return sorted(((code, _name(code)) for code in CODES), key=lambda one: one[1].casefold())


def _name(code: str) -> str:
    from babel import Locale

    name = Locale.parse(code, sep="-").get_display_name() or code
    return name[:1].upper() + name[1:]
