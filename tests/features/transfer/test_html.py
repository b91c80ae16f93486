"""HTML of other programs made Markdown."""

from __future__ import annotations

import pytest
from bs4 import Tag

from webapp.core import markdown
from webapp.features.transfer.html import to_markdown


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<div>one</div><div>two</div><div><br/></div><div>three</div>", "one\ntwo\n\nthree"),
        ("one<br>two", "one\ntwo"),
        ("<b>bold</b>, <i>slanted</i>, <s>gone</s>", "**bold**, *slanted*, ~~gone~~"),
        ("<h2>Name</h2>words", "## Name\n\nwords"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "- a\n  - b"),
        ('<input type="checkbox" checked>done', "[x] done"),
        ("<mark>seen</mark>", "==seen=="),
        ("<table><tr><th>a</th></tr><tr><td>1<br>2</td></tr></table>", "| a |\n| --- |\n| 1 2 |"),
        ('<a href="https://example.org/a_b">words</a>', "[words](https://example.org/a_b)"),
        (
            '<a href="https://example.org/a_b">https://example.org/a_b</a>',
            "https://example.org/a_b",
        ),
        ("<pre><code>a_b*c</code></pre>", "```\na_b*c\n```"),
    ],
)
def test_it_becomes_markdown(html: str, text: str) -> None:
    assert to_markdown(html) == text


@pytest.mark.parametrize(
    "words",
    ["1. Mai", "# nothing", "- 3 degrees", "> so", "2*3*4", "my_own_name", "`x`", "C:\\new"],
)
def test_signs_that_are_words_stay_words(words: str) -> None:
    html = markdown.render(to_markdown(f"<p>{words.replace('>', '&gt;')}</p>"))
    assert html.striptags() == words


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>words",
        "<style>p{}</style>words",
        "<!-- hidden -->words",
        '<a href="javascript:alert(1)">words</a>',
        '<svg onload="alert(1)"><text>no</text></svg>words',
        '<iframe src="https://example.org"></iframe>words',
    ],
)
def test_what_runs_is_dropped(html: str) -> None:
    assert to_markdown(html) == "words"


def test_pictures_and_inner_links_are_asked_about() -> None:
    def image(tag: Tag) -> str:
        return f"![]({tag['src']})"

    def link(tag: Tag) -> str:
        return f"[[{tag['href']}]]"

    html = '<img src="a.png"><a href="note:1">that day</a>'
    assert to_markdown(html, image=image, link=link) == "![](a.png)[[note:1]]"


def test_html_that_is_too_deep_is_read_as_text() -> None:
    assert to_markdown("<div>" * 2_000 + "words") == "words"
