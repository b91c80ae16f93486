"""What the real program refuses: it says what happened, that nothing is lost, and what to do."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.program import Answer, Browser, Program
from tests.support.refusing import on_the_page, on_the_terminal, three_sentences

NAME, PASSWORD = "alice", "lantern oblong thirty heron"
ADMIN = {"QUIETLEAF_ADMIN_USERNAME": NAME, "QUIETLEAF_ADMIN_PASSWORD": PASSWORD}
KNOWN = {"QUIETLEAF_PASSWORD": PASSWORD}
UID = "ab" * 16
AS_JSON = {"Accept": "application/json"}
RUSSIAN = (
    "Сегодня утром мы гуляли у реки, и было очень тихо. Вечером пришёл дождь, и мы читали вслух"
    " старую книгу о путешествиях."
)
JAPANESE = (
    "今日は朝から雨が降っていた。夕方に友達が来て、一緒に夕食を食べた。明日は晴れるといいな。"
)
UNREADABLE = {
    "zip": ("diary.zip", b"PK\x03\x04 and nothing more", "This zip is damaged or cut short."),
    "picture": ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(99), "does not know this kind of file."),
    "document": ("a.docx", b"\0\x01\x02" * 99, "does not know this kind of file."),
}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The program on a folder in which there is nobody yet."""
    with Program(tmp_path_factory.mktemp("nobody")) as program:
        yield program


@pytest.fixture(scope="module")
def newcomer(empty: Program) -> Browser:
    return empty.browser()


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The program with alice."""
    with Program(tmp_path_factory.mktemp("alice"), env=ADMIN) as program:
        yield program


@pytest.fixture(scope="module")
def alice(program: Program) -> Browser:
    """A browser in which alice's journal is open, with one entry."""
    browser = program.browser()
    browser.unlock(NAME, PASSWORD)
    sent = {"body": "The first words.", "title": None, "base_version": 0, "page": "p"}
    assert browser.put(f"/entries/{UID}", sent).status == 200
    return browser


@pytest.fixture
def stranger(program: Program, alice: Browser) -> Browser:
    """Our window, in which nobody has unlocked anything."""
    browser = Browser(alice.origin)
    browser.cookies = {k: v for k, v in alice.cookies.items() if k.startswith("quietleaf_window")}
    return browser


def save(browser: Browser, **changes: object) -> Answer:
    """Save the entry again as its page does."""
    sent = {"body": "Other words.", "title": None, "base_version": 1, "page": "p"}
    return browser.put(f"/entries/{UID}", sent | changes)


def is_unchanged(browser: Browser) -> bool:
    return "The first words." in browser.get(f"/entries/{UID}").text


@pytest.mark.parametrize(
    ("password", "happened"),
    [
        ("", "Ten characters or more, please."),
        ("too short", "Ten characters or more, please."),
        ("password123", "Many people use this one, so it is quickly guessed."),
    ],
)
def test_a_password_that_would_not_keep_a_journal(
    newcomer: Browser, empty: Program, password: str, happened: str
) -> None:
    form = {"name": "alice", "password": password}
    page, script = newcomer.post("/welcome", form), newcomer.post("/welcome", form, **AS_JSON)
    assert (page.status, script.status) == (422, 422)
    assert happened in on_the_page(page)
    assert three_sentences(script)[0] == happened
    done = empty.command("people", "add", "alice", "--password-stdin", stdin=f"{password}\n")
    assert on_the_terminal(done).startswith(happened)
    assert "Choose a name and a password" in newcomer.get("/welcome").text


def test_a_name_that_is_none(newcomer: Browser) -> None:
    answer = newcomer.post("/welcome", {"name": " ", "password": PASSWORD})
    assert answer.status == 422
    assert "That name cannot be used. Nothing was changed. A name has 1 to 60" in on_the_page(
        answer
    )


def test_a_name_that_is_taken(program: Program, alice: Browser) -> None:
    page = alice.post("/people/new", {"name": "ALICE", "password": PASSWORD})
    assert page.status == 409
    said = "Someone on this computer is already called ALICE. Nothing was changed. Add a letter"
    assert said in on_the_page(page)
    done = program.command("people", "add", "Alice", "--password-stdin", stdin=PASSWORD)
    assert "already called Alice. Nothing was changed." in on_the_terminal(done)


def test_a_wrong_password(program: Program, stranger: Browser) -> None:
    form = {"name": NAME, "password": "lantern oblong thirty herring"}
    page, script = stranger.post("/unlock", form), stranger.post("/unlock", form, **AS_JSON)
    said = "That is not alice’s password. Your journal is untouched. Try again, or use the recovery"
    assert (page.status, script.status) == (403, 403)
    assert said in on_the_page(page)
    assert " ".join(three_sentences(script)).startswith(said)
    wrong = {"QUIETLEAF_PASSWORD": "lantern oblong thirty herring"}
    done = program.command("search", "words", "--as", NAME, env=wrong)
    assert on_the_terminal(done).startswith(said)


def test_a_password_that_is_no_text(program: Program, stranger: Browser) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = stranger.send("POST", "/unlock", b"name=alice&password=%ff%fe%00", kind)
    assert answer.status == 403
    assert "Your journal is untouched." in on_the_page(answer)


