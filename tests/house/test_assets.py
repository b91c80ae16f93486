"""The page's own files: icons that exist, licences of what is not ours, nothing from elsewhere."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from webapp.core.icons import drawings, icon

ROOT = Path(__file__).parents[2]
WEBAPP = ROOT / "webapp"
STATIC = WEBAPP / "static"
TEMPLATES = sorted(WEBAPP.rglob("templates/**/*.html"))
STYLES = sorted(WEBAPP.rglob("static/**/*.css"))
SCRIPTS = sorted(path for path in WEBAPP.rglob("static/**/*.js") if path.parent.name != "vendor")
# Addresses that name a language of markup; nothing is ever fetched from them.
NAMESPACES = ("http://www.w3.org/",)


def names_of(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(WEBAPP)) for path in paths]


def icons_named_in(text: str) -> set[str]:
    called = re.findall(r"""\bicon\(\s*["']([a-z0-9-]+)["']""", text)
    items = re.findall(r"""\bNavItem\((?:[^()]|\([^()]*\))*?["']([a-z0-9-]+)["']\s*[,)]""", text)
    return set(called) | {name for name in items if "." not in name}


@pytest.mark.parametrize("path", TEMPLATES, ids=names_of(TEMPLATES))
def test_every_icon_a_template_shows_exists(path: Path) -> None:
    assert icons_named_in(path.read_text(encoding="utf-8")) <= set(drawings())


def test_an_icon_is_hidden_from_screen_readers() -> None:
    assert 'class="ico ico-s" viewBox="0 0 24 24" aria-hidden="true"' in icon("lock", "ico-s")


def test_an_unknown_icon_is_refused_by_name() -> None:
    with pytest.raises(KeyError, match="no icon 'unicorn'"):
        icon("unicorn")


def test_an_icon_takes_no_markup_from_its_classes() -> None:
    assert "<b>" not in icon("lock", '"><b>')


def test_every_drawing_is_only_shapes() -> None:
    shapes = re.compile(r"(?:<(?:path|circle|rect|line|ellipse|poly(?:line|gon)) [^<>]*/>)+")
    strange = [name for name, inside in drawings().items() if not shapes.fullmatch(inside)]
    assert strange == []


@pytest.mark.parametrize("path", STYLES, ids=names_of(STYLES))
def test_every_file_a_style_names_is_there(path: Path) -> None:
    named = re.findall(r"""url\(["']?([^"')]+)""", path.read_text(encoding="utf-8"))
    assert [name for name in named if not (path.parent / name).is_file()] == []


@pytest.mark.parametrize("family", ["Literata", "Hanken-Grotesk", "Atkinson-Hyperlegible-Mono"])
def test_every_typeface_has_its_licence(family: str) -> None:
    text = (STATIC / "fonts" / f"OFL-{family}.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text


def test_every_font_file_belongs_to_a_licensed_family() -> None:
    licensed = {path.stem.removeprefix("OFL-").lower() for path in STATIC.glob("fonts/OFL-*.txt")}
    fonts = [path.name for path in STATIC.glob("fonts/*.woff2")]
    assert [name for name in fonts if not any(name.startswith(family) for family in licensed)] == []


def test_the_icons_have_their_licence() -> None:
    assert "ISC License" in (STATIC / "icons-LICENSE.txt").read_text(encoding="utf-8")


def test_everything_bundled_has_its_licence() -> None:
    licences = (STATIC / "vendor" / "LICENSES.txt").read_text(encoding="utf-8")
    pinned = json.loads((ROOT / "assets/editor/package.json").read_text(encoding="utf-8"))
    inside = [name for name in pinned["devDependencies"] if name != "esbuild"]
    assert [name for name in inside if f"\n{name} " not in licences] == []


@pytest.mark.parametrize("name", ["codemirror.js", "htmx.js"])
def test_a_bundle_names_its_licence_in_its_first_line(name: str) -> None:
    with (STATIC / "vendor" / name).open(encoding="utf-8") as file:
        assert "LICENSES.txt" in file.readline()


def test_the_lock_of_the_bundle_names_no_host() -> None:
    assert "resolved" not in (ROOT / "assets/editor/package-lock.json").read_text(encoding="utf-8")


FILES = TEMPLATES + STYLES + SCRIPTS


@pytest.mark.parametrize("path", FILES, ids=names_of(FILES))
def test_nothing_is_fetched_from_elsewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = re.findall(r"""(?:https?:|["'(=])//[^\s"'<>)]+""", text)
    assert [address for address in found if not address.startswith(NAMESPACES)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=names_of(TEMPLATES))
def test_no_template_has_an_inline_style_or_script(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    inline = r"""<style\b|<script\b(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|\shx-on\b|javascript:"""
    assert re.findall(inline, text, re.IGNORECASE) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=names_of(TEMPLATES))
def test_the_title_is_the_same_everywhere(path: Path) -> None:
    titles = re.findall(r"<title>(.*?)</title>", path.read_text(encoding="utf-8"))
    assert set(titles) <= {"Quietleaf"}


@pytest.mark.parametrize("path", SCRIPTS, ids=names_of(SCRIPTS))
def test_no_script_evaluates_or_keeps_anything_in_the_browser(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    kept = r"\b(?:localStorage|sessionStorage|indexedDB|document\.cookie|eval\(|new Function)"
    assert re.findall(kept, text) == []


def test_every_sentence_a_script_says_is_in_the_template() -> None:
    given = set(re.findall(r"\bdata-([a-z0-9-]+)=", (WEBAPP / "templates/texts.html").read_text()))
    said = set()
    for path in STATIC.glob("js/*.js"):
        text = path.read_text(encoding="utf-8")
        said |= set(re.findall(r"""\b(?:text|plural)\(\s*"([A-Za-z0-9-]+)\"""", text))
    kebab = {re.sub(r"([A-Z])", lambda match: "-" + match[1].lower(), name) for name in said}
    assert kebab - given == set()


def test_the_program_has_an_icon_in_every_size() -> None:
    from PIL import Image

    for size in (16, 32, 48, 64, 128, 256, 512):
        with Image.open(ROOT / f"assets/png/icon-{size}.png") as image:
            assert image.size == (size, size)
