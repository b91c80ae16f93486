"""Unlocking, and saving while writing: over HTTP, in the process, and the floor of each."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator

from benchkit import peers
from benchkit.bare import Bare
from benchkit.figures import Aim, Number
from benchkit.journals import DataFolder, timed
from benchkit.measure import MS, Plan, figure
from benchkit.program import Browser, Server
from benchkit.samples import Text, pepys
from webapp.features.entries import service as entries

WORDS = "The wind has gone round to the north, and the gate bangs when it likes. "
START_WORDS = 20
"""An entry of about 300 words, which grows by a sentence with each save."""


def measure(plan: Plan) -> list[Number]:
    """Unlock and autosave, in a journal of 3,415 entries."""
    folder = plan.new_folder("using")
    texts = pepys()
    folder.fill(texts)
    return [_unlock(plan, folder), *_saves(plan, folder, texts)]


def _unlock(plan: Plan, folder: DataFolder) -> Number:
    def unlocks() -> list[float]:
        with Server(folder.path) as server:
            browser = server.browser()
            runs = []
            for _ in range(plan.starts + 1):
                runs.append(browser.unlock())
                browser.get("/")
                browser.lock()
            return runs[1:]

    return Number(
        "unlock",
        figure("POST of the password to the answer that lets in", "s", unlocks),
        figure(
            "the key derivation alone, at the same cost",
            "s",
            lambda: folder.derivation_seconds(plan.starts + 1)[1:],
        ),
        aim=Aim(of_floor=1.25),
    )


def _saves(plan: Plan, folder: DataFolder, texts: list[Text]) -> list[Number]:
    floor = figure(
        "one commit of the same row and FTS5 row with SQLCipher alone",
        "ms",
        lambda: _bare_saves(plan, texts),
    )
    peer = figure("jrnl, adding one entry, whole command", "ms", lambda: _jrnl_adds(plan, texts))
    return [
        Number(
            "autosave over HTTP",
            figure("PUT of an entry to its answer", "ms", lambda: _http_saves(plan, folder)),
            floor,
            (peer,),
            Aim(at_most=10),
        ),
        Number(
            "autosave in the process",
            figure("entries.save_entry", "ms", lambda: _service_saves(plan, folder)),
            floor,
            aim=Aim(at_most=10),
        ),
    ]


def growing(runs: int) -> Iterator[str]:
    """The same entry, a sentence longer each time."""
    for number in range(runs + 1):
        yield WORDS * (START_WORDS + number)


def _http_saves(plan: Plan, folder: DataFolder) -> list[float]:
    with Server(folder.path) as server:
        browser = server.browser()
        browser.unlock()
        uid, version, runs = secrets.token_hex(16), 0, []
        for body in growing(plan.requests):
            took, version = _http_save(browser, uid, body, version)
            runs.append(took * MS)
    return runs[1:]


def _http_save(browser: Browser, uid: str, body: str, version: int) -> tuple[float, int]:
    values = {"body": body, "title": None, "base_version": version, "page": "bench"}
    began = time.perf_counter()
    answer = browser.put(f"/entries/{uid}", values)
    return time.perf_counter() - began, int(answer["version"])


def _service_saves(plan: Plan, folder: DataFolder) -> list[float]:
    runs = []
    with folder.journal():
        entry = entries.create_entry(body=WORDS)
        for body in growing(plan.requests):
            began = time.perf_counter()
            entry = entries.save_entry(entry.uid, body=body, title=None, base_version=entry.version)
            runs.append((time.perf_counter() - began) * MS)
    return runs[1:]


def _bare_saves(plan: Plan, texts: list[Text]) -> list[float]:
    bare = Bare(plan.folder / "bare-saves.sqlite3")
    try:
        bare.add_all(texts)
        bodies = growing(plan.requests)
        runs = timed(lambda: bare.save(len(texts), next(bodies)), plan.requests)
    finally:
        bare.close()
    return [run * MS for run in runs]


def _jrnl_adds(plan: Plan, texts: list[Text]) -> list[float]:
    folder = plan.folder / "jrnl-adds"
    jrnl = peers.Jrnl(folder)
    jrnl.bring_in(texts, folder)
    return [jrnl.add(f"today: {WORDS}") * MS for _ in range(plan.imports)]
