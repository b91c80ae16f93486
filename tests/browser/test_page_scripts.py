"""The page's scripts in a real browser, with a server that answers what the test says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g, render_template_string
from playwright.sync_api import Browser, Page, Request, Route, expect

ORIGIN = "http://127.0.0.1:9"  # nothing listens there: every request is answered below
VERSION = re.compile(r"^/static/([0-9a-f]{8}/)?")
STATIC = Path(__file__).parents[2] / "webapp" / "static"
TYPES = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2"}
POLICY = (
    f"default-src 'none'; script-src {ORIGIN}/static/; style-src 'self' 'nonce-n0';"
    " img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'"
)
WRITING = """
{% extends "base.html" %}{% import "macros/writing.html" as writing with context %}
{% block scripts %}<script type="module" src="{{ static_url('js/writing.js') }}"></script>
{% endblock %}
{% block body %}<main class="write" data-writing data-save-url="/save" data-version="4"
  data-done-url="/done" data-copy-url="/copy" data-copy-page="/copied">
  <header class="bar">{{ writing.state() }}{{ writing.star(false) }}</header>
  <div class="desk"><div class="desk-in"><aside class="marginalia">
    {{ writing.when("2026-11-22", "20:52", "Europe/Berlin") }}{{ writing.tags(["walks"]) }}</aside>
    <div class="body">{{ writing.trouble() }}{{ writing.editor(body) }}</div></div></div>
  <footer class="status">{{ writing.words(0) }}</footer></main>{% endblock %}
