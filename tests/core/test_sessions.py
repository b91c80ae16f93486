"""Who has Quietleaf open, and until when."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tests.conftest import FrozenClock
from webapp.core.sessions import Session, Sessions
from webapp.core.vault import Vault

ALICE, BOB = "a1" * 16, "b0" * 16


def vault_of(person_id: str) -> Vault:
    return Vault(person_id, Path("nowhere"), b"k" * 32)


@pytest.fixture
def sessions(frozen_clock: FrozenClock) -> Sessions:
    return Sessions()


def opened(sessions: Sessions, person_id: str = ALICE) -> Session:
    session = sessions.open(person_id, vault_of(person_id))
    sessions.touch(session)
    return session


def test_a_session_is_found_by_its_id(sessions: Sessions) -> None:
    session = opened(sessions)
    assert sessions.find(session.sid) is session


def test_a_session_is_not_found_by_another_id(sessions: Sessions) -> None:
    opened(sessions)
    assert sessions.find(ALICE) is None


def test_the_id_of_a_session_does_not_show_when_printed(sessions: Sessions) -> None:
    session = opened(sessions)
    assert session.sid not in repr(session)


def test_closing_the_last_session_of_a_person_forgets_their_key(sessions: Sessions) -> None:
    session = opened(sessions)
    sessions.close(session.sid)
    assert not session.vault.is_open
    assert sessions.find(session.sid) is None


def test_closing_one_of_two_windows_leaves_the_journal_open_in_the_other(
    sessions: Sessions,
) -> None:
    first, second = opened(sessions), opened(sessions)
    sessions.close(first.sid)
    assert second.vault.is_open


def test_two_windows_of_a_person_share_one_vault(sessions: Sessions) -> None:
    first, second = opened(sessions), opened(sessions)
    assert first.vault is second.vault


def test_two_people_never_share_a_vault(sessions: Sessions) -> None:
    assert opened(sessions).vault is not opened(sessions, BOB).vault


def test_closing_a_person_leaves_the_other_one_open(sessions: Sessions) -> None:
    opened(sessions)
    bob = opened(sessions, BOB)
    sessions.close_person(ALICE)
    assert sessions.find(bob.sid) is bob
    assert len(sessions) == 1


def test_closing_a_person_can_spare_the_window_they_sit_at(sessions: Sessions) -> None:
    here, there = opened(sessions), opened(sessions)
    sessions.close_person(ALICE, but=here.sid)
    assert sessions.find(here.sid) is here
    assert sessions.find(there.sid) is None


def test_closing_twice_is_no_mistake(sessions: Sessions) -> None:
    session = opened(sessions)
    sessions.close(session.sid)
    sessions.close(session.sid)
    assert len(sessions) == 0


def test_a_session_closes_by_itself_after_its_idle_time(
    sessions: Sessions, frozen_clock: FrozenClock
) -> None:
    session = opened(sessions)
    frozen_clock.advance(minutes=10)
    assert sessions.find(session.sid) is None
    assert not session.vault.is_open


def test_a_session_stays_open_until_its_idle_time(
    sessions: Sessions, frozen_clock: FrozenClock
) -> None:
    session = opened(sessions)
    frozen_clock.advance(minutes=9, seconds=59)
    assert sessions.find(session.sid) is session


def test_a_sign_of_life_begins_the_idle_time_anew(
    sessions: Sessions, frozen_clock: FrozenClock
) -> None:
    session = opened(sessions)
    frozen_clock.advance(minutes=9)
    sessions.touch(session)
    frozen_clock.advance(minutes=9)
    assert sessions.find(session.sid) is session


def test_finding_a_session_is_no_sign_of_life(
    sessions: Sessions, frozen_clock: FrozenClock
) -> None:
    session = opened(sessions)
    frozen_clock.advance(minutes=9)
    sessions.find(session.sid)
    frozen_clock.advance(minutes=1)
    assert sessions.find(session.sid) is None


def test_the_sweep_closes_idle_sessions_without_any_request(
    sessions: Sessions, frozen_clock: FrozenClock
) -> None:
    session = opened(sessions)
    frozen_clock.advance(minutes=10)
    sessions.sweep()
    assert not session.vault.is_open


def test_never_means_never(sessions: Sessions, frozen_clock: FrozenClock) -> None:
    session = opened(sessions)
    session.idle_minutes = 0
    frozen_clock.advance(days=400)
    assert sessions.find(session.sid) is session


def test_setting_the_wall_clock_closes_nothing(
    sessions: Sessions, frozen_clock: FrozenClock
) -> None:
    session = opened(sessions)
    frozen_clock.set(frozen_clock.moment.replace(year=2036))
    assert sessions.find(session.sid) is session


def test_it_is_remembered_when_a_journal_closed_by_itself(
    sessions: Sessions, frozen_clock: FrozenClock
) -> None:
    opened(sessions)
    frozen_clock.advance(minutes=10)
    sessions.sweep()
    assert sessions.closed_idle == {ALICE: frozen_clock.moment.timestamp()}


def test_opening_again_forgets_that_it_had_closed_by_itself(
    sessions: Sessions, frozen_clock: FrozenClock
) -> None:
    opened(sessions)
    frozen_clock.advance(minutes=10)
    sessions.sweep()
    opened(sessions)
    assert sessions.closed_idle == {}


def test_a_lock_by_hand_is_not_remembered_as_one_by_itself(sessions: Sessions) -> None:
    session = opened(sessions)
    sessions.close(session.sid)
    assert sessions.closed_idle == {}


def test_what_a_session_kept_is_gone_with_it(sessions: Sessions) -> None:
    session = opened(sessions)
    session.kept["code"] = "K7QM"
    sessions.close(session.sid)
    assert session.kept == {}


def test_work_is_told_before_the_vault_closes(sessions: Sessions) -> None:
    session = opened(sessions)
    seen: list[tuple[str, bool]] = []
    sessions.before_closing.append(lambda person: seen.append((person, session.vault.is_open)))
    sessions.close(session.sid)
    assert seen == [(ALICE, True)]


def test_closing_all_leaves_nobody(sessions: Sessions) -> None:
    vaults = [opened(sessions).vault, opened(sessions, BOB).vault]
    sessions.close_all()
    assert len(sessions) == 0
    assert not any(vault.is_open for vault in vaults)


def test_nobody_else_waits_while_a_journal_closes(sessions: Sessions) -> None:
    alice, bob = opened(sessions), opened(sessions, BOB)
    found: list[Session | None] = []

    def look(_person_id: str) -> None:
        other = threading.Thread(target=lambda: found.append(sessions.find(bob.sid)))
        other.start()
        other.join(10)

    sessions.before_closing.append(look)
    sessions.close(alice.sid)
    assert found == [bob]


def test_the_key_is_forgotten_even_when_the_work_cannot_be_stopped(sessions: Sessions) -> None:
    session = opened(sessions)

    def fail(_person_id: str) -> None:
        raise RuntimeError("it does not stop")

    sessions.before_closing.append(fail)
    with pytest.raises(RuntimeError):
        sessions.close(session.sid)
    assert not session.vault.is_open


def test_whoever_comes_back_while_their_journal_closes_gets_a_vault_of_their_own(
    sessions: Sessions,
) -> None:
    first, again = opened(sessions), vault_of(ALICE)
    opened_again: list[Session] = []
    sessions.before_closing.append(
        lambda person_id: opened_again.append(sessions.open(ALICE, again))
    )
    sessions.close(first.sid)
    assert opened_again[0].vault is again
    assert again.is_open
