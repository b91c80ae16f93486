"""Compiled templates are kept beside the program, and are never older than their source."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from tests.support.house_rules import ROOT
from webapp.core.templates import FOLDER, CompiledTemplates


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    path = tmp_path / "pages" / "greeting.html"
    path.parent.mkdir()
    path.write_text("Good morning, {{ name }}.")
    return path


def render(source: Path, kept: Path) -> str:
    """As a program that has just been started does it."""
    loader = FileSystemLoader(source.parent)
    environment = Environment(
        loader=loader, bytecode_cache=CompiledTemplates(kept), autoescape=True
    )
    return environment.get_template(source.name).render(name="alice")


def test_a_second_start_reads_what_the_first_has_compiled(source: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    render(source, kept)
    (compiled,) = kept.iterdir()
    compiled.write_bytes(compiled.read_bytes().replace(b"Good morning", b"Good evening"))
    assert render(source, kept) == "Good evening, alice."


def test_a_template_that_has_changed_is_compiled_anew(source: Path, tmp_path: Path) -> None:
    render(source, tmp_path / "kept")
    source.write_text("Good night, {{ name }}.")
    assert render(source, tmp_path / "kept") == "Good night, alice."


def test_a_compiled_template_that_is_cut_off_is_made_again(source: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    render(source, kept)
    (compiled,) = kept.iterdir()
    compiled.write_bytes(compiled.read_bytes()[:7])
    assert render(source, kept) == "Good morning, alice."


def test_a_folder_that_cannot_be_written_does_no_harm(source: Path, tmp_path: Path) -> None:
    in_the_way = tmp_path / "kept"
    in_the_way.write_text("no folder")
    assert render(source, in_the_way) == "Good morning, alice."


def test_nothing_is_kept_where_python_keeps_nothing(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    render(source, tmp_path / "kept")
    assert not (tmp_path / "kept").exists()


def test_they_are_kept_with_the_program_and_not_with_the_data() -> None:
    assert FOLDER.is_relative_to(ROOT / "webapp")
