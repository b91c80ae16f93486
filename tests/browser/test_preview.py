"""Live preview in a real browser: shown as it will read, and the text itself never touched."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.support.browsing import Watch
from tests.support.people import journal_of
from tests.support.samples import samples
from webapp.core.clock import When
from webapp.core.database import journal_db
from webapp.features.entries.models import NewEntry

Journal = Callable[..., Page]
Write = Callable[..., list[str]]
Open = Callable[[str], Page]

NOON = When(date(2025, 6, 30), time(12), "UTC")
TEXTS = {".md", ".markdown", ".txt", ".journal"}
TABLE = "Before\n\n| Name | Age |\n|---|--:|\n| Tom | **3** |\n\nAfter"


def line(page: Page, number: int) -> Locator:
    return page.locator(".cm-line").nth(number)


def content(page: Page) -> Locator:
    return page.locator(".cm-content")


SHOWN = [
    ("a **b** c", "a b c", ".md-strong"),
    ("a *b* c", "a b c", ".md-em"),
    ("a ~~b~~ c", "a b c", ".md-gone"),
    ("a ==b== c", "a b c", ".md-highlight"),
    ("a `b` c", "a b c", ".md-code"),
    ("a [b](https://example.org) c", "a b c", ".md-link"),
    ("## b", "b", ".md-line-h2"),
    ("> b", "b", ".md-line-quote"),
    ("- b", "• b", ".md-bullet"),
    ("- [ ] b", "b", ".md-box"),
    ("---", "", ".md-rule"),
    (r"a \*b\* c", "a *b* c", ".cm-line"),
    ("a ![b](https://example.org/x.png) c", "a b c", ".cm-line"),
]


@pytest.mark.parametrize(("text", "shown", "look"), SHOWN)
def test_signs_are_hidden_where_the_cursor_is_not(
    open_on: Open, text: str, shown: str, look: str
) -> None:
    page = open_on(f"{text}\n\nlast")
    expect(line(page, 0)).to_have_text(re.compile(rf"^\s*{re.escape(shown)}\s*$"))
    expect(page.locator(f".cm-line{look}, .cm-line {look}").first).to_be_attached()


@pytest.mark.parametrize("text", [text for text, _, _ in SHOWN if not text.startswith("- ")])
def test_signs_are_shown_where_the_cursor_is(open_on: Open, text: str) -> None:
    page = open_on(f"{text}\n\nlast")
    page.keyboard.press("Control+Home")
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    expect(line(page, 0)).to_contain_text(text.removesuffix(" c").removesuffix(r"\*"))


def test_signs_are_hidden_while_the_person_is_elsewhere(open_on: Open) -> None:
    page = open_on("a **b**")
    expect(line(page, 0)).to_have_text("a **b**")
    page.get_by_role("button", name="Tag", exact=True).focus()
    expect(line(page, 0)).to_have_text("a b")


def test_a_box_is_ticked_by_the_mouse_and_by_a_key(
    open_on: Open, stored: Callable[[Page], str]
) -> None:
    page = open_on("- [ ] figs\n- [x] milk\n\nlast")
    page.get_by_role("checkbox", name="figs").click()
    expect(page.get_by_role("checkbox", name="figs")).to_be_checked()
    page.keyboard.press("Control+Home")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Alt+Enter")
    expect(page.get_by_role("checkbox", name="milk")).not_to_be_checked()
    assert stored(page) == "- [x] figs\n- [ ] milk\n\nlast"


def test_a_table_is_shown_as_one_and_edited_as_text(
    open_on: Open, stored: Callable[[Page], str]
) -> None:
    page = open_on(TABLE)
    expect(page.locator(".md-table td").nth(1)).to_have_text("3")
    expect(page.locator(".md-table td.is-end strong")).to_have_text("3")
    page.get_by_role("cell", name="Tom").click()
    expect(page.locator(".md-table")).to_have_count(0)
    page.keyboard.type("!")
    assert stored(page) == TABLE.replace("Tom", "!Tom")


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_a_table_is_shown_right_whatever_ends_its_lines(open_on: Open, end: str) -> None:
    page = open_on(TABLE.replace("\n", end))
    expect(page.locator(".md-table td")).to_have_text(["Tom", "3"])
    expect(page.locator(".md-table td.is-end")).to_have_text("3")


def test_the_arrows_go_into_a_table_and_out_again(open_on: Open) -> None:
    page = open_on(TABLE)
    page.keyboard.press("Control+Home")
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    expect(page.locator(".md-table")).to_have_count(0)
    expect(page.locator(".cm-activeLine")).to_have_text("| Name | Age |")
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    expect(page.locator(".md-table")).to_have_count(1)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator(".cm-activeLine")).to_have_text("| Tom | **3** |")


def test_a_link_opens_by_ctrl_click_outside_and_the_page_stays(open_on: Open) -> None:
    page = open_on("see [the mill](https://example.org/mill) there\n\nlast")

    def answer(route: Route) -> None:
        route.fulfill(body="the mill")

    page.context.route("https://example.org/**", answer)
    with page.expect_popup() as opened:
        page.locator(".md-link").first.click(modifiers=["Control"])
    assert opened.value.url == "https://example.org/mill"
    opened.value.close()
    page.context.unroute("https://example.org/**")
    expect(content(page)).to_be_visible()


def test_a_link_that_runs_something_is_not_opened(open_on: Open, watch: Watch) -> None:
    page = open_on("see [this](javascript:alert(1)) there\n\nlast")
    page.locator(".md-link").first.click(modifiers=["Control"])
    page.locator(".md-link").first.click()
    expect(page.locator(".md-open")).to_have_count(0)
    assert len(page.context.pages) == 1


def test_what_is_not_here_any_more_is_told_by_its_words(open_on: Open, watch: Watch) -> None:
    watch.expect("404")
    page = open_on(f"![the heron](media:{'0' * 32})\n\nlast")
    expect(page.locator(".md-file")).to_have_text("the heron")


def test_right_to_left_lines_and_cells_have_their_own_direction(open_on: Open) -> None:
    page = open_on("שלום **עולם**\n\n| א | b |\n|---|---|\n| ג | d |\n\nlast")
    directions = page.locator(".cm-line, .md-table th").evaluate_all(
        "all => all.map(one => getComputedStyle(one).direction)"
    )
    assert directions[0] == "rtl"
    assert {"rtl", "ltr"} <= set(directions[1:])


@pytest.mark.parametrize(
    ("typed", "chosen"), [(["k", "か", "かn", "かん"], "漢"), (["ㅎ", "하", "한"], "한")]
)
def test_an_input_method_finds_the_line_as_it_left_it(
    open_on: Open, stored: Callable[[Page], str], typed: list[str], chosen: str
) -> None:
    page = open_on("a **b** ")
    client = page.context.new_cdp_session(page)
    for text in typed:
        client.send(
            "Input.imeSetComposition",
            {"text": text, "selectionStart": len(text), "selectionEnd": len(text)},
        )
        expect(line(page, 0)).to_contain_text(text)
    client.send("Input.insertText", {"text": chosen})
    page.keyboard.type("!")
    assert stored(page) == f"a **b** {chosen}!"


def test_reading_shows_what_the_editor_shows(open_on: Open) -> None:
    text = (
        "The name\n\n## Two\n\n==pen== **b** *i* ~~s~~\n\n- one\n  - two\n- [x] done\n\n> q\n\n1. a"
    )
    page = open_on(text)
    page.keyboard.press("Control+Enter")
    prose = page.locator("#page .prose")
    for look in ("mark", "strong", "em", "s", "h2", "ul ul", "blockquote", "ol", "input:checked"):
        expect(prose.locator(look).first).to_be_visible()


def sample_texts() -> list[str]:
    """Every text among the samples that is UTF-8, each once."""
    found: dict[str, None] = {}
    for path in sorted(samples().rglob("*")):
        if path.suffix in TEXTS and "LICENSES" not in path.parts and "diaries" not in path.parts:
            text = _text(path)
            if text:
                found[text] = None
    return list(found)


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8").replace("\x00", "")
    except UnicodeDecodeError:
        return ""


# Opens the text of a writing page in the page's own editor, as the page does, and saves it.
OPEN_AND_SAVE = """
async ([editor, uid]) => {
  const { createEditor } = await import(editor);
  const html = await (await fetch(`/entries/${uid}/edit`)).text();
  const page = new DOMParser().parseFromString(html, "text/html");
  const parent = document.createElement("div");
  document.querySelector("[data-writing]").append(parent);
  const text = JSON.parse(page.querySelector("[data-body]").textContent);
  const made = createEditor({ parent, text, label: "", nonce: document.body.dataset.nonce });
  const at = Math.floor(made.view.state.doc.length / 2);
  made.view.dispatch({ changes: { from: at, insert: "x" } });
  made.view.dispatch({ changes: { from: at, to: at + 1 } });
  const sent = { body: made.text(), title: null, base_version: 1, page: "test" };
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  const answer = await fetch(`/entries/${uid}`, {
    method: "PUT", headers, body: JSON.stringify(sent),
  });
  made.view.destroy();
  parent.remove();
  return answer.status;
}
"""
BY_HAND = 8


def test_opening_and_saving_changes_no_byte_that_was_not_typed(
    write: Write, journal: Journal, home: object
) -> None:
    texts = sample_texts()
    assert len(texts) > 100
    texts += ["one\rtwo\r", "one\r\ntwo\nthree\rfour", "\ttab \n\n  two spaces  \r\n"]
    uids = write([NewEntry(text, NOON) for text in texts])
    by_hand = sorted(range(len(texts)), key=lambda n: (-texts[n].count("\r"), n))[:BY_HAND]
    for number in by_hand:
        page = journal(f"/entries/{uids[number]}/edit")
        expect(content(page)).to_be_focused()
        page.keyboard.type("x")
        page.keyboard.press("Backspace")
        assert page.evaluate("quietleaf.flush()")
    script = page.locator("script[src*='js/writing.js']").get_attribute("src") or ""
    editor = script.replace("js/writing.js", "vendor/codemirror.js")
    rest = [uid for number, uid in enumerate(uids) if number not in by_hand]
    assert {page.evaluate(OPEN_AND_SAVE, [editor, uid]) for uid in rest} == {200}
    with journal_of(home.app, home.alice):  # type: ignore[attr-defined]
        rows = journal_db.execute_sql("SELECT uid, body, version FROM entry").fetchall()
    saved = {uid: (body, version) for uid, body, version in rows}
    assert [saved[uid][0] for uid in uids] == texts
    assert all(version > 1 for _, version in saved.values())


SIZES = """all => Object.fromEntries(Object.entries(all).map(([name, selector]) => {
  const style = getComputedStyle(document.querySelector(selector));
  const base = getComputedStyle(document.querySelector(all.words));
  const size = Math.round(100 * parseFloat(style.fontSize) / parseFloat(base.fontSize));
  return [name, [size, style.fontWeight]];
}))"""
EDITED = {
    "words": ".cm-line:not([class*=md-line])",
    "h1": ".md-line-h1",
    "h2": ".md-line-h2",
    "h3": ".md-line-heading:not(.md-line-h1, .md-line-h2)",
    "cell": ".md-table td",
    "heading cell": ".md-table th",
}
READ = {
    "words": ".prose p:not(:first-child)",
    "h1": ".prose h1",
    "h2": ".prose h2",
    "h3": ".prose h3",
    "cell": ".prose td",
    "heading cell": ".prose th",
}


def test_headings_and_tables_are_as_large_as_where_they_are_read(
    open_on: Callable[[str], Page],
) -> None:
    table = "| hour | wind |\n| --- | --- |\n| six | north |"
    page = open_on(
        f"The day\n\n# One\n\n## Two\n\n### Three\n\nSome words here.\n\n{table}\n\nthe end"
    )
    edited = page.evaluate(SIZES, EDITED)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#page .prose")).to_be_visible()
    assert page.evaluate(SIZES, READ) == edited
