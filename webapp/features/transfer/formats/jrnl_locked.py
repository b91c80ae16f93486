"""jrnl's three ways of locking a journal, opened with its password in memory.

1: IV and AES-256-CBC, the key is SHA-256 of the password. 2: a Fernet token, the key from PBKDF2
with a salt that is the same for everybody. 3: `JRNLv3`, the length of a head (two bytes, big end
first), the head (base64 of JSON with the salt; early versions: the JSON itself) and a Fernet token.
As in jrnl/encryption (4.6).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

MARK = b"JRNLv3"
SALT_OF_SECOND = bytes.fromhex("f2d5710ec18d2ededc8e36748904cef8")
ROUNDS = 100_000
BLOCK = 16


def open_journal(data: bytes, version: int, password: str) -> bytes | None:
    """The journal's text as bytes; None when the password does not open it.

    Args:
        data: the file.
        version: 1, 2 or 3.
        password: as it was typed.
    """
    if version == 1:
        return _first(data, password)
    token, salt = (data, SALT_OF_SECOND) if version == 2 else _parts_of_third(data)
    if not salt:
        return None
    key = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, ROUNDS)
    try:
        return Fernet(base64.urlsafe_b64encode(key)).decrypt(token.strip())
    except InvalidToken:
        return None


def _first(data: bytes, password: str) -> bytes | None:
    key = hashlib.sha256(password.encode()).digest()
    reader = Cipher(algorithms.AES256(key), modes.CBC(data[:BLOCK])).decryptor()
    padding = PKCS7(BLOCK * 8).unpadder()
    try:
        padded = reader.update(data[BLOCK:]) + reader.finalize()
        plain = padding.update(padded) + padding.finalize()
        # a wrong password leaves noise, which now and then ends like a padding
        plain.decode("utf-8")
    except ValueError:
        return None
    return plain


def _parts_of_third(data: bytes) -> tuple[bytes, bytes]:
    start = len(MARK) + 2
    end = start + int.from_bytes(data[len(MARK) : start], "big")
    head = data[start:end]
    try:
        said = json.loads(head if head.startswith(b"{") else base64.b64decode(head))
        salt = base64.urlsafe_b64decode(said["salt"])
    except (ValueError, KeyError, TypeError, binascii.Error):
        return b"", b""
    return data[end:], salt
