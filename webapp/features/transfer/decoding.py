"""Bytes to text without ever guessing wrong: Unicode first, then older encodings, else a question.

Two judges must agree before an older encoding is taken: a plain look at whether the text reads like
a language written in it (shares of its commonest letters), and charset-normalizer (but for accents
among plain letters, where it took cp1250 for cp1252 in half of our trials). When they do not, the
person is asked and shown how a telling line reads either way.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext as _

from webapp.core.errors import Refusal
from webapp.features.transfer.scripts import CANDIDATES, evidence, is_latin
from webapp.features.transfer.texts import refused

ENOUGH = 0.55  # evidence a reading needs to be believed
CLEARLY = 0.2  # and by how much it must beat any reading that differs
POOL = 32 * 1024  # bytes that are looked at
MOST_CANDIDATES = 8
SAMPLE = 60  # signs of the first line that are shown
MIN_BYTES = 24  # fewer foreign bytes than this prove nothing
MIN_ACCENTS = 10  # the same for accents among plain letters
UNLIKELY = 0.3  # a rival below this does not count there
UTF8_PAIR = re.compile(
    rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
NO_SIGN = re.compile("[\x80-\x84\x86-\x9f]")  # controls that ISO 8859 has where others have letters
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An encoding that is possible, with how the first telling line would read in it."""

    encoding: str
    sample: str


class AskEncoding(Refusal):
    """The encoding cannot be told. `candidates` are the possible ones, the likeliest first."""

    def __init__(self, candidates: tuple[Candidate, ...]) -> None:
        names = ", ".join(candidate.encoding for candidate in candidates)
        super().__init__(
            _("Quietleaf cannot tell by itself how this text is encoded."),
            _("Nothing was added."),
            _("Say the encoding; it could be one of these: %(names)s.", names=names),
        )
        self.candidates = candidates


class NotText(Exception):
    """The bytes are no text in any encoding that is known here."""


class Decoder:
    """Turns the bytes of one source into text.

    Args:
        encoding: what the person said; used for all that is not Unicode.
        pool: gives more bytes of the same source that are not Unicode, so that short files are
            judged together.

    Raises:
        TransferRefused: no encoding has that name.
    """

    def __init__(
        self, encoding: str | None = None, pool: Callable[[], bytes] | None = None
    ) -> None:
        self.encoding = canonical(encoding) if encoding else None
        self._pool = pool
        self._found: str | None = None

    def text(self, data: bytes) -> str:
        """The text, with `\\n` at the ends of its lines and without a byte order mark.

        Raises:
            NotText: binary data, or broken UTF-8, or not in the encoding that was said.
            AskEncoding: several encodings are possible.
        """
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = self._other(data)
        else:
            if "\x00" in text or "\x1b$" in text:
                text = self._other(data)
        text = text.removeprefix("\ufeff")
        return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text

    def _other(self, data: bytes) -> str:
        marked = _by_mark(data) or _by_shape(data)
        if marked is not None:
            return marked
        if self.encoding is not None:
            text = _strict(data, self.encoding)
            if text is None or CONTROL.search(text):
                raise NotText
            return text
        if self._found is not None:
            text = _strict(data, self._found)
            if text is not None and not CONTROL.search(text):
                return text
        return self._guess(data)

    def _guess(self, data: bytes) -> str:
        pooled = data
        if self._pool is not None and self._found is None:
            more = self._pool()
            pooled = more if len(more) > len(data) else data
        self._found = tell(pooled)
        text = _strict(data, self._found)
        if text is None:
            self._found = tell(data)
            text = data.decode(self._found)
        return text


