"""Unlocking, and saving while writing: over HTTP, in the process, and the floor of each."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

from benchkit import peers
from benchkit.bare import Bare
from benchkit.figures import Aim, Figure, Number
from benchkit.journals import DataFolder
from benchkit.measure import MS, Plan, figure, in_turn, milliseconds, seconds
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
    with Server(folder.path) as server:
        browser = server.browser()
        unlock = _unlock(plan, folder, browser)
        browser.unlock()
        saves = _saves(plan, folder, browser, texts)
    return [unlock, *saves]


def _unlock(plan: Plan, folder: DataFolder, browser: Browser) -> Number:
    def unlock() -> float:
        took = browser.unlock()
        browser.get("/")
        browser.lock()
        return took

    derive = folder.derivation()
    ours, floor = in_turn(plan.starts, unlock, lambda: seconds(derive))
    return Number(
        "unlock",
        Figure("POST of the password to the answer that lets in", "s", tuple(ours)),
        Figure("the key derivation alone, at the same cost", "s", tuple(floor)),
        aim=Aim(of_floor=1.25),
    )


def _saves(plan: Plan, folder: DataFolder, browser: Browser, texts: list[Text]) -> list[Number]:
    bare = Bare(plan.folder / "bare-saves.sqlite3")
    try:
        bare.add_all(texts)
        with folder.journal():
            served, called, alone = in_turn(
                plan.requests, http_save(browser), service_save(), bare_save(bare, len(texts))
            )
    finally:
        bare.close()
    floor = Figure(
        "one commit of the same row and FTS5 row with SQLCipher alone", "ms", tuple(alone)
    )
    what = "jrnl, adding one entry, whole command"
    peer = figure(what, "ms", lambda: _jrnl_adds(plan, texts))
    return [
        Number(
            "autosave over HTTP",
            Figure("PUT of an entry to its answer", "ms", tuple(served)),
            floor,
            (peer,),
            Aim(at_most=10),
        ),
        Number(
            "autosave in the process",
            Figure("entries.save_entry", "ms", tuple(called)),
            floor,
            aim=Aim(at_most=10),
        ),
    ]


class Growing:
    """The same entry, a sentence longer each time it is asked for."""

    def __init__(self) -> None:
        self._sentences = START_WORDS

    def body(self) -> str:
        """The next one."""
        self._sentences += 1
        return WORDS * self._sentences


def http_save(browser: Browser) -> Callable[[], float]:
    """Saves an entry again and again, as a writing page does."""
    growing, uid, version = Growing(), secrets.token_hex(16), 0

    def save() -> float:
        nonlocal version
        values = {
            "body": growing.body(),
            "title": None,
            "base_version": version,
            "page": "bench",
        }
        answers: list[dict[str, object]] = []
        took = milliseconds(lambda: answers.append(browser.put(f"/entries/{uid}", values)))
        version = int(str(answers[0]["version"]))
        return took

    return save


def service_save() -> Callable[[], float]:
    """Saves an entry again and again by the service; needs an open journal."""
    growing, entry = Growing(), entries.create_entry(body=WORDS)

    def save() -> float:
        body, base = growing.body(), entries.read_entry(entry.uid).version
        return milliseconds(
            lambda: entries.save_entry(entry.uid, body=body, title=None, base_version=base)
        )

    return save


def bare_save(bare: Bare, number: int) -> Callable[[], float]:
    """Saves a text again and again with SQLCipher alone."""
    growing = Growing()

    def save() -> float:
        body = growing.body()
        return milliseconds(lambda: bare.save(number, body))

    return save


def _jrnl_adds(plan: Plan, texts: list[Text]) -> list[float]:
    folder: Path = plan.folder / "jrnl-adds"
    jrnl = peers.Jrnl(folder)
    jrnl.bring_in(texts, folder)
    return [jrnl.add(f"today: {WORDS}") * MS for _ in range(plan.imports)]
