"""Who opened their journal last, and on which day: noted where that can be written."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import peewee

from webapp.core import clock
from webapp.features.accounts.models import Computer, User

log = logging.getLogger(__name__)


def last_first(people: list[User]) -> list[User]:
    """People in the order in which the cover shows them."""
    last = Computer.read("last_person")
    return sorted(people, key=lambda user: user.person_id != last)


def was_last(user: User) -> bool:
    """Whether this person was the last to open their journal, or nobody is known to have been."""
    return Computer.read("last_person") in (None, user.person_id)


def note(user: User) -> None:
    """This person has opened their journal today, and stands first the next time."""
    with _if_it_can_be_written():
        Computer.put("last_person", user.person_id)
    note_day(user)


def note_day(user: User) -> None:
    """This person has opened their journal today."""
    today = clock.today(clock.local_zone()).isoformat()
    if user.opened_on != today:
        user.opened_on = today
        with _if_it_can_be_written():
            user.save(only=[User.opened_on])


@contextmanager
def _if_it_can_be_written() -> Iterator[None]:
    """A full disk must keep nobody from reading their journal."""
    try:
        yield
    except peewee.OperationalError as error:
        log.warning("a visit was not noted: %s", type(error).__name__)
