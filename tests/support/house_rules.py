"""The rules of the house as checks: each takes a file's path and text and names what is wrong.

Paths are relative to the source folder and written with slashes. tests/house applies the checks to
every file, and to wrong examples, so that a check that finds nothing is known to be able to.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
MADE_HERE = {
    *(".git", ".venv", ".work", ".pyi", "dist", "node_modules", "__pycache__"),
    *(".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"),
}


class Breach(NamedTuple):
    """A rule that is broken, where, and which."""

    path: str
    line: int
    rule: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule}"


def project_files(*suffixes: str) -> list[str]:
    """Every file that git knows or would take, with one of these endings (or any)."""
    names = _files_of_git() or _all_files()
    there = [name for name in sorted(names) if (ROOT / name).is_file()]
    return [name for name in there if not suffixes or name.endswith(suffixes)]


def _files_of_git() -> set[str]:
    """Nothing where there is no git, or git does not trust the folder's owner."""
    if shutil.which("git") is None:
        return set()
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False).stdout
    return set(listed.decode("utf-8").split("\0")) - {""}


def _all_files() -> set[str]:
    """What a source archive holds, without what the commands make in it."""
    names = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return {name.as_posix() for name in names if not MADE_HERE.intersection(name.parts)}


def text_of(path: str) -> str:
    """A project file's text; bytes that are no UTF-8 are kept as signs of their own."""
    return (ROOT / path).read_text("utf-8", "surrogateescape")


# --- Doors -----------------------------------------------------------------------------------

LEVELS = {"ground": 0, "core": 1, "features": 2, "webapp": 3, "desktop": 4, "launcher": 5}
"""launcher -> desktop -> webapp -> features -> core; settings and version lie under all of them."""

GROUND = ("webapp.settings", "webapp.version")

ONLY_IN_DESKTOP = ("webview", "waitress", "PySide6", "qtpy")
HTTP = ("flask", "flask_login", "werkzeug", "waitress")
KNOWS_NO_REQUEST = ("flask_login.UserMixin",)
ENVIRONMENT = ("environ", "environb", "getenv", "getenvb", "putenv", "unsetenv")
READS_ENVIRONMENT = "webapp/settings.py"


class Place(NamedTuple):
    """Where a module stands: its level, and inside a feature its name and file."""

    level: str
    feature: str = ""
    part: str = ""


def place_of_module(name: str) -> Place | None:
    """Where an imported name leads; None outside the project."""
    parts = name.split(".")
    if parts[0] == "launcher":
        return Place("launcher")
    if parts[0] != "webapp":
        return None
    if ".".join(parts[:2]) in GROUND:
        return Place("ground")
    if len(parts) > 1 and parts[1] in ("core", "desktop"):
        return Place(parts[1])
    if len(parts) > 1 and parts[1] == "features":
        return Place("features", *parts[2:4])
    return Place("webapp")


def place_of_file(path: str) -> Place | None:
    """Where a file stands; None outside the program."""
    return place_of_module(_module_name(path))


