"""Two lives of writing, brought in and found again with the real program."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.pepys import luxun, luxun_folder, pepys, pepys_folder
from tests.support.program import Browser, Program

NAME, PASSWORD = "alice", "lantern oblong thirty heron"
ADMIN = {"QUIETLEAF_ADMIN_USERNAME": NAME, "QUIETLEAF_ADMIN_PASSWORD": PASSWORD}


@pytest.fixture(scope="module")
def diarist(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """alice, who has brought in both diaries."""
    place = tmp_path_factory.mktemp("diarist")
    with Program(place, env=ADMIN | {"QUIETLEAF_PASSWORD": PASSWORD}) as program:
        bring_in(program, pepys_folder(place / "pepys"))
        bring_in(program, luxun_folder(place / "luxun"))
        yield program


@pytest.fixture(scope="module")
def browser(diarist: Program) -> Browser:
    """A browser in which alice's journal is open."""
    browser = diarist.browser()
    browser.unlock(NAME, PASSWORD)
    return browser


def bring_in(program: Program, folder: Path) -> None:
    """Import a folder as a person does on the command line."""
    done = program.command("import", str(folder), "--as", NAME)
    assert done.returncode == 0, done.stderr


def found(program: Program, words: str) -> int:
    """How many entries the search command counts."""
    done = program.command("search", words, "--as", NAME, "--json")
    assert done.returncode == 0, done.stderr
    count: int = json.loads(done.stdout)["count"]
    return count


def pages(browser: Browser) -> Iterator[list[str]]:
    """The ids of the entries on the timeline, page by page, as scrolling asks for them."""
    answer = browser.get("/")
    while True:
        yield re.findall(r'href="/entries/([0-9a-f]{32})"', answer.text)
        more = re.search(r'hx-get="(/timeline\?[^"]*)"', answer.text)
        if more is None:
            return
        answer = browser.get(more[1].replace("&amp;", "&"), HX_Request="true")


def test_every_entry_is_on_the_timeline_once(browser: Browser) -> None:
    listed = [uid for page in pages(browser) for uid in dict.fromkeys(page)]
    assert len(set(listed)) == len(pepys()) + len(luxun())


@pytest.mark.parametrize("words", ["内山书店", "二弟", "雨", "鲁"])
def test_chinese_words_are_found_as_often_as_a_scan_finds_them(
    diarist: Program, words: str
) -> None:
    texts = [f"{entry['content']}\n{entry.get('tags', '')}" for entry in luxun()]
    assert found(diarist, words) == sum(words in text for text in texts)


def test_an_english_word_is_found_as_often_as_a_scan_finds_it(diarist: Program) -> None:
    texts = [f"{entry['label']} {entry['text']}".casefold() for entry in pepys()]
    assert found(diarist, "venison") == sum(bool(re.search(r"\bvenison\b", t)) for t in texts)


def test_an_old_entry_opens(browser: Browser) -> None:
    answer = browser.post("/search", {"words": '"up betimes"'})
    uid = re.findall(r"/entries/([0-9a-f]{32})", answer.text)[0]
    assert "166" in browser.get(f"/entries/{uid}").text


def test_bringing_it_in_again_brings_nothing(diarist: Program) -> None:
    before = found(diarist, "venison")
    bring_in(diarist, diarist.place / "pepys")
    assert found(diarist, "venison") == before