def canonical(encoding: str) -> str:
    """The codec's name for what a person calls it ("Shift_JIS" is read as Windows does, cp932).

    Raises:
        TransferRefused: there is none, or it is no text encoding.
    """
    try:
        info = codecs.lookup(encoding)
        "a".encode(info.name)
    except (LookupError, ValueError, TypeError, AttributeError) as error:
        raise refused("unknown_encoding") from error
    supersets = {"shift_jis": "cp932", "iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
    return supersets.get(info.name, info.name)


def is_unicode(data: bytes) -> bool:
    """Whether the bytes need no guess."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _by_mark(data) is not None
    return True


def tell(data: bytes) -> str:
    """The encoding of text that is not Unicode.

    Raises:
        NotText: no known encoding reads it.
        AskEncoding: several could.
    """
    if _is_broken_utf8(data):
        raise NotText
    readings = _readings(data)
    if not readings:
        raise NotText
    proofs = {name: evidence(text[:POOL], name) for name, text in readings.items()}
    ranked = sorted(readings, key=lambda name: -proofs[name])
    best = ranked[0]
    proof = proofs[best]
    rivals = [proofs[name] for name in ranked if readings[name] != readings[best]]
    rival = max(rivals, default=0.0)
    is_clear = proof >= ENOUGH and proof - rival >= CLEARLY and _has_enough(data, best, rival)
    if is_clear and (is_latin(best) or _library_agrees(data, readings, best)):
        return best
    distinct = {readings[name]: name for name in reversed(ranked[:MOST_CANDIDATES])}
    asked = [name for name in ranked if name in distinct.values()]
    raise AskEncoding(tuple(Candidate(name, _sample(readings[name])) for name in asked))


def _has_enough(data: bytes, best: str, rival: float) -> bool:
    foreign = sum(byte > 0x7F for byte in data)
    if not is_latin(best):
        return foreign >= MIN_BYTES
    return foreign >= MIN_ACCENTS or (foreign >= MIN_ACCENTS // 2 and rival <= UNLIKELY)


def _library_agrees(data: bytes, readings: dict[str, str], best: str) -> bool:
    from charset_normalizer import from_bytes

    match = from_bytes(
        data[:POOL] if _strict(data[:POOL], best) is not None else data,
        cp_isolation=list(CANDIDATES),
        preemptive_behaviour=False,
        enable_fallback=False,
    ).best()
    # it has no opinion on some honest texts (short ones, many ruby marks): that is no contradiction
    return match is None or readings.get(match.encoding) in {None, readings[best]}


def _readings(data: bytes) -> dict[str, str]:
    found = {}
    for name in CANDIDATES:
        text = _strict(data, name)
        if text is not None and not CONTROL.search(text) and not NO_SIGN.search(text):
            found[name] = text
    return found


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _by_mark(data: bytes) -> str | None:
    for mark, encoding in BOMS:
        if data.startswith(mark):
            text = _strict(data[len(mark) :], encoding)
            if text is not None:
                return text
    return None


def _by_shape(data: bytes) -> str | None:
    """UTF-16 without its mark, told by where the zero bytes are, and ISO-2022-JP by its escapes."""
    if b"\x1b$" in data:
        return _strict(data, "iso2022_jp")
    head = data[:POOL]
    half = max(1, len(head) // 2)
    for encoding, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        if zeros.count(0) > half * 0.3 and len(data) % 2 == 0:
            text = _strict(data, encoding)
            if text is not None and not CONTROL.search(text):
                return text
    if b"\x00" in data:
        raise NotText
    return None


def _is_broken_utf8(data: bytes) -> bool:
    """Mostly good UTF-8 with a few bad bytes: cut short or damaged, not another encoding."""
    foreign = sum(byte > 0x7F for byte in data)
    good = sum(len(match) for match in UTF8_PAIR.findall(data))
    return good > 0 and good >= foreign * 0.8


def _sample(text: str) -> str:
    for line in text.splitlines():
        if not line.isascii():
            start = next(i for i, sign in enumerate(line) if not sign.isascii())
            start = max(0, start - SAMPLE // 2)
            return line[start : start + SAMPLE].strip()
    return text[:SAMPLE]
