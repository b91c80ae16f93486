"""Key slots: the journal key, wrapped by something a person knows or keeps.

A slot is AES-256-GCM over the 32-byte journal key. Its associated data binds version, person,
kind and parameters, so that slots cannot be swapped or weakened without being noticed.
"""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import asdict, dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from webapp.core.kdf import KEY_BYTES, Cost

VERSION = 1
NONCE_BYTES = 12
CODE_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH, CODE_GROUP = 24, 4


class DamagedSlot(Exception):
    """The slot does not open although what opens it is right."""


@dataclass(frozen=True)
class Slot:
    """A wrapped journal key. `kind` is "password" or "recovery"; `mib` is 0 for a recovery code."""

    person_id: str
    kind: str
    salt: bytes
    mib: int
    passes: int
    lanes: int
    sealed: bytes = field(repr=False)

    @property
    def cost(self) -> Cost:
        """What deriving this slot's key costs."""
        return Cost(self.mib, self.passes, self.lanes)

    @property
    def bound(self) -> bytes:
        """The associated data, as canonical JSON."""
        said = {key: value for key, value in asdict(self).items() if key != "sealed"}
        said |= {"v": VERSION, "salt": self.salt.hex()}
        return json.dumps(said, sort_keys=True, separators=(",", ":")).encode()


def seal(
    person_id: str, kind: str, kek: bytes, journal_key: bytes, salt: bytes, cost: Cost
) -> Slot:
    """Wrap a journal key.

    Args:
        person_id: whose it is (32 hex digits).
        kind: "password" or "recovery".
        kek: the 32-byte key that wraps.
        journal_key: the 32 bytes to wrap.
        salt: the salt the kek was derived with.
        cost: the cost the kek was derived with.

    Raises:
        ValueError: that is no journal key; a slot of it would open nothing.
    """
    if len(journal_key) != KEY_BYTES:
        raise ValueError(f"a journal key has {KEY_BYTES} bytes")
    empty = Slot(person_id, kind, salt, cost.mib, cost.passes, cost.lanes, b"")
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = nonce + AESGCM(kek).encrypt(nonce, journal_key, empty.bound)
    return Slot(person_id, kind, salt, cost.mib, cost.passes, cost.lanes, sealed)


def unseal(slot: Slot, kek: bytes) -> bytes:
    """The journal key of a slot.

    Raises:
        DamagedSlot: the key does not open it, or what it holds is no journal key.
    """
    nonce, sealed = slot.sealed[:NONCE_BYTES], slot.sealed[NONCE_BYTES:]
    try:
        journal_key = AESGCM(kek).decrypt(nonce, sealed, slot.bound)
    except (InvalidTag, ValueError) as error:
        raise DamagedSlot(f"the {slot.kind} slot does not open") from error
    if len(journal_key) != KEY_BYTES:
        raise DamagedSlot(f"the {slot.kind} slot holds {len(journal_key)} bytes")
    return journal_key


def new_recovery_code() -> str:
    """24 random signs in six groups, about 117 bits; no sign looks like another."""
    signs = "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH))
    return " ".join(signs[at : at + CODE_GROUP] for at in range(0, CODE_LENGTH, CODE_GROUP))


def read_recovery_code(typed: str) -> str | None:
    """The bare 24 signs of a typed code, whatever its case, spaces and hyphens; else None."""
    signs = re.sub(r"[\s\-–—.]", "", typed).upper()
    fits = len(signs) == CODE_LENGTH and set(signs) <= set(CODE_SIGNS)
    return signs if fits else None


def recovery_kek(signs: str, salt: bytes) -> bytes:
    """The key of a recovery code; the code has its full chance, so no slow derivation."""
    info = b"quietleaf/1/recovery"
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=info).derive(signs.encode())


RECOVERY_COST = Cost(0, 0, 0)
