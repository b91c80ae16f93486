"""Text that is not Unicode comes out right or is asked about; never as a jumble of letters."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.importing import read_files, read_text
from tests.support.samples import samples
from webapp.features.transfer.decoding import AskEncoding, Decoder, NotText, tell
from webapp.features.transfer.shapes import ReadOptions
from webapp.features.transfer.texts import TransferRefused

RUSSIAN = (
    "Учора было тихо, и я весь день сидел дома, читал старые письма и слушал, как шумит дождь за"
    " окном. Вечером пришёл сосед, мы пили чай и говорили о дороге."
)
GERMAN = (
    "Gestern schön gewandert, über die Höhe und zurück. Grüße von Jörg, der müde war, aber"
    " fröhlich."
    " Später hörten wir Käuzchen, und die Fähre fuhr nicht mehr."
)
FRENCH = (
    "Hier, j'ai passé la journée à écrire près de la fenêtre. Le café était déjà froid quand le"
    " chat est arrivé. Là-bas, l'été s'achève ; où sont passées les années ? À côté, ma mère"
    " préparait"
    " des crêpes à la crème, et mon frère là-haut répétait sa leçon de grec. Ça sentait très bon."
    " Même le facteur s'est arrêté, à ce qu'il paraît, plutôt à cause de l'odeur que des lettres."
)
POLISH = (
    "Wczoraj cały dzień padał śnieg, więc zostałem w domu i piłem gorącą herbatę. Później przyszła"
    " sąsiadka z żółtą książką i zaczęliśmy rozmawiać o podróżach."
)
GREEK = "Χθες έβρεχε όλη μέρα και έμεινα στο σπίτι να διαβάσω. Αργότερα ήρθε η γειτόνισσα."
KOREAN = "오늘은 아침부터 비가 와서 집에서 책을 읽었다. 오후에는 친구가 와서 이야기를 많이 했다."
TRADITIONAL = "今天早上下雨，我在家裡看書，沒有出去。下午朋友來了，我們說了很多話，然後一起去吃飯。"
HEBREW = "אתמול ירד גשם כל היום ואני נשארתי בבית וקראתי ספר ישן על הים ועל האנשים שגרים לידו."


@pytest.mark.parametrize("name", ["49148_ruby_35754.txt", "44914_ruby_18616.txt"])
def test_santoka_in_shift_jis_comes_out_right(name: str) -> None:
    data = samples("diaries/ja-santoka", name).read_bytes()
    assert Decoder().text(data) == data.decode("cp932").replace("\r\n", "\n")


def test_pushkin_in_windows_1251_is_the_same_text_as_in_utf8() -> None:
    folder = samples("diaries/ru-pushkin")
    old = Decoder().text((folder / "belkin.cp1251.txt").read_bytes())
    assert old == Decoder().text((folder / "belkin.txt").read_bytes())


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (RUSSIAN, "cp866"),
        (GERMAN, "cp1252"),
        (FRENCH, "cp1252"),
        (POLISH, "cp1250"),
        (POLISH, "iso8859_2"),
        (GREEK, "cp1253"),
        (KOREAN, "euc_kr"),
        (TRADITIONAL, "big5"),
        (HEBREW, "cp1255"),
    ],
)
def test_an_older_encoding_is_told_from_a_few_lines(text: str, encoding: str) -> None:
    assert Decoder().text(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(RUSSIAN, "cp1251"), (GREEK, "cp1253"), (HEBREW, "cp1255"), (POLISH, "cp1250")],
)
@pytest.mark.parametrize("length", [8, 15, 30])
def test_a_scrap_is_right_or_asked_about_but_never_wrong(
    text: str, encoding: str, length: int
) -> None:
    for start in range(0, len(text) - length, 7):
        scrap = text[start : start + length].encode(encoding)
        if scrap.isascii():
            continue
        with suppress(AskEncoding):
            assert scrap.decode(tell(scrap)) == scrap.decode(encoding)


def test_the_question_shows_how_a_line_reads_in_each_candidate() -> None:
    with pytest.raises(AskEncoding) as caught:
        Decoder().text("Dear diary\ncaf\u00e9 No\u00ebl\n".encode("cp1252"))
    samples_by_name = {item.encoding: item.sample for item in caught.value.candidates}
    assert samples_by_name["cp1252"] == "café Noël"
    assert len(set(samples_by_name.values())) > 1


def test_a_reading_with_signs_that_are_none_is_not_offered() -> None:
    with pytest.raises(AskEncoding) as caught:
        tell("雪の朝".encode("cp932"))
    candidates = {item.encoding for item in caught.value.candidates}
    assert "cp932" in candidates
    assert "iso8859_2" not in candidates


def test_the_question_itself_holds_no_word_of_the_text() -> None:
    with pytest.raises(AskEncoding) as caught:
        Decoder().text("caf\u00e9 No\u00ebl".encode("cp1252"))
    assert "caf" not in str(caught.value)


def test_the_encoding_that_is_said_is_used() -> None:
    assert Decoder("cp1250").text("žluť".encode("cp1250")) == "žluť"
    assert Decoder("Shift_JIS").text("①㈱".encode("cp932")) == "①㈱"


def test_text_that_is_unicode_stays_so_whatever_is_said() -> None:
    assert Decoder("cp1252").text("žluťoučký kůň".encode()) == "žluťoučký kůň"


def test_an_encoding_that_does_not_fit_is_refused() -> None:
    with pytest.raises(NotText):
        Decoder("big5").text(b"\xff\xff odd")


def test_an_encoding_that_nobody_knows_is_refused() -> None:
    for name in ("klingon", "base64", "zip"):
        with pytest.raises(TransferRefused, match="no encoding of that name"):
            Decoder(name)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "utf-16-le", "utf-32"])
def test_unicode_in_every_form_is_read(encoding: str) -> None:
    text = "One day, 12 o'clock: ä 日記 🎶"
    assert Decoder().text(text.encode(encoding)) == text


def test_mail_of_old_in_iso_2022_jp_is_read() -> None:
    assert Decoder().text("今日は晴れ。".encode("iso2022_jp")) == "今日は晴れ。"


def test_broken_utf8_is_no_other_encoding() -> None:
    data = "Ein schöner Tag, grüße überall, schöne Höhe".encode()
    with pytest.raises(NotText):
        Decoder().text(data + b"\xc3")


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"\x00\x01\x02\x03\xff\xfe"]
)
def test_binary_data_is_no_text(data: bytes) -> None:
    with pytest.raises(NotText):
        Decoder().text(data)


def test_the_ends_of_lines_are_made_alike() -> None:
    assert Decoder().text(b"one\r\ntwo\rthree\n") == "one\ntwo\nthree\n"


def test_short_files_of_one_folder_are_judged_together() -> None:
    words = [line.strip() + "." for line in RUSSIAN.split(",")]
    files = {f"2020-01-{n + 1:02}.md": word.encode("cp1251") for n, word in enumerate(words)}
    assert [entry.body for entry in read_files(files).entries] == words


def test_a_doubtful_file_asks_before_anything_comes_in() -> None:
    with pytest.raises(AskEncoding):
        read_text("Zo\u00eb".encode("cp1252"), "2020-01-01.txt")


def test_the_answer_to_the_question_is_used() -> None:
    reading = read_text(
        "Zo\u00eb".encode("cp1252"), "2020-01-01.txt", ReadOptions(encoding="cp1252")
    )
    assert reading.entry.body == "Zoë"


def test_an_only_file_of_broken_utf8_is_refused() -> None:
    with pytest.raises(TransferRefused, match="not text that can be read"):
        read_text("grüße überall".encode()[:-1] + b"\xc3", "2020-01-01.md")


def test_a_broken_file_among_others_is_named_and_left_out() -> None:
    files: dict[str, str | bytes] = {
        "2020-01-01.md": "good",
        "2020-01-02.md": "grüße überall".encode() + b"\xc3",
    }
    reading = read_files(files)
    assert [entry.body for entry in reading.entries] == ["good"]
    assert [(item.where, item.key) for item in reading.problems] == [
        ("vault/2020-01-02.md", "not_text")
    ]


@given(st.text(st.characters(exclude_characters="\x00\x1b", codec="utf-8")))
def test_every_text_in_utf8_comes_out_as_it_was(text: str) -> None:
    expected = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    assert Decoder().text(text.encode()) == expected


@given(st.binary(max_size=200))
def test_bytes_of_chance_never_make_it_fall(data: bytes) -> None:
    with suppress(NotText, AskEncoding):
        Decoder().text(data)
