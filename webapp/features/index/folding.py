"""Folding: the one form of a text in which the index and the questions put to it are compared.

What is made equal: case (ß = ss), accents of Latin and Greek letters, ё and е, Hebrew points and
accents, Arabic short vowels, tatweel, the forms of alef, ى and ي, ة and ه (and the Persian letters
ی and ک), digits of every script, full-width and half-width forms, ligatures.
What stays different: й and и and the other letters of the Cyrillic alphabets, kana with and without
dakuten, hiragana and katakana, Hangul syllables, vowel signs of Thai and of the Indic scripts.
Scripts written without spaces between words (and Hangul, for its particles) come out with every
character as a token of its own, so that a run of them is a phrase. Signs and spaces between two
such characters become the token BREAK: there, 书、店 is not the word 书店.

A folded text is made of tokens (runs of WORD_SIGN) with anything between them. All of ASCII that
is no letter or digit stays where it is and separates; whatever else separates becomes a space.
The tokenizer in the database is told to keep whatever is kept here, so this module alone decides.

Unicode data: the standard library's unicodedata (general categories, NFC, NFKC, NFKD).
"""

import re
import unicodedata
from bisect import bisect_right
from functools import cache
from itertools import accumulate, pairwise

SEPARATOR = r"[\x00-\x2f:-`{-\x7f]"  # ASCII but digits and small letters: there are no others
WORD_SIGN = r"[^\x00-\x2f:-`{-\x7f]"
# Two words of our own. Folding drops both from any text: they are no characters to Unicode.
BREAK = "\ufdd0"
EVERY = "\ufdd1"  # of every entry, so that "all but these" can be asked
# Stands on both sides of a character that is a token of its own: no sign of the text.
JOINT = "\x1f"
_TOKENS = re.compile(f"{WORD_SIGN}+")

# Letters that Unicode does not take apart, or takes apart where a reader would not.
_LETTERS = {
    **dict(zip("łøđħŧı", "lodhti", strict=True)),
    "æ": "ae",
    "œ": "oe",
    "ð": "d",
    "þ": "th",
    **dict.fromkeys("ёѐ", "е"),
    "ѝ": "и",
    **dict.fromkeys("\u0623\u0625\u0622\u0671", "\u0627"),  # alef with hamza, madda, wasla
    **dict.fromkeys("\u0649\u06cc", "\u064a"),  # alef maksura and the Persian yeh: yeh
    **dict.fromkeys("\u0629\u06c0\u06c1\u06c2\u06c3\u06d5", "\u0647"),  # teh marbuta...: heh
    "\u06a9": "\u0643",  # the Persian kaf
}
# Cyrillic letters with a mark (й, ї, ў, ѓ) are letters of their own alphabets: not taken apart.
_TAKEN_APART = re.compile("[\u00aa-\u024f\u0250-\u02ff\u0370-\u03ff\u1d00-\u1dbf\u1e00-\u1fff]")
# Compatibility jamo (ㅋㅋ) and Thai and Lao sara am would be torn into parts nobody types.
_LEFT_WHOLE = re.compile("[\u0e00-\u0eff\u3131-\u318e]")
_HALF_WIDTH_JAMO = re.compile("[\uffa0-\uffdc]")
_RADICALS = re.compile("[\u2e80-\u2fdf]")

_DROPPED_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # L G C, Hebrew
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"  # Arabic
    "\u0711\u0730-\u074a\u0898-\u089f\u08ca-\u08e1\u08e3-\u08ff\u0640"  # Syriac, Arabic, tatweel
    "\u17b4\u17b5\u180b-\u180d\u180f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u302a-\u302f"
    "\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f\U000e0100-\U000e01ef]"
)
# Signs that stand between words although Unicode calls them invisible: zero-width space, the
# Mongolian vowel separator and the Arabic signs that enclose a number.
_PARTING_SIGNS = frozenset("\u200b\u180e\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u08e2")


@cache  # not needed at the start, and long to compile
def _alone() -> re.Pattern[str]:
    return re.compile(
        "[\u0e00-\u0eff\u1000-\u109f\uaa60-\uaa7f"
        "\ua9e0-\ua9ff\u1780-\u17ff\u19e0-\u19ff"  # Thai, Lao, Burmese, Khmer
        "\u1100-\u11ff\ua960-\ua97f\uac00-\ud7ff\u3131-\u318e\uffa0-\uffdc"  # Hangul
        "\u3041-\u3096\u3099\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"  # kana
        "\U0001aff0-\U0001b16f"
        "\u3105-\u312f\u31a0-\u31bf\ua000-\ua4cf\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3038-\u303c"
        "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00016fe0-\U00018d8f\U0001b170-\U0001b2ff"
        "\U00020000-\U0003ffff]"  # Bopomofo, Yi, Han, Tangut and the like
    )


_FIRST_EMOJI = 0x2300  # below it, "other symbols" are signs such as © ° ™, which only separate


def _fold_part(char: str) -> str:
    """The folded form of one character that is already in its plainest form."""
    if char in _LETTERS:
        return _LETTERS[char]
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category[0] in "LM" or category in ("Nl", "Co"):
        return f"{JOINT}{char}{JOINT}" if _alone().match(char) else char
    if category == "No" or (category == "So" and ord(char) >= _FIRST_EMOJI):
        # circled letters have case although they are no letters
        return f"{JOINT}{char.lower()}{JOINT}"
    return JOINT if char == "\u200b" else " "


