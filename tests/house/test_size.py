"""Files and functions that one head can hold, pages without code, errors that are not lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.support import house_rules as rules

EDGES = {
    "webapp/core/jobs.py": "the top of a thread: the page must learn how it ended",
    "webapp/desktop/run.py": "the start: the last place before the person sees nothing",
}
"""Files with a broad except, and why: a thread's top, the request's error handler, the start."""

FUNCTION = "def long():\n" + "    pass\n" * rules.LONGEST_FUNCTION


def everywhere(check: Callable[[str, str], Iterator[rules.Breach]], paths: list[str]) -> list[str]:
    return [str(breach) for path in paths for breach in check(path, rules.text_of(path))]


def scripts_and_modules() -> list[str]:
    return [path for path in rules.project_files(".py", ".js") if "/vendor/" not in path]


def templates() -> list[str]:
    return [path for path in rules.project_files(".html") if path.startswith("webapp/")]


def test_every_file_is_short() -> None:
    found = everywhere(rules.too_long_file, scripts_and_modules())
    assert not found, "\n".join(found)


def test_every_function_is_short() -> None:
    found = everywhere(rules.too_long_functions, rules.project_files(".py"))
    assert not found, "\n".join(found)


def test_every_template_is_short() -> None:
    found = [
        str(breach)
        for path in templates()
        for breach in rules.too_long_file(path, rules.text_of(path), rules.LONGEST_TEMPLATE)
    ]
    assert not found, "\n".join(found)


def test_no_template_holds_code() -> None:
    found = everywhere(rules.inline_code, templates())
    assert not found, "\n".join(found)


def test_every_module_says_what_it_is_for() -> None:
    found = everywhere(rules.without_docstring, rules.project_files(".py"))
    assert not found, "\n".join(found)


def test_errors_are_caught_by_name() -> None:
    found = [
        str(breach)
        for path in rules.project_files(".py")
        for breach in rules.wide_excepts(path, rules.text_of(path), EDGES)
    ]
    assert not found, "\n".join(found)


def test_each_listed_edge_still_has_its_broad_except() -> None:
    idle = [
        path
        for path in EDGES
        if not list(rules.wide_excepts(path, rules.text_of(path), allowed=()))
    ]
    assert idle == []


def test_it_names_a_long_file() -> None:
    found = list(rules.too_long_file("a.py", "x = 1\n" * (rules.LONGEST_FILE + 1)))
    assert [str(breach) for breach in found] == ["a.py:401: 401 lines; 400 at most"]


def test_it_lets_a_file_of_just_the_right_length_pass() -> None:
    assert list(rules.too_long_file("a.py", "x = 1\n" * rules.LONGEST_FILE)) == []


def test_it_names_a_long_function() -> None:
    found = [str(breach) for breach in rules.too_long_functions("a.py", f"x = 1\n{FUNCTION}")]
    assert found == ["a.py:2: long has 61 lines; 60 at most"]


def test_it_names_a_long_method_and_a_long_function_inside_another() -> None:
    inner = "".join(f"    {line}\n" for line in FUNCTION.splitlines())
    assert len(list(rules.too_long_functions("a.py", f"class A:\n{inner}"))) == 1
    assert len(list(rules.too_long_functions("a.py", f"def a():\n{inner}"))) == 2


@pytest.mark.parametrize("text", ["", "x = 1\n", "# a comment\n", '""""""\n'])
def test_it_names_a_module_without_a_docstring(text: str) -> None:
    assert len(list(rules.without_docstring("a.py", text))) == 1


@pytest.mark.parametrize(
    "caught", ["", " Exception", " BaseException as e", " (OSError, Exception)"]
)
def test_it_names_a_wide_except(caught: str) -> None:
    text = f"try:\n    pass\nexcept{caught}:\n    pass\n"
    found = list(rules.wide_excepts("webapp/core/web.py", text, allowed=()))
    assert [breach.line for breach in found] == [3]


def test_it_names_a_bare_except_even_at_an_edge() -> None:
    text = "try:\n    pass\nexcept:\n    pass\n"
    assert len(list(rules.wide_excepts("a.py", text, allowed=["a.py"]))) == 1


def test_it_lets_an_except_that_passes_the_error_on_pass() -> None:
    text = "try:\n    pass\nexcept BaseException:\n    undo()\n    raise\n"
    assert list(rules.wide_excepts("a.py", text, allowed=())) == []


def test_it_lets_a_named_error_pass() -> None:
    text = "try:\n    pass\nexcept (OSError, ValueError):\n    pass\n"
    assert list(rules.wide_excepts("a.py", text, allowed=())) == []


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        '<script type="module">go()</script>',
        "<style>p {}</style>",
        '<p style="color: red">',
        '<p\n  class="a"\n  style="color: red">',
        '<button onclick="go()">',
        '<body ONLOAD = "go()">',
        '<a href="javascript:go()">',
    ],
)
def test_it_names_code_in_a_template(html: str) -> None:
    assert len(list(rules.inline_code("a.html", html))) == 1


@pytest.mark.parametrize(
    "html",
    [
        '<script src="/static/js/app.js" type="module"></script>',
        '<link rel="stylesheet" href="/static/css/app.css">',
        "<p>One two = three, on time = good</p>",
        "{# <p style='x'> #}",
        '<input name="only" data-on="x">',
    ],
)
def test_it_lets_a_clean_template_pass(html: str) -> None:
    assert list(rules.inline_code("a.html", html)) == []


def test_it_names_the_line_of_code_in_a_template() -> None:
    found = list(rules.inline_code("a.html", "<p>\n<!-- one\ntwo -->\n<style>"))
    assert [breach.line for breach in found] == [4]
