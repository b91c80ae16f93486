"""Keys, pasting and finding on the writing page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Open = Callable[[str], Page]
PASTE = """
([html, words]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", words);
  const init = { bubbles: true, cancelable: true, clipboardData: data };
  document.querySelector(".cm-content").dispatchEvent(new ClipboardEvent("paste", init));
}
"""


KEYS = [
    ("word", "Control+Shift+x", "~~word~~"),
    ("word", "Control+Shift+h", "==word=="),
    ("word", "Control+e", "`word`"),
    ("word", "Control+k", "[word]()"),
    ("one\ntwo", "Control+Shift+7", "1. one\n2. two"),
    ("1. one\n2. two", "Control+Shift+7", "one\ntwo"),
    ("- one", "Control+Shift+7", "1. one"),
    ("**word**", "Control+b", "word"),
    ("*word*", "Control+i", "word"),
    ("==word==", "Control+Shift+h", "word"),
]


@pytest.mark.parametrize(("before", "keys", "after"), KEYS)
def test_a_key_changes_what_is_selected(
    open_on: Open, stored: Callable[[Page], str], before: str, keys: str, after: str
) -> None:
    page = open_on(before)
    page.keyboard.press("Control+a")
    page.keyboard.press(keys)
    assert stored(page) == after


@pytest.mark.parametrize(("keys", "sign"), [("Control+b", "**"), ("Control+i", "*")])
def test_a_key_pressed_twice_inside_a_word_changes_nothing(
    open_on: Open, stored: Callable[[Page], str], keys: str, sign: str
) -> None:
    page = open_on("word")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press(keys)
    assert stored(page) == f"{sign}word{sign}"
    page.keyboard.press(keys)
    assert stored(page) == "word"


def test_a_link_waits_for_its_address(open_on: Open, stored: Callable[[Page], str]) -> None:
    page = open_on("mill")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+k")
    page.keyboard.type("https://example.org")
    assert stored(page) == "[mill](https://example.org)"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- one", "- one\n- x"),
        ("3. one", "3. one\n4. x"),
        ("- [x] one", "- [x] one\n- [ ] x"),
        ("> one", "> one\n> x"),
    ],
)
def test_a_list_goes_on_with_the_next_line(
    open_on: Open, stored: Callable[[Page], str], before: str, after: str
) -> None:
    page = open_on(before)
    page.keyboard.press("Enter")
    page.keyboard.type("x")
    assert stored(page) == after


def test_an_empty_item_ends_the_list(open_on: Open, stored: Callable[[Page], str]) -> None:
    page = open_on("- one")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("x")
    assert stored(page).replace("\n", "") == "- onex"


def test_tab_moves_an_item_in_and_out(open_on: Open, stored: Callable[[Page], str]) -> None:
    page = open_on("- one\n- two")
    page.keyboard.press("Tab")
    assert stored(page) == "- one\n    - two"
    page.keyboard.press("Shift+Tab")
    assert stored(page) == "- one\n- two"


def test_tab_leaves_the_text_where_there_is_no_list(open_on: Open) -> None:
    page = open_on("words")
    page.keyboard.press("Tab")
    expect(page.locator(".cm-content")).not_to_be_focused()


PASTED = [
    ("<p>a <b>b</b> <i>c</i> <s>d</s> <mark>e</mark></p>", "a **b** *c* ~~d~~ ==e=="),
    ("<h2>H</h2><p>a</p>", "## H\n\na"),
    ("<ul><li>a<ul><li>b</li></ul></li></ul>", "-   a\n    -   b"),
    ("<ol><li>a</li><li>b</li></ol>", "1.  a\n2.  b"),
    ("<blockquote>a</blockquote>", "> a"),
    ("<p><b>my</b> style = plain</p>", "**my** style = plain"),
    ('<p>a <a href="https://example.org/x">b</a></p>', "a [b](https://example.org/x)"),
    ('<p>a <a href="javascript:alert(1)">b</a></p>', "a b"),
    ('<p><b>a</b><img src="https://example.org/pixel.gif" alt="the mill"></p>', "**a**the mill"),
    ("<b>a</b><script>alert(1)</script><style>p{}</style>", "**a**"),
    ("<table><tr><th>a</th></tr><tr><td>b</td></tr></table>", "| a   |\n| --- |\n| b   |"),
    ('<b style="font-weight:normal"><p>a</p><h1>b</h1></b>', "a\n\n# b"),
]


@pytest.mark.parametrize(("html", "markdown"), PASTED)
def test_words_with_their_looks_become_markdown(
    open_on: Open, stored: Callable[[Page], str], html: str, markdown: str
) -> None:
    page = open_on("")
    page.evaluate(PASTE, [html, "plain"])
    assert stored(page) == markdown


def test_a_plain_paste_stays_as_it_is(open_on: Open, stored: Callable[[Page], str]) -> None:
    page = open_on("")
    page.evaluate(PASTE, ["<span>1 * 2 * 3</span>", "1 * 2 * 3\r\n_x_"])
    assert stored(page) == "1 * 2 * 3\n_x_"


def test_an_address_over_words_links_them(open_on: Open, stored: Callable[[Page], str]) -> None:
    page = open_on("the mill")
    page.keyboard.press("Control+a")
    page.evaluate(PASTE, ["", "https://example.org/a(b)"])
    assert stored(page) == "[the mill](https://example.org/a%28b%29)"


def test_signs_that_are_none_are_left_out(open_on: Open, stored: Callable[[Page], str]) -> None:
    page = open_on("")
    page.evaluate(PASTE, ["", "a\u0000b"])
    assert stored(page) == "ab"


def test_too_much_is_refused_and_nothing_is_changed(
    open_on: Open, stored: Callable[[Page], str]
) -> None:
    page = open_on("words")
    page.evaluate(f"() => ({PASTE.strip()})(['', 'x'.repeat(9000000)])")
    expect(page.get_by_text("That is more than one entry can hold.")).to_be_visible()
    assert stored(page) == "words"


def test_what_was_pasted_is_taken_back_after_it_was_saved(
    open_on: Open, stored: Callable[[Page], str]
) -> None:
    page = open_on("words ")
    page.evaluate(PASTE, ["", "pasted"])
    assert stored(page) == "words pasted"
    page.keyboard.press("Control+z")
    assert stored(page) == "words "


def test_finding_in_the_entry(open_on: Open) -> None:
    page = open_on("a heron, a Heron\n\nand the heron")
    page.keyboard.press("Control+f")
    field = page.get_by_role("textbox", name="Find in this entry")
    expect(field).to_be_focused()
    field.fill("heron")
    expect(page.locator(".found")).to_have_text("1 of 3")
    page.keyboard.press("Enter")
    expect(page.locator(".found")).to_have_text("2 of 3")
    page.keyboard.press("Shift+Enter")
    expect(page.locator(".found")).to_have_text("1 of 3")
    field.fill("stork")
    expect(page.locator(".found")).to_have_text("Not here")
    page.keyboard.press("Escape")
    expect(page.locator(".cm-content")).to_be_focused()
    expect(page.locator(".findbar")).to_have_count(0)


@pytest.mark.parametrize(
    ("text", "words", "count"),
    [
        ("Café, cafe\u0301, CAFE", "cafè", 3),
        (
            "\u05e9\u05b8\u05c1\u05dc\u05d5\u05b9\u05dd \u05e9\u05dc\u05d5\u05dd",
            "\u05e9\u05dc\u05d5\u05dd",
            2,
        ),
        ("\u041c\u043e\u0439 \u043c\u043e\u0438", "\u043c\u043e\u0439", 1),
        ("\u0435\u043b\u043a\u0430 \u0451\u043b\u043a\u0430", "\u0401\u043b\u043a\u0430", 2),
        ("\u304b \u304c", "\u304c", 1),
        ("\ud55c\uae00", "\ud55c", 1),
        ("1.5 (a+b) $5 | 1x5", "1.5", 1),
        ("a [b] \\ c", "[b] \\", 1),
    ],
)
def test_finding_minds_neither_case_nor_accents_nor_points(
    open_on: Open, text: str, words: str, count: int
) -> None:
    page = open_on(text)
    page.keyboard.press("Control+f")
    page.get_by_role("textbox", name="Find in this entry").fill(words)
    expect(page.locator(".found")).to_have_text(f"1 of {count}")


def test_all_hits_are_replaced_and_taken_back_by_one_key(
    open_on: Open, stored: Callable[[Page], str]
) -> None:
    page = open_on("a heron, a Heron\n\nand the heron")
    page.keyboard.press("Control+h")
    page.get_by_role("textbox", name="Find in this entry").fill("heron")
    page.get_by_role("textbox", name="Replace by").fill("stork $1 \\n")
    page.get_by_role("button", name="Replace all").click()
    assert stored(page) == "a stork $1 \\n, a stork $1 \\n\n\nand the stork $1 \\n"
    page.keyboard.press("Escape")
    page.keyboard.press("Control+z")
    assert stored(page) == "a heron, a Heron\n\nand the heron"


def test_hits_are_replaced_one_by_one(open_on: Open, stored: Callable[[Page], str]) -> None:
    page = open_on("one heron, two heron")
    page.keyboard.press("Control+Home")
    page.keyboard.press("Control+f")
    page.get_by_role("textbox", name="Find in this entry").fill("heron")
    page.get_by_role("textbox", name="Replace by").fill("geese")
    page.keyboard.press("Enter")
    assert stored(page) == "one geese, two heron"
    page.keyboard.press("Enter")
    assert stored(page) == "one geese, two geese"


def test_all_but_the_paragraph_of_the_cursor_can_be_dimmed(open_on: Open) -> None:
    page = open_on("one\n\ntwo")
    page.keyboard.press("Control+d")
    button = page.get_by_role("button", name="Dim all but this paragraph")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".cm-line").first).to_have_css("opacity", "0.35")
    expect(page.locator(".cm-activeLine")).to_have_css("opacity", "1")
    button.click()
    expect(page.locator(".cm-line").first).to_have_css("opacity", "1")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a **word**", "Bold"),
        ("an *old word*", "Italic"),
        ("## The mill", "Heading"),
        ("> Nobody", "Quotation"),
        ("- bread", "List"),
        ("- [ ] bread", "Checklist"),
    ],
)
def test_the_buttons_say_where_the_cursor_stands(
    open_on: Callable[[str], Page], text: str, name: str
) -> None:
    page = open_on(f"{text}\n\nplain")
    pressed = page.locator("[data-format][aria-pressed=true]")
    expect(pressed).to_have_count(0)
    page.keyboard.press("Control+Home")
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(pressed).to_have_count(1)
    expect(pressed).to_have_accessible_name(re.compile(f"^{name} "))
