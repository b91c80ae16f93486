"""A child process that saves entries, and photos in them, as fast as it can, and tells each save
that was answered."""

from __future__ import annotations

import random
from hashlib import sha256
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from flask.testing import FlaskClient

from tests.support import people
from tests.support.people import Person
from webapp import create_app
from webapp.settings import Settings


class Answered(NamedTuple):
    """A save that the page would call saved."""

    uid: str
    version: int
    digest: bytes


def digest(body: str) -> bytes:
    """What tells two texts apart, shorter than they are."""
    return sha256(body.encode("utf-8")).digest()


def save_without_end(data_dir: Path, alice: Person, seed: int, said: Connection) -> None:
    """Write, change and move entries and store files until somebody ends the process."""
    client = create_app(Settings(data_dir=data_dir)).test_client()
    people.sign_in(client, alice)
    chance = random.Random(seed)
    versions: dict[str, int] = {}
    number, picture = 0, ""
    while True:
        number += 1
        picture = picture if chance.random() < 0.7 else store(client, chance)
        uid = chance.choice([f"{seed:08x}{n:024x}" for n in range(5)])
        said.send(save(client, chance, uid, versions.get(uid, 0), number, picture))
        versions[uid] = versions.get(uid, 0) + 1


def store(client: FlaskClient, chance: random.Random) -> str:
    """Send a file in parts, as the page does; what a text calls it."""
    content = chance.randbytes(chance.choice([1_000, 300_000, 2_500_000]))
    sent = client.post("/media/uploads", json={"name": "a.bin", "size": len(content)}).get_json()
    place, part = f"/media/uploads/{sent['token']}", sent["part"]
    for at in range(0, len(content), part):
        answer = client.put(f"{place}/{at}", data=content[at : at + part])
        assert answer.status_code == 200, answer.status
    return str(client.post(f"{place}/done").get_json()["text"])


def save(
    client: FlaskClient,
    chance: random.Random,
    uid: str,
    version: int,
    number: int,
    picture: str = "",
) -> Answered:
    """One save, sometimes long, sometimes to another day, from one of two pages."""
    words = chance.choice([3, 300, 30_000])
    body = f"Save {number} #round{number % 7}\n\n{picture} " + "the words go on " * (words // 4)
    sent: dict[str, object] = {"body": body, "title": None, "base_version": version}
    sent["page"] = chance.choice("pq")
    if chance.random() < 0.2:
        sent["day"] = f"{chance.randint(1, 9999):04}-{chance.randint(1, 12):02}-11"
    answer = client.put(f"/entries/{uid}", json=sent)
    assert answer.status_code == 200, answer.status
    return Answered(uid, answer.get_json()["version"], digest(body))
