"""From a password to its keys."""

from __future__ import annotations

import pytest

from webapp.core import kdf
from webapp.core.kdf import BadCost, Cost

SALT = bytes(range(16))
CHEAP = Cost(8)
PASSWORD = "lantern oblong thirty heron"
KNOWN_LOGIN = "0cff97d6cd8cf54686671cf26d6fb1a7726959eac0a32770b6c758c11c480748"
KNOWN_KEK = "95856e258a7d65478f6b2a0156ccc5c636099358e0f53bc6a712d77b7ab1eacd"


def test_the_same_password_gives_the_same_keys() -> None:
    assert kdf.derive(PASSWORD, SALT, CHEAP) == kdf.derive(PASSWORD, SALT, CHEAP)


def test_another_password_gives_other_keys() -> None:
    assert kdf.derive(PASSWORD + "s", SALT, CHEAP) != kdf.derive(PASSWORD, SALT, CHEAP)


def test_another_salt_gives_other_keys() -> None:
    assert kdf.derive(PASSWORD, SALT[::-1], CHEAP) != kdf.derive(PASSWORD, SALT, CHEAP)


def test_another_cost_gives_other_keys() -> None:
    assert kdf.derive(PASSWORD, SALT, Cost(8, 4)) != kdf.derive(PASSWORD, SALT, CHEAP)


def test_what_proves_a_password_is_not_what_wraps_the_key() -> None:
    keys = kdf.derive(PASSWORD, SALT, CHEAP)
    assert keys.login != keys.kek


def test_the_keys_are_those_of_the_stated_standards() -> None:
    # Argon2id (RFC 9106) and HKDF-Expand (RFC 5869), computed with argon2-cffi and hmac
    keys = kdf.derive("pässword with words", SALT, Cost(8, 3, 4))
    assert keys.login.hex() == KNOWN_LOGIN
    assert keys.kek.hex() == KNOWN_KEK


def test_a_letter_typed_as_one_sign_or_as_two_is_the_same_letter() -> None:
    composed, decomposed = "p\u00e4ssword", "pa\u0308ssword"
    assert kdf.derive(composed, SALT, CHEAP) == kdf.derive(decomposed, SALT, CHEAP)


def test_signs_that_only_look_alike_are_different_passwords() -> None:
    latin, cyrillic = "aaaaaaaaaa", "\u0430aaaaaaaaa"
    assert kdf.derive(latin, SALT, CHEAP) != kdf.derive(cyrillic, SALT, CHEAP)


def test_a_password_of_a_thousand_signs_counts_to_its_end() -> None:
    assert kdf.derive("a" * 1023 + "b", SALT, CHEAP) != kdf.derive("a" * 1024, SALT, CHEAP)


def test_a_zero_byte_in_a_password_counts() -> None:
    assert kdf.derive("ab\0cd", SALT, CHEAP) != kdf.derive("ab\0ce", SALT, CHEAP)


def test_it_refuses_a_password_that_is_no_text() -> None:
    with pytest.raises(ValueError, match="surrogates"):
        kdf.derive("abc\ud800", SALT, CHEAP)


@pytest.mark.real_kdf
@pytest.mark.parametrize(
    "cost",
    [Cost(63), Cost(1025), Cost(4096), Cost(64, 2), Cost(64, 17), Cost(64, 3, 0), Cost(64, 3, 9)],
)
def test_it_refuses_a_cost_outside_floor_and_ceiling(cost: Cost) -> None:
    with pytest.raises(BadCost):
        kdf.derive(PASSWORD, SALT, cost)


@pytest.mark.real_kdf
def test_the_cost_of_this_computer_is_one_that_is_accepted() -> None:
    kdf.calibrate.cache_clear()
    assert kdf.calibrate().check().mib in kdf.CANDIDATES_MIB


def test_a_salt_is_never_the_same() -> None:
    assert len({kdf.new_salt() for _ in range(50)}) == 50


def test_keys_do_not_show_when_printed() -> None:
    keys = kdf.derive(PASSWORD, SALT, CHEAP)
    assert keys.login.hex() not in repr(keys)
    assert repr(keys.kek) not in repr(keys)
