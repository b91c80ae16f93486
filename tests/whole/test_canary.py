"""Words that a person writes are nowhere outside the encrypted files, however the program ends."""

from __future__ import annotations

import io
import json
import re
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.canary import forms_of, found_in
from tests.support.program import Answer, Browser, Program

ADMIN = {
    "QUIETLEAF_ADMIN_USERNAME": "alice",
    "QUIETLEAF_ADMIN_PASSWORD": "Xanadusecret oblong thirty heron",
}
PASSWORD = {"QUIETLEAF_PASSWORD": ADMIN["QUIETLEAF_ADMIN_PASSWORD"]}
WORDS = {
    "typed": "Zwiebelturmwächter",
    "title": "Quastenflosserhimmel",
    "tag": "mondkalbgrotte",
    "in the text": "鳥啼魚目涙",
    "imported": "Rhabarberkaskade",
    "name": "Nebelhornpost",
    "in a long upload": "Gletscherspaltenlied",
    "in another window": "Nordlichtkapelle",
    "photo": "Kieselsteinfresko",
    "in a file": "Bernsteinzimmerecho",
    "name of a file": "Schneckenhausbrief",
    "half sent": "Leuchtturmtreppe",
    "added by command": "Kirschkernweitwurf",
    "place": "Donaudeltahafen",
    "searched only": "Wolkenkratzerfuchs",
    "tried at the door": "Drachenzungenschloss",
    "password": "Xanadusecret",
}
pytestmark = pytest.mark.real_kdf


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    """The real program on an empty data folder, with alice as its administrator."""
    with Program(tmp_path, env=ADMIN) as program:
        yield program


def live_a_day(program: Program) -> None:
    """Everything a person does with words: write, tag, bring in, look at, search, fail."""
    browser = program.browser()
    browser.post("/unlock", {"name": "alice", "password": WORDS["tried at the door"]})
    browser.unlock("alice", ADMIN["QUIETLEAF_ADMIN_PASSWORD"])
    uid = "ab" * 16
    write(browser, uid, f"{WORDS['typed']} sat down. #{WORDS['tag']}\n\n{WORDS['in the text']}", 0)
    write(browser, uid, f"{WORDS['typed']} stood up. " + "long " * 400_000, 1)
    write(browser, "nothing", WORDS["typed"], 7)  # refused: there is no such entry
    in_another_window(browser, uid)
    files_part_by_part(browser)
    assert WORDS["typed"] in browser.get(f"/entries/{uid}").text
    assert WORDS["typed"] in browser.get("/").text
    hand_over(browser, uid)
    search(browser, WORDS["typed"])
    search(browser, WORDS["searched only"])
    bring_in(program, browser)
    words_on_the_command_line(program)


def write(browser: Browser, uid: str, body: str, version: int) -> None:
    """Save an entry as the page does."""
    sent = {"body": body, "title": WORDS["title"], "base_version": version, "page": "p1"}
    margin = {"place": WORDS["place"], "mood": 4}
    day = {"day": "2026-11-22", "time": "21:04", "zone": "Europe/London", "tags": [WORDS["tag"]]}
    answer = browser.put(f"/entries/{uid}", sent | day | margin | {"starred": False})
    assert answer.status in (200, 404), answer.text


def in_another_window(browser: Browser, uid: str) -> None:
    """Have a second window's text put together with the stored one, and look at the history."""
    sent = {"body": WORDS["in another window"], "title": None, "base_version": 1}
    kind = {"Content-Type": "application/json", "Accept": "application/json"}
    answer = browser.send("POST", f"/entries/{uid}/merge", json.dumps(sent).encode(), kind)
    assert answer.status == 200, answer.text
    page = browser.get(f"/entries/{uid}/history").text
    [version] = re.findall(r'/history/(\d+)"><b>[^<]*</b>.*?<small>From another', page)[-1:]
    assert WORDS["in another window"] in browser.get(f"/entries/{uid}/history/{version}").text


def files_part_by_part(browser: Browser) -> None:
    """Add a file as the writing page does, and leave another half way."""
    whole = f"{WORDS['in a file']} ".encode() * 80_000
    token, part = begin_file(browser, f"{WORDS['name of a file']}.txt", len(whole))
    for at in range(0, len(whole), part):
        answer = browser.send("PUT", f"/media/uploads/{token}/{at}", whole[at : at + part])
        assert answer.status == 200, answer.text
    done = ask(browser, f"/media/uploads/{token}/done", {})
    assert whole == browser.get(f"/media/{json.loads(done.text)['uid']}/save").body
    half = f"{WORDS['half sent']} ".encode() * 120_000
    token, part = begin_file(browser, f"{WORDS['half sent']}.txt", len(half))
    assert browser.send("PUT", f"/media/uploads/{token}/0", half[:part]).status == 200