@pytest.mark.parametrize(
    ("change", "status", "happened"),
    [
        ({"day": "2026-02-30"}, 422, "There is no 30 February 2026."),
        ({"day": "yesterday"}, 422, "That is not a date."),
        ({"day": "0000-01-01"}, 422, "Quietleaf's calendar goes from the year 1"),
        ({"time": "25:00"}, 422, "That is not a time of the day."),
        ({"zone": "Mars/Phobos"}, 422, "Quietleaf knows no such time zone."),
        ({"body": "x" * 10_000_000}, 413, "This entry is longer than Quietleaf keeps in one piece"),
        ({"body": "x" * 17_000_000}, 413, "That is more than Quietleaf takes at once."),
        ({"body": "half a sign \ud800"}, 422, "This text holds a sign that is no character."),
        ({"body": None}, 400, "Quietleaf did not understand what the page sent."),
    ],
    ids=lambda value: str(value)[:40],
)
def test_an_entry_that_cannot_be_kept(
    alice: Browser, change: dict[str, object], status: int, happened: str
) -> None:
    answer = save(alice, **change)
    assert answer.status == status
    assert three_sentences(answer)[0].startswith(happened)
    assert is_unchanged(alice)


def test_an_entry_that_is_not_utf_8(alice: Browser) -> None:
    kind = {"Content-Type": "application/json", **AS_JSON}
    answer = alice.send("PUT", f"/entries/{UID}", b'{"base_version": 1, "body": "\xff\xfe"}', kind)
    assert answer.status == 400
    assert three_sentences(answer)[0] == "Quietleaf did not understand what the page sent."
    assert is_unchanged(alice)


def test_a_day_that_is_none_on_the_page(alice: Browser) -> None:
    answer = alice.post("/entries/new", {"day": "2026-02-30"})
    assert answer.status == 422
    assert "There is no 30 February 2026." in on_the_page(answer)


@pytest.mark.parametrize("kind", UNREADABLE)
def test_a_file_that_cannot_be_brought_in(
    program: Program, alice: Browser, tmp_path: Path, kind: str
) -> None:
    name, content, happened = UNREADABLE[kind]
    answer = alice.upload("/import/files", {name: content})
    assert answer.status == 400
    assert f"{happened} Nothing was added." in on_the_page(answer)
    (tmp_path / name).write_bytes(content)
    done = program.command("import", str(tmp_path / name), "--as", NAME, env=KNOWN)
    assert f"{happened} Nothing was added." in on_the_terminal(done)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("missing.md",), "There is no such file or folder."),
        (("a.md", "--undated", "2026-02-30"), "There is no such day."),
        (("a.md", "--encoding", "klingon"), "Quietleaf knows no encoding of that name."),
    ],
)
def test_an_import_with_a_word_that_means_nothing(
    program: Program, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    (tmp_path / "a.md").write_text("Frost", "utf-8")
    file = str(tmp_path / words[0])
    done = program.command("import", file, *words[1:], "--as", NAME, env=KNOWN)
    assert on_the_terminal(done).startswith(f"{said} Nothing was added.")


@pytest.mark.parametrize(
    "words",
    [
        ("import", "a.md"),
        ("people", "frobnicate"),
        ("--port", "99999"),
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2(program: Program, words: tuple[str, ...]) -> None:
    done = program.command(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Nothing was changed. See quietleaf" in done.stderr
    assert "Traceback" not in done.stderr


def looked_at(alice: Browser, content: bytes) -> str:
    """Where the page is that says what is inside a text of that day."""
    sent = alice.upload("/import/files", {"2001-02-03.md": content})
    place = sent.location.removeprefix(alice.origin)
    until(lambda: "data-job" not in alice.get(place).text)
    return place


def until(is_so: Callable[[], bool]) -> None:
    """Wait for work beside the page."""
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline


@pytest.mark.parametrize(("text", "encoding"), [(RUSSIAN, "cp1251"), (JAPANESE * 3, "cp932")])
def test_an_older_encoding_is_told_where_it_can_be(
    alice: Browser, text: str, encoding: str
) -> None:
    place = looked_at(alice, text.encode(encoding))
    alice.post(f"{place}/start")
    until(lambda: "batches" in alice.get(f"{place}/progress").location)
    assert text[:40] in on_the_page(alice.get("/"))


@pytest.mark.parametrize(("text", "encoding"), [("Дождь", "cp1251"), ("雨が降る", "cp932")])
def test_an_older_encoding_is_asked_for_where_it_cannot_be_told(
    program: Program, alice: Browser, tmp_path: Path, text: str, encoding: str
) -> None:
    page = alice.get(looked_at(alice, text.encode(encoding)))
    assert "How is this text written?" in on_the_page(page)
    assert encoding in page.text
    (tmp_path / "2001-02-03.md").write_bytes(text.encode(encoding))
    done = program.command("import", str(tmp_path), "--as", NAME, env=KNOWN)
    assert "cannot tell by itself how this text is encoded." in on_the_terminal(done)
    assert encoding in done.stderr


def test_utf_8_that_is_damaged_is_not_taken_for_another_encoding(
    program: Program, alice: Browser, tmp_path: Path
) -> None:
    content = "Im Café war es schön warm, draußen fror es.".encode() * 5 + b"\xc3 (cut)"
    assert "CafÃ©" not in alice.get(looked_at(alice, content)).text
    (tmp_path / "2001-02-03.md").write_bytes(content)
    done = program.command("import", str(tmp_path), "--as", NAME, env=KNOWN)
    assert done.returncode == 1
    assert "its encoding cannot be told" in done.stdout
    assert done.stderr.startswith("This file holds no entries. Nothing was added.")
