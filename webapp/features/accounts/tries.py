"""Wrong tries: counted for each name; after the fifth the wait grows, and outlives a restart."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import peewee

from webapp.core import clock
from webapp.features.accounts import refusals
from webapp.features.accounts.models import User, fold_name
from webapp.features.accounts.refusals import TryLater

FREE_TRIES = 5
LONGEST_WAIT = 60  # seconds
MOST_STRANGERS = 200

one_at_a_time = threading.Lock()
"""Held for a whole try: tries sent all at once are counted one after the other."""


@dataclass
class Tries:
    """Wrong tries for a name that nobody has; in memory, for the name may be a password."""

    failures: int = 0
    next_try_at: int = 0


_strangers: dict[str, Tries] = {}


def check_wait(
    user: User | None,
    username: str,
    refusal: Callable[[str, int], TryLater] = refusals.try_later,
) -> None:
    """Make sure that the next try is possible by now.

    Args:
        user: the person of that name, if there is one.
        username: the name as typed.
        refusal: makes what is said from a name and the seconds left.

    Raises:
        TryLater: it is not; it says how many seconds are left.
    """
    in_memory = _strangers.get(fold_name(username)) or Tries()
    next_try_at = max(in_memory.next_try_at, user.next_try_at if user else 0)
    # a clock that was set back must not make anyone wait for a year
    wait = min(math.ceil((next_try_at - clock.now_ms()) / 1000), LONGEST_WAIT)
    if wait > 0:
        raise refusal(user.username if user else username, wait)


def count_failure(user: User | None, username: str) -> None:
    """One more wrong try; from the fifth on, the next one must wait, twice as long each time."""
    tries = user or _stranger(username)
    tries.failures += 1
    over = tries.failures - FREE_TRIES
    if over >= 0:
        tries.next_try_at = clock.now_ms() + 1000 * min(2 ** min(over, 6), LONGEST_WAIT)
    if user is not None:
        try:
            user.save(only=[User.failures, User.next_try_at])
        except peewee.OperationalError:  # a full disk: the wrong password is said, and counts
            count_failure(None, username)


def forget_failures(user: User) -> None:
    """The right one: the count begins anew."""
    _strangers.pop(user.username_folded, None)
    if user.failures:
        user.failures, user.next_try_at = 0, 0
        with suppress(peewee.OperationalError):  # the next right one will do it
            user.save(only=[User.failures, User.next_try_at])


def _stranger(username: str) -> Tries:
    if len(_strangers) >= MOST_STRANGERS:
        _strangers.clear()
    return _strangers.setdefault(fold_name(username), Tries())