def begin_file(browser: Browser, name: str, size: int) -> tuple[str, int]:
    """The token of an upload, and how long its parts are."""
    begun = json.loads(ask(browser, "/media/uploads", {"name": name, "size": size}).text)
    return begun["token"], begun["part"]


def ask(browser: Browser, path: str, values: object) -> Answer:
    """POST JSON, and take JSON."""
    kind = {"Content-Type": "application/json", "Accept": "application/json"}
    answer = browser.send("POST", path, json.dumps(values).encode(), kind)
    assert answer.status == 200, answer.text
    return answer


def hand_over(browser: Browser, uid: str) -> None:
    """Read on, print, and export an entry: what goes out is the person's, what stays is not."""
    assert WORDS["typed"] in browser.get("/read").text
    assert WORDS["typed"] in browser.get("/read/print").text
    answer = browser.post("/selection/export", {"uids": uid})
    with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
        [name] = [name for name in archive.namelist() if name.endswith(".md")]
        assert WORDS["typed"].encode() in archive.read(name)


def search(browser: Browser, words: str) -> None:
    """Search as the page does while one types."""
    answer = browser.post("/search", {"words": words}, HX_Request="true")
    assert answer.status == 200, answer.text


def bring_in(program: Program, browser: Browser) -> None:
    """Look at an upload that is larger than what servers like to keep in memory, with a photo."""
    text = f"---\ndate: 2020-02-29\n---\n\n{WORDS['in a long upload']} " + "word " * 300_000
    files = {f"{WORDS['name']}.md": text.encode(), "a.jpg": a_photo()}
    sent = browser.upload("/import/files", files)
    looked_at = sent.location.removeprefix(browser.origin)
    wait_for(browser, looked_at, lambda answer: "/start" in answer.text)
    browser.post(f"{looked_at}/start")
    wait_for(browser, f"{looked_at}/progress", lambda answer: "batches" in answer.location)
    folder = program.place / "outside" / "old diary"
    folder.mkdir(parents=True)
    picture = f"![{WORDS['photo']}](a.jpg)"
    (folder / "2019-03-04.md").write_text(f"{WORDS['imported']}\n\n{picture}\n", encoding="utf-8")
    (folder / "a.jpg").write_bytes(a_photo())
    done = program.command("import", str(folder), "--as", "alice", env=PASSWORD)
    assert done.returncode == 0, done.stderr


def wait_for(browser: Browser, path: str, is_there: Callable[[Answer], bool]) -> None:
    """Ask until the answer is the one that is waited for."""
    deadline = time.monotonic() + 60
    while not is_there(answer := browser.get(path)):
        assert time.monotonic() < deadline, answer.text
        time.sleep(0.05)


def a_photo() -> bytes:
    """A JPEG of over half a megabyte whose pixels say nothing."""
    from PIL import Image

    stream = io.BytesIO()
    Image.effect_noise((1200, 900), 90).convert("RGB").save(stream, "JPEG", quality=95)
    return stream.getvalue()


def words_on_the_command_line(program: Program) -> None:
    """Search on the command line, the words on standard input."""
    found = program.command("search", "-", "--as", "alice", stdin=WORDS["imported"], env=PASSWORD)
    assert WORDS["imported"] in found.stdout, found.stderr
    words = WORDS["added by command"]
    added = program.command("add", "-", "--as", "alice", stdin=words, env=PASSWORD)
    assert added.returncode == 0, added.stderr


def left_in(program: Program) -> list[str]:
    """What is left of the words in the data folder, the home, temp and the program's output."""
    folders = [program.place / name for name in ("data", "home", "tmp", "run")]
    return found_in(folders, WORDS.values()) + in_output(program)


def in_output(program: Program) -> list[str]:
    """What the program has said on standard error."""
    said = (program.place / "stderr.txt").read_bytes()
    return [word for word in WORDS.values() for form in forms_of(word).values() if form in said]


@pytest.mark.parametrize("end", [Program.stop, Program.kill], ids=["stopped", "killed"])
def test_no_word_is_left_on_the_disk(program: Program, end: Callable[[Program], object]) -> None:
    live_a_day(program)
    end(program)
    assert left_in(program) == []


def test_no_word_is_on_the_disk_while_the_journal_is_open(program: Program) -> None:
    live_a_day(program)
    assert left_in(program) == []


def test_the_search_for_words_finds_a_plain_one(program: Program) -> None:
    (program.data_dir / "logs" / "left.txt").write_text(f"… {WORDS['typed']} …", encoding="utf-8")
    assert len(left_in(program)) == 1
