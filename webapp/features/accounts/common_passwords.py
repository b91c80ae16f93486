"""Passwords of ten and more characters that are tried first; compared without case.

A short list on purpose: length and an honest strength meter do the rest.
"""

from __future__ import annotations

_ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz")
_WORDS = """
    password passwort quietleaf letmein welcome iloveyou sunshine princess football baseball
    superman trustno1 journal diary secret monkey dragon master mustang shadow michael admin
    administrator changeme computer internet whatever starwars
"""
_ENDINGS = ("", "1", "12", "123", "1234", "12345", "123456", "1234567890", "!", "!!", "!!!", "1!")


def _common() -> frozenset[str]:
    words = _WORDS.split()
    found = {word + end for word in words for end in _ENDINGS}
    found |= {one + two for one in words for two in words}
    for row in _ROWS:
        for text in (row * 3, row[::-1] * 3):
            found |= {text[:length] for length in range(10, 27)}
    found |= {"1q2w3e4r5t", "1q2w3e4r5t6y", "q1w2e3r4t5", "1qaz2wsx3edc", "qazwsxedcrfv"}
    return frozenset(word for word in found if len(word) >= 10)


COMMON = _common()
