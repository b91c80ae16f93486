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
from benchkit.journals import DataFolder, timed
from benchkit.measure import MS, Plan, figure
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
    served = _over_http(plan, folder, asked)
    called = _in_service(plan, folder, asked)
    bare = _bare(plan, size, texts, asked)
    peer = _jrnl(plan, texts, asked) if size == SMALLEST else {}
    numbers = []
    for kind, (_word, count) in asked.items():
        about = f"search {kind} ({count:,} of {size:,})"
        floor = Figure(f"newest {PAGE} with passages, SQLCipher alone", "ms", tuple(bare[kind]))
        numbers += [
            Number(
                f"{about}, over HTTP",
                Figure("POST of the words to the results", "ms", tuple(served[kind])),
                floor,
                (peer[kind],) if kind in peer else (),
                Aim(at_most=20, by_p95=True),
            ),
            Number(
                f"{about}, in service",
                Figure("search.search", "ms", tuple(called[kind])),
                floor,
            ),
        ]
    return numbers


Asked = dict[str, tuple[str, int]]
Runs = dict[str, list[float]]


def _over_http(plan: Plan, folder: DataFolder, asked: Asked) -> Runs:
    with Server(folder.path) as server:
        browser = server.browser()
        browser.unlock()
        return {kind: _posts(plan, browser, word) for kind, (word, _count) in asked.items()}


def _posts(plan: Plan, browser: Browser, word: str) -> list[float]:
    def post() -> None:
        browser.post("/search", {"words": word}, **{"HX-Request": "true"})

    return _in_ms(plan, post)


def _in_service(plan: Plan, folder: DataFolder, asked: Asked) -> Runs:
    with folder.journal():
        return {
            kind: _in_ms(plan, partial(search.search, word, typing=True))
            for kind, (word, _count) in asked.items()
        }


def _bare(plan: Plan, size: int, texts: Sequence[Text], asked: Asked) -> Runs:
    bare = Bare(plan.folder / f"bare-{size}.sqlite3")
    try:
        bare.add_all(texts)
        return {
            kind: _in_ms(plan, partial(bare.search, word, PAGE))
            for kind, (word, _count) in asked.items()
        }
    finally:
        bare.close()


def _in_ms(plan: Plan, work: Callable[[], object]) -> list[float]:
    return [run * MS for run in timed(work, plan.requests, warm=2)]


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
