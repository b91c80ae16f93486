"""Mini Diary's encrypted diary, opened with its password in memory.

The password goes through PBKDF2-SHA512 with a salt that is the same for everybody; from the hex of
that, Node's createCipher makes key and IV as OpenSSL's EVP_BytesToKey does (MD5, one round, no
salt), for AES-192-CBC. From samuelmeuli/mini-diary: hashPassword.ts and fileAccess.ts.
"""

from __future__ import annotations

import hashlib

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from webapp.features.transfer.source import Member

ROUNDS = 500_000
HASH_BYTES = 64
# the text itself is the salt, not what it decodes to
SALT = (
    b"KvAUQORXF8OBYXcYmIwHBpahc7I9Td+qe+H1/eGTaXvI9XfRLngERiC4ufpfx4mqvQgITb0t+ns840lJcRRTKQmF65vj"
    b"e5/Wfb99Nsu6kxDudTiM5pKUcmn36fEJ9/lhFIyBd18Unouh3OiTxO+5xhGugtujNARLijOzkDkYy/8="
)
KEY_BYTES = 24
BLOCK = 16


def is_locked(member: Member, head: bytes) -> bool:
    """Whether a member is such a diary: its own name, whole blocks, and noise in them."""
    if member.stem.casefold() != "mini-diary" or member.size < BLOCK or member.size % BLOCK:
        return False
    return sum(byte < 9 or 13 < byte < 32 or byte == 127 for byte in head) > len(head) * 0.03


def open_diary(data: bytes, password: str) -> str | None:
    """The diary's JSON; None when the password does not open it."""
    key, vector = key_and_vector(password)
    reader = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    padding = PKCS7(BLOCK * 8).unpadder()
    try:
        padded = reader.update(data) + reader.finalize()
        return (padding.update(padded) + padding.finalize()).decode("utf-8")
    except ValueError:
        return None


def key_and_vector(password: str) -> tuple[bytes, bytes]:
    """What a password becomes: 24 bytes of key and 16 of initial vector."""
    hashed = hashlib.pbkdf2_hmac("sha512", password.encode(), SALT, ROUNDS, HASH_BYTES).hex()
    made = block = b""
    while len(made) < KEY_BYTES + BLOCK:
        block = hashlib.md5(block + hashed.encode(), usedforsecurity=False).digest()
        made += block
    return made[:KEY_BYTES], made[KEY_BYTES : KEY_BYTES + BLOCK]
