"""Who may know whom: launcher -> desktop -> webapp -> features -> core, and never back."""

from __future__ import annotations

import pytest

from tests.support import house_rules as rules

SIDEWAYS = {
    ("accounts", "preferences"): "unlocking applies the person's language and idle minutes",
    ("calendar", "entries"): "a day shows the entries it has",
    ("calendar", "insights"): "what was written on which day is counted there",
    ("calendar", "media"): "a day shows a photo",
    ("calendar", "preferences"): "it is today in the person's zone",
    ("entries", "accounts"): "on the command line the journal is opened with the password",
    ("entries", "history"): "what is overwritten is kept first",
    ("entries", "index"): "a saved entry is found at once",
    ("entries", "media"): "a page of entries shows their photos",
    ("entries", "preferences"): "a day begins and is written as the person chose",
    ("history", "entries"): "an old version becomes the entry again",
    ("history", "preferences"): "a version belongs to a day of the person's zone",
    ("insights", "preferences"): "it is today in the person's zone",
    ("search", "accounts"): "the command opens the journal with the password",
    ("search", "entries"): "what is found is shown as entries are",
    ("search", "index"): "that is where it is looked up",
    ("search", "media"): "an entry that was found shows its photos",
    ("search", "preferences"): "the entry's zone is said where it is not the person's own",
    ("selection", "entries"): "what is selected are entries",
    ("selection", "transfer"): "the export of what is selected is the export of the journal",
    ("transfer", "accounts"): "on the command line the journal is opened with the password",
    ("transfer", "entries"): "what is brought in becomes entries",
    ("transfer", "media"): "pictures come in with the entries that show them",
    ("transfer", "preferences"): "times without a zone are read in the person's",
}
"""(A feature, the feature whose service it uses), and why. A new pair is a decision."""

VIEWS = "webapp/features/entries/views.py"
SERVICE = "webapp/features/entries/service.py"


def doors(path: str, text: str, *sideways: tuple[str, str]) -> list[str]:
    return [str(breach) for breach in rules.wrong_doors(path, text, sideways)]


def test_every_import_goes_through_an_open_door() -> None:
    found = [
        str(breach)
        for path in rules.project_files(".py")
        for breach in rules.wrong_doors(path, rules.text_of(path), SIDEWAYS)
    ]
    assert not found, "\n".join(found)


def test_only_settings_reads_the_environment() -> None:
    found = [
        str(breach)
        for path in rules.project_files(".py")
        for breach in rules.environment_readers(path, rules.text_of(path))
    ]
    assert not found, "\n".join(found)


def test_the_list_of_features_has_each_folder() -> None:
    from webapp.features import FEATURES

    files = [path.split("/") for path in rules.project_files(".py")]
    folders = {parts[2] for parts in files if parts[:2] == ["webapp", "features"] and parts[3:]}
    listed = [feature.name for feature in FEATURES]
    assert [str(breach) for breach in rules.unlisted_features(folders, listed)] == []


def test_each_pair_of_neighbours_is_still_in_use() -> None:
    used = set()
    for path in rules.project_files(".py"):
        here = rules.place_of_file(path)
        if here is None or not here.feature:
            continue
        for found in rules.imports(path, rules.ast.parse(rules.text_of(path))):
            there = rules.place_of_module(found.name)
            if there and there.feature and there.feature != here.feature:
                used.add((here.feature, there.feature))
    assert set(SIDEWAYS) - used == set()


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("webapp/core/web.py", "from webapp.features.entries import service"),
        ("webapp/core/web.py", "import webapp.desktop.window"),
        ("webapp/core/web.py", "from webapp import create_app"),
        ("webapp/core/web.py", "def f():\n    from webapp.features import FEATURES"),
        ("webapp/features/entries/views.py", "from webapp.desktop import gate"),
        ("webapp/features/entries/views.py", "from webapp.features import FEATURES"),
        ("webapp/__init__.py", "from webapp.desktop import server"),
        ("webapp/settings.py", "from webapp.core import clock"),
        ("launcher.py", "from webapp.core import clock"),
        ("webapp/core/web.py", "from ..features import FEATURES"),
    ],
)
def test_it_names_an_import_that_goes_up(path: str, line: str) -> None:
    found = doors(path, f'"""Example."""\n{line}\n')
    assert len(found) == 1
    assert found[0].startswith(f"{path}:{2 + line.count(chr(10))}: ")


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("webapp/features/entries/views.py", "from webapp.core import clock"),
        ("webapp/features/entries/views.py", "from webapp.features.entries import service, forms"),
        ("webapp/features/entries/service.py", "from flask_babel import gettext as _"),
        ("webapp/__init__.py", "from webapp.features import FEATURES"),
        ("webapp/features/__init__.py", "from webapp.features import entries"),
        ("webapp/desktop/window.py", "import webview\nfrom webapp import create_app"),
        ("launcher.py", "from webapp.desktop import run"),
        ("webapp/core/web.py", "from webapp.settings import Settings"),
        ("tests/core/test_web.py", "from webapp.desktop import gate"),
    ],
)
def test_it_lets_an_import_down_pass(path: str, line: str) -> None:
    assert doors(path, line) == []


def test_it_names_a_neighbour_that_is_not_listed() -> None:
    found = doors(VIEWS, "from webapp.features.media import service")
    assert found == [f"{VIEWS}:1: entries must not know media (webapp.features.media.service)"]


def test_it_lets_a_listed_neighbours_service_pass() -> None:
    line = "from webapp.features.media import service as media"
    assert doors(VIEWS, line, ("entries", "media")) == []


def test_it_names_more_than_a_neighbours_service() -> None:
    found = doors(VIEWS, "from webapp.features.media.models import Photo", ("entries", "media"))
    assert len(found) == 1
    assert "only the service of media" in found[0]


@pytest.mark.parametrize("library", ["webview", "waitress", "PySide6.QtCore", "qtpy"])
def test_it_names_a_window_library_outside_desktop(library: str) -> None:
    assert len(doors(VIEWS, f"import {library}")) == 1


@pytest.mark.parametrize(
    "line",
    [
        "from flask import g",
        "import flask_login",
        "from werkzeug.datastructures import FileStorage",
        "from webapp.features.entries import forms",
    ],
)
def test_it_names_a_service_that_knows_http(line: str) -> None:
    assert len(doors(SERVICE, line)) == 1


@pytest.mark.parametrize(
    "line",
    [
        "import os\nos.environ['HOME']",
        "import os\nos.getenv('HOME')",
        "import os\nos.putenv('A', 'b')",
    ],
)
def test_it_names_a_reader_of_the_environment(line: str) -> None:
    found = [str(breach) for breach in rules.environment_readers(VIEWS, line)]
    assert len(found) == 1
    assert found[0].startswith(f"{VIEWS}:2: only webapp/settings.py reads the environment")


def test_it_names_an_environment_that_is_imported_by_name() -> None:
    assert len(doors(VIEWS, "from os import environ")) == 1


def test_it_names_a_forgotten_feature() -> None:
    found = [breach.rule for breach in rules.unlisted_features(["entries", "media"], ["entries"])]
    assert found == ["FEATURES has no media"]


def test_it_names_a_feature_without_a_folder() -> None:
    found = [breach.rule for breach in rules.unlisted_features(["entries"], ["entries", "media"])]
    assert found == ["there is no folder media"]
