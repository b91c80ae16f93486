"""Real diaries and real exports that some tests read; they are not part of the source tree.

They are looked for in QUIETLEAF_SAMPLES, else in `shared/samples` beside the source folder.
"""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest

from tests.support.house_rules import ROOT


def samples(*parts: str) -> Path:
    """A file or folder of the samples; the test skips where there is none.

    Also with CI set: no command can install them, and a clean clone has to pass.
    """
    told = os.environ.get("QUIETLEAF_SAMPLES")
    folder = Path(told) if told else ROOT.parent / "shared" / "samples"
    path = folder.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"no sample {'/'.join(parts)} here (QUIETLEAF_SAMPLES tells their folder)")
    return path


def diary(language: str) -> list[str]:
    """The entries of a diary, or the verses or paragraphs of a book: en de zh ja ru he ar."""
    return {
        "en": lambda: _json_lines("en-pepys", "pepys.jsonl.gz"),
        "de": lambda: _json_lines("de-schnitzler", "schnitzler.jsonl.gz"),
        "zh": _lu_xun,
        "ja": _santoka,
        "ru": lambda: _text("ru-pushkin", "belkin.txt").split("\n\n"),
        "he": lambda: _text("he-ecclesiastes", "ecclesiastes.txt").splitlines(),
        "ar": lambda: _text("ar-ibn-jubayr", "rihla-excerpt.txt").splitlines(),
    }[language]()


def _json_lines(*parts: str) -> list[str]:
    with gzip.open(samples("diaries", *parts), "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def _lu_xun() -> list[str]:
    with gzip.open(samples("diaries", "zh-luxun", "luxun_common_diary.json.gz")) as file:
        return [entry["content"] for entry in json.load(file)["items"]]


def _santoka() -> list[str]:
    files = sorted(samples("diaries", "ja-santoka").glob("*.txt"))
    texts = [file.read_bytes().decode("cp932").replace("\r\n", "\n") for file in files]
    return [paragraph for text in texts for paragraph in text.split("\n\n")]


def _text(*parts: str) -> str:
    return samples("diaries", *parts).read_text("utf-8")