def _plain_form(char: str) -> str:
    """The character without compatibility forms, case, or the accents that are not letters."""
    category = unicodedata.category(char)
    if _HALF_WIDTH_JAMO.match(char):
        return chr(int(unicodedata.decomposition(char).removeprefix("<narrow> ") or "20", 16))
    if _LEFT_WHOLE.match(char):
        return char
    if category == "No":
        digits = unicodedata.normalize("NFKC", char)
        return f"{JOINT}{digits}{JOINT}" if digits.isdecimal() else char
    if category[0] not in "LMN" and not _RADICALS.match(char):
        return char
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", char).casefold())
    return "".join(
        unicodedata.normalize("NFKD", part) if _TAKEN_APART.match(part) else part for part in plain
    )


def _fold_char(char: str) -> str:
    if char < "\x80":
        return char.lower()
    if _dropped(char):
        return ""
    plain = _plain_form(char)
    return "".join(
        part if part in (" ", JOINT) else _fold_part(part) for part in plain if not _dropped(part)
    )


def _dropped(char: str) -> bool:
    if _DROPPED_MARKS.match(char):
        return True
    category = unicodedata.category(char)
    return category == "Me" or (category == "Cf" and char not in _PARTING_SIGNS)


class _Folded(dict[int, str]):
    """Code point to folded form, worked out when a character is first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_char(chr(code))
        return folded


class _Pieces(dict[str, str]):
    """The same by the characters themselves: quicker where each is looked up alone."""

    def __missing__(self, char: str) -> str:
        piece = self[char] = _FOLDED[ord(char)]
        return piece


_FOLDED = _Folded()
_PIECES = _Pieces()

# Often all that is not ASCII in a Western text, and quicker replaced one by one.
_PRINTERS_SIGNS = tuple(
    (sign, _FOLDED[ord(sign)]) for sign in "\u2019\u2018\u201c\u201d\u2013\u2014\u2026\u00a0"
)
_NOT_ASCII = re.compile("[^\x00-\x7f]+")
# Between two characters that stand alone: anything but the joints.
_APART = re.compile(f"{JOINT}(?!{JOINT}){SEPARATOR}+{JOINT}")
_BREAK = f"{JOINT}{BREAK}{JOINT}"
_HALF_WIDTH_VOICED = re.compile("[\uff66-\uff9d][\uff9e\uff9f]")
# Up to this share of bytes above ASCII it is quicker to visit only the other characters.
_MOSTLY_ASCII = 1.06


def fold(text: str) -> str:
    """The text as the index knows it, the same for every normal form of the same text."""
    if text.isascii():
        return text.lower()
    text = _composed(text)
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > _MOSTLY_ASCII * len(text):
        text = text.translate(_FOLDED)
    else:
        text = text.lower()
        for sign, folded in _PRINTERS_SIGNS:
            text = text.replace(sign, folded)
        if not text.isascii():
            text = _NOT_ASCII.sub(lambda run: run[0].translate(_FOLDED), text)
    return _APART.sub(_BREAK, text) if JOINT in text else text


def tokens(folded: str) -> list[str]:
    """The tokens of a folded text, in order."""
    return _TOKENS.findall(folded)


def pattern(words: tuple[str, ...], *, prefix: bool) -> str:
    """A regular expression for these tokens in a row, in a folded text.

    Args:
        words: folded tokens, at least one.
        prefix: the last of them is the beginning of a word; the whole word is matched.
    """
    first = re.escape(words[0])
    expression = f"{first}(?<!{WORD_SIGN}{first})"  # begins with letters: quick to look for
    for last, word in pairwise(words):
        if BREAK in (last, word):
            expression += "" if last == BREAK else f"(?:{_APART.pattern}|{_BREAK})"
        elif JOINT in fold(last) and JOINT in fold(word):
            expression += f"{JOINT}+"
        else:
            expression += f"{SEPARATOR}+"
        expression += "" if word == BREAK else re.escape(word)
    return expression + (f"{WORD_SIGN}*" if prefix else f"(?!{WORD_SIGN})")


class FoldedText:
    """A folded text that remembers where in the original each of its characters stood.

    Attributes:
        text: what `fold` gives for the same original, with the signs themselves for a BREAK.
    """

    __slots__ = ("_ends", "_starts", "text")

    def __init__(self, original: str) -> None:
        self._ends: list[int] | None = None
        self._starts: list[int] | None = None
        if original.isascii():
            self.text = original.lower()
            return
        if _composed(original) == original:
            pieces = list(map(_PIECES.__getitem__, original))
        else:
            units = _units(original)
            self._starts = list(accumulate(map(len, units), initial=0))
            pieces = [fold(unit) for unit in units]
        self.text = "".join(pieces)
        self._ends = list(accumulate(map(len, pieces)))

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Where the folded characters from `start` to before `end` stand in the original.

        Marks that folding dropped belong to the letter before them.
        """
        if self._ends is None:
            return start, end
        first = bisect_right(self._ends, start)
        after = bisect_right(self._ends, end - 1) + 1
        while after < len(self._ends) and self._ends[after] == self._ends[after - 1]:
            after += 1
        if self._starts is None:
            return first, after
        return self._starts[first], self._starts[after]


def _composed(text: str) -> str:
    if "\uff9e" in text or "\uff9f" in text:
        text = _HALF_WIDTH_VOICED.sub(lambda pair: unicodedata.normalize("NFKC", pair[0]), text)
    if unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", text)


def _units(text: str) -> list[str]:
    """The text cut where normalization never joins or reorders anything."""
    units: list[str] = []
    for char in text:
        if units and _joins(char):
            units[-1] += char
        else:
            units.append(char)
    return units


@cache
def _joins(char: str) -> bool:
    return (
        unicodedata.category(char)[0] == "M"
        or "\u1160" <= char <= "\u11ff"
        or (char in "\uff9e\uff9f")
    )
