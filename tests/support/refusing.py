"""What a refusal must look like, on a page and on a terminal."""

from __future__ import annotations

import html
import re
import subprocess

from tests.support.program import Answer


def on_the_page(answer: Answer) -> str:
    """What a person reads: the page's text between the marks, its scripts' own texts left out."""
    body = re.sub(r"(?s)<head>.*?</head>|<[^>]*>", " ", answer.text)
    return re.sub(r"\s+", " ", html.unescape(body))


def three_sentences(answer: Answer) -> tuple[str, str, str]:
    """What a script is told: what happened, that nothing is lost, what to do; none is empty."""
    error = answer.json["error"]
    said = (error["happened"], error["safe"], error["todo"])
    assert all(said), said
    return said


def on_the_terminal(done: subprocess.CompletedProcess[str]) -> str:
    """What a command says that failed: 1, three sentences, no result, no traceback."""
    assert (done.returncode, done.stdout) == (1, ""), (done.returncode, done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    said = done.stderr.partition("\nFor the curious")[0].strip()
    assert len(re.findall(r"[.!?](?:\s|$)", said)) >= 3, said
    return said
