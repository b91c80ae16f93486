"""From a password to the two keys it stands for.

One memory-hard derivation guards both: m = Argon2id(NFC(password), salt, cost), then
login = HKDF-Expand(m, "quietleaf/1/login") proves the password and
kek = HKDF-Expand(m, "quietleaf/1/kek") wraps the journal key. (RFC 9106, RFC 5869.)
"""

from __future__ import annotations

import secrets
import threading
import time
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

KEY_BYTES = 32
SALT_BYTES = 16
FLOOR_MIB, CEILING_MIB = 64, 1024
CANDIDATES_MIB = (256, 128, 64)
TARGET_SECONDS = 0.5
MAX_PASSWORD = 1024

_one_at_a_time = threading.Lock()  # many derivations at once would exhaust the memory


class BadCost(ValueError):
    """The cost of a derivation is outside what this program accepts."""


@dataclass(frozen=True)
class Cost:
    """What a derivation costs: memory in MiB, passes, lanes."""

    mib: int
    passes: int = 3
    lanes: int = 4

    def check(self) -> Cost:
        """Refuse a cost that a hostile or damaged file may have planted.

        Raises:
            BadCost: too cheap (a downgrade) or too dear (a way to hang the computer).
        """
        if not FLOOR_MIB <= self.mib <= CEILING_MIB:
            raise BadCost(f"{self.mib} MiB is outside {FLOOR_MIB} to {CEILING_MIB}")
        if not 3 <= self.passes <= 16 or not 1 <= self.lanes <= 8:
            raise BadCost(f"{self.passes} passes in {self.lanes} lanes")
        return self


@dataclass(frozen=True)
class Derived:
    """The two keys of a password; neither is ever shown or logged."""

    login: bytes = field(repr=False)
    kek: bytes = field(repr=False)


def new_salt() -> bytes:
    """Sixteen random bytes."""
    return secrets.token_bytes(SALT_BYTES)


def derive(password: str, salt: bytes, cost: Cost) -> Derived:
    """Derive the two keys of a password; takes up to half a second and `cost.mib` of memory.

    Raises:
        BadCost: the cost is outside floor and ceiling.
        ValueError: the password holds a lone surrogate and so is no text.
    """
    cost.check()
    secret = unicodedata.normalize("NFC", password).encode("utf-8")
    with _one_at_a_time:
        master = Argon2id(
            salt=salt,
            length=KEY_BYTES,
            iterations=cost.passes,
            lanes=cost.lanes,
            memory_cost=cost.mib * 1024,
        ).derive(secret)
    return Derived(expand(master, b"quietleaf/1/login"), expand(master, b"quietleaf/1/kek"))


def expand(master: bytes, purpose: bytes) -> bytes:
    """HKDF-Expand with SHA-256 to 32 bytes."""
    return HKDFExpand(algorithm=SHA256(), length=KEY_BYTES, info=purpose).derive(master)


@lru_cache(maxsize=1)
def calibrate() -> Cost:
    """The strongest cost that this computer does in under half a second, else the floor."""
    for mib in CANDIDATES_MIB[::-1]:
        cost = Cost(mib)
        began = time.perf_counter()
        derive("calibration", bytes(SALT_BYTES), cost)
        took = time.perf_counter() - began
        if took * 2 > TARGET_SECONDS or mib == CANDIDATES_MIB[0]:
            # twice the memory takes twice the time: the next step would be over the target
            return cost if took <= TARGET_SECONDS else Cost(max(FLOOR_MIB, mib // 2))
    raise AssertionError("unreachable")
