"""Markdown as it is read: safe whatever is written, and right for every script."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core import markdown

HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src='x' onerror  =  'alert(1)'>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mi xlink:href='data:text/html,<script>alert(1)</script>'>x</mi></math>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<iframe src=javascript:alert(1)>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css';</style>",
    "<form action=//evil.example><input name=a></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<body onload=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<select autofocus onfocus=alert(1)>",
    "<marquee onstart=alert(1)>",
    "<p style='background:url(//evil.example)'>x</p>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<title><img src=x onerror=alert(1)></title>",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java%0Ascript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](file:///etc/passwd)",
    "[x](blob:null/1)",
    "[x](https://example.org \"' onmouseover=alert(1) '\")",
    '[x](https://example.org\\"onmouseover=alert(1))',
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    "<https://example.org/\"onmouseover='alert(1)'>",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/pixel.png)",
    "![x](//evil.example/pixel.png)",
    "![x](data:image/svg+xml,<svg onload=alert(1)>)",
    '![x" onerror="alert(1)](media:1)',
    '![x](media:1 "t\\" onerror=\\"alert(1)")',
    "```<script>alert(1)</script>\nx\n```",
    '```js" onmouseover="alert(1)\nx\n```',
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "| <img src=x onerror=alert(1)> |\n|---|\n| <script>alert(1)</script> |",
    "- [x] <img src=x onerror=alert(1)>",
    "> <script>alert(1)</script>",
    "# <script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u2028<script>alert(1)</script>",
    "<\x00script>alert(1)</script>",
    "＜script＞alert(1)＜/script＞",
    "[" * 500 + "x" + "](javascript:alert(1))" * 500,
    "*" * 2000 + "<script>alert(1)</script>",
    "> " * 300 + "<img src=x onerror=alert(1)>",
]


class Seen(HTMLParser):
    """What a browser would find: every element with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data

    def first(self, tag: str) -> dict[str, str | None]:
        return next(attributes for name, attributes in self.elements if name == tag)


def seen(text: str) -> Seen:
    return Seen(str(markdown.render(text, {"media:1": "/media/1"}.get)))


def dangers(found: Seen) -> list[str]:
    """Everything in it that could run, load or send."""
    wrong = [tag for tag, _attributes in found.elements if tag not in markdown.TAGS]
    for tag, attributes in found.elements:
        for name, value in attributes.items():
            address = (value or "").strip().lower()
            if name.startswith("on") or name in ("style", "srcdoc", "formaction", "id", "name"):
                wrong.append(f"{tag} {name}")
            scheme = re.match(r"([a-z][a-z0-9+.-]*):", address)
            if name == "href" and scheme and scheme[1] not in markdown.SCHEMES:
                wrong.append(f"{tag} {address}")
            if name == "src" and address != "/media/1":
                wrong.append(f"{tag} {address}")
    return wrong


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_written_can_run_load_or_send(text: str) -> None:
    assert dangers(seen(text)) == []


def test_the_check_above_can_see_each_kind_of_danger() -> None:
    hostile = Seen("<script></script><img src=x onerror=y><a href='javascript:z' style='q'>")
    assert dangers(hostile) == ["script", "img x", "img onerror", "a javascript:z", "a style"]


@pytest.mark.parametrize("text", HOSTILE[:36], ids=range(36))
def test_html_that_is_written_is_shown_as_it_was_written(text: str) -> None:
    shown = seen(text).words
    assert "alert" not in text or "alert" in shown
    assert "<" in shown


@given(st.text(max_size=300))
def test_any_text_at_all_is_harmless(text: str) -> None:
    assert dangers(seen(text)) == []


hostile_signs = st.sampled_from([*"<>\"'`=&;:/\\()[]!#*_-|\n\t ", "script", "onerror", "href"])


@given(st.lists(hostile_signs, max_size=60).map("".join))
def test_any_mix_of_the_signs_of_markup_is_harmless(text: str) -> None:
    assert dangers(seen(text)) == []


