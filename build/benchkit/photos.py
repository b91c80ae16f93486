"""Many photos sent as the writing page sends them: how fast, and how much memory the server takes.

The floor is the same bytes put into one table of a bare SQLCipher file, in the same parts.
"""

from __future__ import annotations

import io
import json
import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from benchkit.bare import Bare
from benchkit.figures import Aim, Figure, Number
from benchkit.measure import Plan
from benchkit.program import Browser, Server, resident_mb

SIDE = (3000, 2000)
QUALITY = 88
MOST_MB = 250.0
LOOK_SECONDS = 0.2
MEGA = 1e6
PART_BYTES = 1 << 20  # what the server asks for


def measure(plan: Plan) -> list[Number]:
    """Photos of about 3 MB, each another: 1,000 of them, or 50 in a quick run."""
    count = 50 if plan.is_quick else 1000
    folder = plan.new_folder("photos")
    picture = a_photo()
    with Server(folder.path) as server:
        browser = server.browser()
        browser.unlock()
        with Watch(server.pid) as watch:
            began = time.perf_counter()
            for number in range(count):
                send(browser, f"p{number}.jpg", another(picture, number))
            took = time.perf_counter() - began
    bare = bare_speed(plan.folder / "bare-photos.sqlite3", picture, min(count, 100))
    return [
        Number(
            f"{count:,} photos of {len(picture) / MEGA:.1f} MB, over HTTP",
            Figure(
                "from the first request to the last answer",
                "MB/s",
                (len(picture) * count / MEGA / took,),
            ),
            Figure("the same parts into SQLCipher alone", "MB/s", (bare,)),
        ),
        Number(
            "resident memory of the server meanwhile, at most",
            Figure("looked at five times a second", "MB", (watch.most,)),
            aim=Aim(at_most=MOST_MB),
        ),
    ]


def a_photo() -> bytes:
    """A JPEG of about 3 MB: soft colours with grain, as a camera makes."""
    from PIL import Image

    chance = random.Random(7)
    grain = Image.frombytes("L", SIDE, chance.randbytes(SIDE[0] * SIDE[1]))
    soft = Image.linear_gradient("L").resize(SIDE)
    out = io.BytesIO()
    Image.merge("RGB", [Image.blend(soft, grain, 0.35)] * 3).save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def another(picture: bytes, number: int) -> bytes:
    """The same picture as another file: with its number behind the end of the image."""
    return picture + number.to_bytes(8, "big")


def send(browser: Browser, name: str, content: bytes) -> None:
    """Send a file part by part."""
    kind = {"Content-Type": "application/json", "Accept": "application/json"}
    begun = json.loads(
        browser.send(
            "POST",
            "/media/uploads",
            json.dumps({"name": name, "size": len(content)}).encode(),
            kind,
        )[1]
    )
    where, size = f"/media/uploads/{begun['token']}", begun["part"]
    for place, part in enumerate(parts_of(content, size)):
        browser.send("PUT", f"{where}/{place * size}", part)
    browser.send("POST", f"{where}/done", b"{}", kind)


def bare_speed(path: Path, picture: bytes, count: int) -> float:
    """MB/s of the same into a table, a transaction a photo."""
    bare = Bare(path)
    try:
        began = time.perf_counter()
        for number in range(count):
            bare.store(number, parts_of(another(picture, number), PART_BYTES))
        return len(picture) * count / MEGA / (time.perf_counter() - began)
    finally:
        bare.close()


def parts_of(content: bytes, size: int) -> Iterator[bytes]:
    """The content in parts of that size; the last may be shorter."""
    for at in range(0, len(content), size):
        yield content[at : at + size]


class Watch:
    """Looks at the memory of a process until it is left."""

    def __init__(self, pid: int) -> None:
        self.most = 0.0
        self._pid, self._over = pid, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def _look(self) -> None:
        while not self._over.wait(LOOK_SECONDS):
            self.most = max(self.most, resident_mb(self._pid))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