"""
REFUSED = {"error": {"happened": "It was refused.", "safe": "It is safe.", "todo": "Wait."}}


@dataclass
class Server:
    """Answers for the page; `answers` says how the next saves go, then all go well."""

    html: str = ""
    saves: list[dict[str, Any]] = field(default_factory=list)
    posts: list[str] = field(default_factory=list)
    answers: list[tuple[int, dict[str, Any]] | None] = field(default_factory=list)
    held: list[Route] = field(default_factory=list)
    hold: bool = False

    def handle(self, route: Route, request: Request) -> None:
        path = request.url.removeprefix(ORIGIN).partition("?")[0]
        if path.startswith("/static/"):
            file = STATIC / VERSION.sub("", path)
            if file.suffix == ".woff2":  # no test looks at letters
                route.fulfill(status=204)
                return
            route.fulfill(path=file, content_type=TYPES.get(file.suffix, "image/png"))
        elif request.method == "PUT":
            self.saves.append({**(request.post_data_json or {}), "to": path})
            if self.hold:
                self.held.append(route)
            else:
                self.answer(route)
        elif request.method == "POST":
            self.posts.append(path)
            route.fulfill(status=204)
        else:
            html = self.html if path == "/" else "<title>elsewhere</title>"
            headers = {"Content-Security-Policy": POLICY, "Content-Type": "text/html"}
            route.fulfill(body=html, headers=headers)

    def answer(self, route: Route) -> None:
        """Say how a save went."""
        planned = self.answers.pop(0) if self.answers else (200, {})
        if planned is None:
            route.abort()
            return
        status, data = planned
        fine = {"version": 4 + len(self.saves), "saved_at": "21:04", "words": 3, "tags": []}
        body = json.dumps(data or fine)
        route.fulfill(status=status, body=body, content_type="application/json")

    def release(self) -> None:
        """Let all held saves through."""
        self.hold = False
        while self.held:
            self.answer(self.held.pop())


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    context = browser.new_context()
    context.route("**/*", server.handle)
    page = context.new_page()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("console", lambda line: broken.append(line.text) if "Policy" in line.text else None)
    yield page
    context.close()
    assert broken == []


@pytest.fixture
def write(empty_app: Flask, server: Server, page: Page) -> Callable[[str], Page]:
    """`write("text")` opens the writing page on that text, with the cursor at its end."""

    def open_on(body: str) -> Page:
        with empty_app.test_request_context():
            g.csp_nonce = "n0"
            server.html = render_template_string(WRITING, body=body)
        page.goto(f"{ORIGIN}/")
        expect(page.locator(".cm-content")).to_be_focused()
        return page

    return open_on


def saved(page: Page, server: Server) -> str:
    """Save at once and tell the text that arrived last."""
    assert page.evaluate("quietleaf.flush()")
    return str(server.saves[-1]["body"])


TEXTS = ["", "one\ntwo\n", "one\r\ntwo\r\n", "one\rtwo", "a\nb\r\nc\rd\n", "\n\n lead", "x\u2028y"]


@pytest.mark.parametrize("text", TEXTS, ids=repr)
def test_a_text_comes_back_with_the_line_ends_it_had(
    text: str, write: Callable[[str], Page], server: Server
) -> None:
    page = write(text)
    page.keyboard.type("!")
    assert saved(page, server) == text + "!"


def test_a_new_line_ends_as_the_others_do(write: Callable[[str], Page], server: Server) -> None:
    page = write("one\r\ntwo")
    page.keyboard.press("Enter")
    page.keyboard.type("three")
    assert saved(page, server) == "one\r\ntwo\r\nthree"


FORMATS = [
    ("word", "Control+b", "**word**"),
    ("**word**", "Control+b", "word"),
    ("word", "Control+i", "*word*"),
    ("**word**", "Control+i", "***word***"),
    ("word", "Control+Shift+8", "- word"),
    ("- word", "Control+Shift+8", "word"),
    ("- [ ] word", "Control+Shift+8", "- word"),
    ("- word", "Control+Shift+9", "- [ ] word"),
    ("word", "Control+Shift+.", "> word"),
]


@pytest.mark.parametrize(("before", "keys", "after"), FORMATS)
def test_a_key_formats_what_is_selected(
    before: str, keys: str, after: str, write: Callable[[str], Page], server: Server
) -> None:
    page = write(before)
    page.locator(".cm-content").evaluate("content => content.focus()")
    marked = re.search(r"word", before)
    assert marked
    page.keyboard.press("Control+Home")
    for _ in range(marked.start()):
        page.keyboard.press("ArrowRight")
    for _ in "word":
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press(keys)
    assert saved(page, server) == after


def test_a_list_goes_on_at_the_next_line(write: Callable[[str], Page], server: Server) -> None:
    page = write("- one")
    page.keyboard.press("Enter")
    page.keyboard.type("two")
    assert saved(page, server) == "- one\n- two"


def test_a_box_at_the_start_of_a_line_begins_a_checklist(
    write: Callable[[str], Page], server: Server
) -> None:
    page = write("")
    page.keyboard.type("[] figs")
    assert saved(page, server) == "- [ ] figs"


def test_the_first_line_is_larger_once_there_is_a_second(write: Callable[[str], Page]) -> None:
    page = write("The name")
    expect(page.locator(".md-line-name")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator(".md-line-name")).to_have_text("The name")


def test_each_line_has_the_direction_of_its_own_words(write: Callable[[str], Page]) -> None:
    page = write("Left to right\nשלום עולם")
    lines = page.locator(".cm-line")
    directions = lines.evaluate_all("all => all.map(one => getComputedStyle(one).direction)")
    assert directions == ["ltr", "rtl"]


def test_the_editor_has_a_name_and_asks_for_spelling(write: Callable[[str], Page]) -> None:
    content = write("").locator(".cm-content")
    expect(content).to_have_accessible_name("Entry")
    expect(content).to_have_attribute("spellcheck", "true")


def test_it_saves_by_itself_after_the_last_key(
    write: Callable[[str], Page], server: Server
) -> None:
    page = write("")
    page.keyboard.type("one")
    expect(page.locator("[data-said]")).to_have_text("Saved at 21:04")
    assert [(save["body"], save["base_version"]) for save in server.saves] == [("one", 4)]


def test_steady_typing_is_saved_before_it_ends(
    write: Callable[[str], Page], server: Server
) -> None:
    page = write("")
    page.keyboard.type("on and on without a pause", delay=60)
    assert server.saves
    assert len(server.saves[0]["body"]) < len("on and on without a pause")


def test_it_tells_once_that_there_is_unsaved_text(
    write: Callable[[str], Page], server: Server
) -> None:
    page = write("")
    page.keyboard.type("several keys")
    saved(page, server)
    assert server.posts == ["/page/unsaved"]


def test_what_is_typed_during_a_slow_save_is_saved_after_it(
    write: Callable[[str], Page], server: Server
) -> None:
    page = write("")
    server.hold = True
    page.keyboard.type("a")
    expect(page.locator("[data-said]")).to_have_text("Saving")
    page.keyboard.type("b")
    server.release()
    assert saved(page, server) == "ab"
    assert [save["base_version"] for save in server.saves] == [4, 5]


def test_a_refusal_is_told_in_its_own_words(write: Callable[[str], Page], server: Server) -> None:
    page = write("")
    server.answers = [(422, REFUSED)]
    page.keyboard.type("x")
    expect(page.locator("[data-trouble] b")).to_have_text("It was refused.")
    expect(page.locator("[data-trouble] p")).to_have_text("It is safe. Wait.")
    expect(page.locator("[data-said]")).to_have_text("Not saved")


@pytest.mark.parametrize("failure", [None, (507, REFUSED)], ids=["no answer", "disk full"])
def test_it_tries_again_by_itself(
    failure: tuple[int, dict[str, Any]] | None, write: Callable[[str], Page], server: Server
) -> None:
    page = write("")
    server.answers = [failure]
    page.keyboard.type("x")
    expect(page.locator("[data-trouble]")).to_be_visible()
    expect(page.locator("[data-trouble]")).to_be_hidden()
    assert [save["body"] for save in server.saves] == ["x", "x"]


def test_a_server_that_says_nothing_counts_as_silent_and_is_asked_again(
    write: Callable[[str], Page], server: Server
) -> None:
    page = write("")
    page.clock.install()
    server.hold = True
    page.keyboard.type("x")
    page.clock.run_for(9_000)
    expect(page.locator("[data-trouble] b")).to_contain_text("Quietleaf did not answer")
    server.hold = False
    page.clock.run_for(2_000)
    expect(page.locator("[data-trouble]")).to_be_hidden()
    assert [save["body"] for save in server.saves] == ["x", "x"]


@pytest.mark.parametrize("sign", ["online", "focus"])
def test_it_does_not_wait_for_the_end_of_a_pause_when_somebody_is_back(
    sign: str, write: Callable[[str], Page], server: Server
) -> None:
    page = write("")
    page.clock.install()
    server.answers = [None] * 5
    page.keyboard.type("x")
    page.clock.run_for(10_000)
    expect(page.locator("[data-trouble]")).to_be_visible()
    server.answers.clear()
    page.evaluate(f"window.dispatchEvent(new Event('{sign}'))")
    expect(page.locator("[data-trouble]")).to_be_hidden()


def test_flushing_says_when_something_is_not_saved(
    write: Callable[[str], Page], server: Server
) -> None:
    page = write("")
    server.answers = [(422, REFUSED)]
    page.keyboard.type("x")
    assert page.evaluate("quietleaf.flush()") is False


def test_it_stays_while_something_is_not_saved(
    write: Callable[[str], Page], server: Server
) -> None:
    page = write("")
    server.answers = [(422, REFUSED)] * 3
    page.keyboard.type("x")
    expect(page.locator("[data-trouble]")).to_be_visible()
    page.keyboard.press("Escape")
    assert page.evaluate("quietleaf.flush()") is False
    assert page.url == f"{ORIGIN}/"


def test_a_conflict_can_be_kept_as_an_entry_of_its_own(
    write: Callable[[str], Page], server: Server
) -> None:
    page = write("mine")
    server.answers = [(409, REFUSED)]
    page.keyboard.type("!")
    page.get_by_role("button", name="Keep mine as an entry of its own").click()
    page.wait_for_url("**/copied")
    last = server.saves[-1]
    assert (last["to"], last["body"], last["base_version"]) == ("/copy", "mine!", 0)


def test_done_saves_before_it_leaves(write: Callable[[str], Page], server: Server) -> None:
    page = write("")
    page.keyboard.type("last words")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/done")
    assert server.saves[-1]["body"] == "last words"


def test_a_day_long_ago_is_sent_as_it_is(write: Callable[[str], Page], server: Server) -> None:
    page = write("")
    page.locator("[data-day-label]").click()
    page.get_by_label("Day", exact=True).fill("0044-03-15")
    page.get_by_label("Day", exact=True).press("Tab")
    saved(page, server)
    assert server.saves[-1]["day"] == "0044-03-15"


def test_a_time_that_does_not_exist_is_not_sent(
    write: Callable[[str], Page], server: Server
) -> None:
    page = write("")
    page.locator("[data-time-label]").click()
    page.get_by_label("Time", exact=True).fill("25:00")
    page.get_by_label("Time", exact=True).press("Tab")
    expect(page.locator("[data-when-error]")).to_contain_text("There is no such time")
    assert server.saves == []


def test_tags_are_added_and_taken_away(write: Callable[[str], Page], server: Server) -> None:
    page = write("")
    page.get_by_role("button", name="Tag", exact=True).click()
    page.keyboard.type("#sea, Walks")
    page.keyboard.press("Enter")
    saved(page, server)
    assert server.saves[-1]["tags"] == ["walks", "sea"]
    page.get_by_role("button", name="Remove walks").click()
    saved(page, server)
    assert server.saves[-1]["tags"] == ["sea"]


def test_nothing_of_a_text_stays_in_the_browser(
    write: Callable[[str], Page], server: Server
) -> None:
    page = write("secret")
    page.keyboard.type("!")
    saved(page, server)
    kept = page.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"
    )
    assert "secret" not in kept