def test_a_link_leads_out_without_saying_from_where() -> None:
    link = seen("[a place](https://example.org/a?b=c&d)").first("a")
    assert link == {
        "href": "https://example.org/a?b=c&d",
        "target": "_blank",
        "rel": "noopener noreferrer",
    }


def test_a_link_to_another_page_of_ours_stays_in_the_window() -> None:
    html = markdown.render(
        "[that day](entry:1)", link_url=lambda address: f"/entries/{address[6:]}"
    )
    assert '<a href="/entries/1"' in html
    assert "_blank" not in html


def test_a_link_to_a_page_that_is_not_here_leads_nowhere() -> None:
    assert "href" not in markdown.render("[that day](entry:1)")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("see https://example.org/a_b?c=1.", "https://example.org/a_b?c=1"),
        ("(http://example.org)", "http://example.org"),
        ("<https://example.org>", "https://example.org"),
    ],
)
def test_a_bare_address_is_a_link(text: str, address: str) -> None:
    assert seen(text).first("a")["href"] == address


@pytest.mark.parametrize(
    "text",
    ["www.example.org", "a.b", "alice@example.org", "ftp://example.org", "//example.org",
     "`https://example.org`", "javascript:alert(1)", "file:///etc/passwd"],
)  # fmt: skip
def test_what_does_not_begin_as_an_address_is_none(text: str) -> None:
    assert "a" not in [tag for tag, _attributes in seen(text).elements]


def test_a_mail_address_is_a_link_too() -> None:
    assert seen("<mailto:bob@example.org>").first("a")["href"] == "mailto:bob@example.org"


def test_a_picture_of_ours_is_shown_with_its_words() -> None:
    picture = seen("![the heron](media:1)").first("img")
    assert (picture["src"], picture["alt"]) == ("/media/1", "the heron")


def test_a_picture_from_elsewhere_is_only_its_words() -> None:
    found = seen("![the heron](https://example.org/heron.jpg)")
    assert "the heron" in found.words
    assert "img" not in [tag for tag, _attributes in found.elements]


def test_a_picture_that_is_no_longer_there_is_only_its_words() -> None:
    assert "the heron" in seen("![the heron](media:2)").words


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("a paragraph", "p"),
        ("# a heading", "h1"),
        ("> a quotation", "blockquote"),
        ("- an item", "li"),
        ("1. an item", "li"),
        ("| a | b |\n|---|---|\n| c | d |", "table"),
    ],
)
def test_every_block_finds_its_own_direction(text: str, tag: str) -> None:
    assert seen(text).first(tag)["dir"] == "auto"


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("**strong**", "strong"),
        ("*soft*", "em"),
        ("~~gone~~", "s"),
        ("`code`", "code"),
        ("```\ncode\n```", "pre"),
        ("---", "hr"),
    ],
)
def test_marks_become_what_they_mean(text: str, tag: str) -> None:
    assert tag in [name for name, _attributes in seen(text).elements]


def test_a_line_break_in_a_diary_is_a_line_break() -> None:
    assert "br" in [tag for tag, _attributes in seen("one\ntwo").elements]


def test_a_checklist_shows_what_is_done() -> None:
    boxes = [
        attributes for tag, attributes in seen("- [x] one\n- [ ] two").elements if tag == "input"
    ]
    assert ["checked" in box for box in boxes] == [True, False]
    assert all("disabled" in box for box in boxes)


@pytest.mark.parametrize(
    "text", ["日本語の日記。", "שלום עולם", "مرحبا بالعالم", "🦉 é ñ ß", "ไทย"]
)
def test_words_of_every_script_stay_as_they_are(text: str) -> None:
    assert seen(text).words.strip() == text


def test_a_very_long_entry_is_shown_whole() -> None:
    text = "one word and another\n\n" * 2_000
    assert seen(text).words.count("another") == 2_000


