"""The page asks for the frame's scripts all at once."""

from __future__ import annotations

import re

from tests.support.house_rules import ROOT

SCRIPTS = ROOT / "webapp/static/js"
IMPORT = re.compile(r'^import .*?from "\./(\w+)\.js";', re.MULTILINE | re.DOTALL)


def imported_by(name: str) -> set[str]:
    """What a script of the frame needs, and what that needs in turn."""
    found = set(IMPORT.findall((SCRIPTS / f"{name}.js").read_text(encoding="utf-8")))
    return found.union(*(imported_by(other) for other in found))


def test_every_script_of_the_frame_is_asked_for_at_once() -> None:
    base = (ROOT / "webapp/templates/base.html").read_text(encoding="utf-8")
    listed = re.search(r"for part in \(([^)]*)\)", base)
    assert listed is not None
    assert set(re.findall(r"'(\w+)'", listed[1])) == imported_by("app")