def _module_name(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


class Import(NamedTuple):
    """One imported name."""

    line: int
    name: str


def imports(path: str, tree: ast.AST) -> Iterator[Import]:
    """Every name a file imports, wherever in the file, for types too."""
    package = _module_name(path) if path.endswith("__init__.py") else _parent(_module_name(path))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (Import(node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            for _ in range(node.level - 1):
                package = _parent(package)
            full = ".".join(filter(None, (package if node.level else "", base)))
            yield from (Import(node.lineno, f"{full}.{alias.name}") for alias in node.names)


def _parent(name: str) -> str:
    return name.rpartition(".")[0]


def wrong_doors(path: str, text: str, sideways: Iterable[tuple[str, str]]) -> Iterator[Breach]:
    """Imports that go up, sideways without being listed, or past the door of a library.

    sideways: pairs of features; the first may use the second's service.
    """
    here = place_of_file(path)
    if here is None:
        return
    for found in imports(path, ast.parse(text)):
        there = place_of_module(found.name)
        rule = _library_rule(path, here, found.name)
        if there is not None:
            rule = _level_rule(here, there) or _feature_rule(here, there, set(sideways))
        if rule:
            yield Breach(path, found.line, f"{rule} ({found.name})")


def _level_rule(here: Place, there: Place) -> str:
    if here.level == "launcher" and there.level != "desktop":
        return "launcher.py knows only webapp.desktop"
    if LEVELS[there.level] > LEVELS[here.level]:
        return f"{here.level} must not know {there.level}"
    return ""


def _feature_rule(here: Place, there: Place, sideways: set[tuple[str, str]]) -> str:
    if here.level != "features" or there.level != "features" or not here.feature:
        return ""
    if here.feature == there.feature:
        return _own_part_rule(here, there)
    if (here.feature, there.feature) not in sideways:
        return f"{here.feature} must not know {there.feature or 'the list of features'}"
    if there.part != "service":
        return f"{here.feature} may use only the service of {there.feature}"
    return ""


def _own_part_rule(here: Place, there: Place) -> str:
    if here.part in ("service", "models") and there.part in ("views", "forms", "commands"):
        return f"{here.part}.py must not know {there.part}.py"
    return ""


def _library_rule(path: str, here: Place, name: str) -> str:
    library = name.partition(".")[0]
    if library in ONLY_IN_DESKTOP and here.level != "desktop":
        return f"only webapp/desktop imports {library}"
    inner = here.level == "features" and here.part in ("service", "models")
    if inner and library in HTTP and name not in KNOWS_NO_REQUEST:
        return f"{here.part}.py knows no HTTP"
    if library == "os" and name.endswith(ENVIRONMENT) and path != READS_ENVIRONMENT:
        return f"only {READS_ENVIRONMENT} reads the environment"
    return ""


def environment_readers(path: str, text: str) -> Iterator[Breach]:
    """Uses of os.environ and its like outside settings.py."""
    if path == READS_ENVIRONMENT or place_of_file(path) is None:
        return
    for node in ast.walk(ast.parse(text)):
        if (
            isinstance(node, ast.Attribute)
            and node.attr in ENVIRONMENT
            and isinstance(node.value, ast.Name)
            and node.value.id == "os"
        ):
            rule = f"only {READS_ENVIRONMENT} reads the environment (os.{node.attr})"
            yield Breach(path, node.lineno, rule)


def unlisted_features(folders: Iterable[str], listed: Iterable[str]) -> Iterator[Breach]:
    """Folders under webapp/features that FEATURES forgets, and names it has no folder for."""
    there, named = set(folders), set(listed)
    path = "webapp/features/__init__.py"
    yield from (Breach(path, 1, f"FEATURES has no {name}") for name in sorted(there - named))
    yield from (Breach(path, 1, f"there is no folder {name}") for name in sorted(named - there))


# --- Sizes and manners -----------------------------------------------------------------------

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
LONGEST_TEMPLATE = 150
LONGEST_LINE = 100


def too_long_file(path: str, text: str, longest: int = LONGEST_FILE) -> Iterator[Breach]:
    """A file with more lines than one head holds."""
    lines = len(text.splitlines())
    if lines > longest:
        yield Breach(path, longest + 1, f"{lines} lines; {longest} at most")


def too_long_functions(path: str, text: str) -> Iterator[Breach]:
    """Functions with more lines than a screen, decorators not counted."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                rule = f"{node.name} has {lines} lines; {LONGEST_FUNCTION} at most"
                yield Breach(path, node.lineno, rule)


def without_docstring(path: str, text: str) -> Iterator[Breach]:
    """A module that does not say what it is for."""
    if not ast.get_docstring(ast.parse(text)):
        yield Breach(path, 1, "no docstring that says what this module is for")


def wide_excepts(path: str, text: str, allowed: Iterable[str]) -> Iterator[Breach]:
    """Bare excepts anywhere, and broad ones outside the listed files."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.ExceptHandler):
            continue
        names = [child.id for child in ast.walk(node.type or node) if isinstance(child, ast.Name)]
        if node.type is None:
            yield Breach(path, node.lineno, "bare except")
        elif isinstance(node.body[-1], ast.Raise):
            continue  # it puts something right and lets the error go on
        elif {"Exception", "BaseException"} & set(names) and path not in set(allowed):
            yield Breach(path, node.lineno, "broad except outside the listed edges")


INLINE = {
    "inline script": re.compile(r"<script\b(?![^>]*\bsrc\s*=)", re.IGNORECASE),
    "inline style": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"<[a-z][^>]*\sstyle\s*=", re.IGNORECASE),
    "on… attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "javascript: address": re.compile(r"=\s*[\"']?\s*javascript:", re.IGNORECASE),
}
COMMENT = re.compile(r"{#.*?#}|<!--.*?-->", re.DOTALL)


def inline_code(path: str, text: str) -> Iterator[Breach]:
    """Script and style in a template's text: the page's own rules would refuse it."""
    bare = COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    for rule, pattern in INLINE.items():
        for found in pattern.finditer(bare):
            yield Breach(path, bare.count("\n", 0, found.start()) + 1, rule)


# --- Words -----------------------------------------------------------------------------------

# In pieces, so that this file does not hold what it looks for.
FORBIDDEN = {
    "a path of one machine": [f"/{name}/" for name in ("work", "root", "farm")],
    "the host of a registry": [
        ".".join(parts)
        for parts in (
            ("pypi", "org"),
            ("pythonhosted", "org"),
            ("registry", "npmjs"),
            ("deb", "debian"),
            ("archive", "ubuntu"),
        )
    ],
}


def forbidden_words(path: str, text: str) -> Iterator[Breach]:
    """Paths and hosts that belong to one machine or one registry and not to the project."""
    for number, line in enumerate(text.splitlines(), 1):
        for rule, words in FORBIDDEN.items():
            yield from (Breach(path, number, f"{rule}: {word}") for word in words if word in line)