@pytest.mark.parametrize(
    ("title", "body", "name", "summary"),
    [
        (None, "", "", ""),
        (None, "One line", "One line", ""),
        (None, "\n\n# A heading\n\nand words", "A heading", "and words"),
        (None, "First\nsecond\nthird", "First", "second third"),
        ("A title", "First\nsecond", "A title", "First second"),
        ("  ", "First\nsecond", "First", "second"),
        (None, "- [ ] **Milk** and [bread](https://example.org)", "Milk and bread", ""),
        (None, "---\nAfter the rule", "After the rule", ""),
        (None, "![heron](media:1) words", "heron words", ""),
        (None, "snake_case_name and 2*3*4", "snake_case_name and 2*3*4", ""),
    ],
)
def test_the_name_and_the_words_of_a_list_are_plain(
    title: str | None, body: str, name: str, summary: str
) -> None:
    assert markdown.name_and_summary(title, body) == (name, summary)


def test_a_long_first_line_is_cut_after_its_first_sentence() -> None:
    body = "We walked to the ridge. " + "Then the rain came over the pass and stayed. " * 10
    name, summary = markdown.name_and_summary(None, body)
    assert name == "We walked to the ridge."
    assert summary.startswith("Then the rain")


@given(st.none() | st.text(max_size=300), st.text(max_size=900))
def test_the_name_and_summary_of_any_text_are_short_single_lines(
    title: str | None, body: str
) -> None:
    name, summary = markdown.name_and_summary(title, body)
    assert len(name) <= markdown.NAME_LENGTH
    assert len(summary) <= markdown.SUMMARY_LENGTH
    assert "\n" not in summary


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("one two  three\nfour", 4), ("日記", 2), ("日記 one", 3), ("שלום עולם", 2)],
)
def test_words_are_counted_in_every_script(text: str, count: int) -> None:
    assert markdown.count_words(text) == count


def test_a_picture_on_a_line_of_its_own_is_not_in_the_name_or_the_summary() -> None:
    text = "![the heron](media:1)\n\nBy the river.\n\n![a boat](media:2)\n\nHome late."
    assert markdown.name_and_summary(None, text) == ("By the river.", "Home late.")


def test_an_entry_of_pictures_alone_is_named_after_the_first() -> None:
    assert markdown.name_and_summary(None, "![the heron](media:1)\n![](media:2)")[0] == "the heron"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a ==b== c", "a <mark>b</mark> c"),
        ("==a **b** c==", "<mark>a <strong>b</strong> c</mark>"),
        ("**a ==b==**", "<strong>a <mark>b</mark></strong>"),
        ("== no ==", "== no =="),
        ("1 == 2", "1 == 2"),
        ("`==a==`", "<code>==a==</code>"),
        ("==a", "==a"),
    ],
)
def test_words_between_two_equals_signs_are_marked(text: str, shown: str) -> None:
    assert shown in markdown.render(text)


def test_the_columns_of_a_table_keep_their_side() -> None:
    shown = markdown.render("| a | b | c |\n|---|:-:|--:|\n| 1 | 2 | 3 |")
    assert '<td class="is-middle">2</td>' in shown
    assert '<td class="is-end">3</td>' in shown
    assert "style" not in shown


def test_sound_and_film_can_be_played_and_other_files_are_handed_over() -> None:
    def file_of(address: str) -> markdown.File | None:
        mime = {"media:1": "audio/wav", "media:2": "video/mp4", "media:3": ""}.get(address)
        return None if mime is None else markdown.File(mime, "/m/1", "/m/1/save")

    text = "[a](media:1) [b](media:2) [c](media:3) [d](media:4)"
    shown = markdown.render(text, file_of=file_of)
    assert '<audio controls="" preload="metadata" src="/m/1"></audio>' in shown
    assert '<video controls="" preload="metadata" src="/m/1"></video>' in shown
    assert shown.count('<a href="/m/1/save" class="attached"') == 3
    assert "media:" not in shown


def test_a_box_that_can_be_ticked_says_its_line() -> None:
    shown = markdown.render("Buy:\n\n- [ ] milk\n  - [x] bread\n\n> 1. [ ] salt", ticks=True)
    assert re.findall(r'value="(\d+)"', shown) == ["2", "3", "5"]
    assert "disabled" not in shown


def test_a_box_is_only_shown_where_it_cannot_be_ticked() -> None:
    shown = markdown.render("- [ ] milk")
    assert "disabled" in shown
    assert "value" not in shown
