"""Search at three sizes: a rare word, the commonest one, one Han character."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

from devkit.progress import say

from benchkit import peers
from benchkit.bare import Bare
from benchkit.figures import Aim, Figure, Missing, Number
from benchkit.journals import DataFolder
from benchkit.measure import MS, Plan, figure, in_turn, milliseconds
from benchkit.program import Browser, Server
from benchkit.samples import Text, mixed
from webapp.features.search import service as search

HAN = "夜"
PAGE = search.PAGE
SMALLEST = 3_415
_WORD = re.compile(r"[a-z]{3,}")


def measure(plan: Plan) -> list[Number]:
    """All questions at all sizes."""
    numbers = []
    for size in plan.sizes:
        say(f"  a journal of {size:,} entries is made")
        numbers += _at_size(plan, size)
    return numbers


def questions(texts: Sequence[Text]) -> dict[str, tuple[str, int]]:
    """What is asked: kind of question to the word and the number of entries that have it."""
    in_entries = Counter(word for text in texts for word in set(_WORD.findall(text.body)))
    rare = min(word for word, count in in_entries.items() if count == 3 and len(word) >= 6)
    common, most = in_entries.most_common(1)[0]
    return {
        "rare": (rare, 3),
        "common": (common, most),
        "one Han character": (HAN, sum(HAN in text.body for text in texts)),
    }


def _at_size(plan: Plan, size: int) -> list[Number]:
    texts = mixed(size)
    folder = plan.new_folder(f"search-{size}")
    folder.fill(texts)
    asked = questions(texts)
    runs = _by_turns(plan, folder, texts, asked)
    peer = _jrnl(plan, texts, asked) if size == SMALLEST else {}
    numbers = []
    for kind, (word, count) in asked.items():
        about = f"search {kind} ({count:,} of {size:,})"
        served, called, bare = (tuple(column) for column in runs[kind])
        floor = Figure(f"newest {PAGE} with passages, SQLCipher alone", "ms", bare)
        numbers += [
            Number(
                f"{about}, over HTTP",
                Figure(f"POST of “{word}” to the results", "ms", served),
                floor,
                (peer[kind],) if kind in peer else (),
                Aim(at_most=20, by_p95=True),
            ),
            Number(
                f"{about}, in service",
                Figure(f"search.search of “{word}”", "ms", called),
                floor,
            ),
        ]
    return numbers


Asked = dict[str, tuple[str, int]]


def _by_turns(
    plan: Plan, folder: DataFolder, texts: Sequence[Text], asked: Asked
) -> dict[str, list[list[float]]]:
    """Each question over HTTP, in service and to the bare file, by turns; in milliseconds."""
    bare = Bare(plan.folder / f"bare-{len(texts)}.sqlite3")
    try:
        bare.add_all(texts)
        with Server(folder.path) as server, folder.journal():
            browser = server.browser()
            browser.unlock()
            return {
                kind: in_turn(
                    plan.requests,
                    partial(milliseconds, partial(_post, browser, word)),
                    partial(milliseconds, partial(search.search, word, typing=True)),
                    partial(milliseconds, partial(bare.search, word, PAGE)),
                    warm=2,
                )
                for kind, (word, _count) in asked.items()
            }
    finally:
        bare.close()


def _post(browser: Browser, word: str) -> None:
    browser.post("/search", {"words": word}, **{"HX-Request": "true"})


def _jrnl(plan: Plan, texts: Sequence[Text], asked: Asked) -> dict[str, Figure | Missing]:
    folder = plan.folder / "jrnl-search"
    began = time.perf_counter()

    def ask(word: str) -> Callable[[], list[float]]:
        def runs() -> list[float]:
            jrnl = made[0] if made else peers.Jrnl(folder)
            if not made:
                jrnl.bring_in(texts, folder)
                made.append(jrnl)
            return [jrnl.search(word) * MS for _ in range(plan.imports + 1)][1:]

        return runs

    made: list[peers.Jrnl] = []
    what = "jrnl, whole command"
    found = {kind: figure(what, "ms", ask(word)) for kind, (word, _count) in asked.items()}
    say(f"  jrnl took {time.perf_counter() - began:.0f} s")
    return found
