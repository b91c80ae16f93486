"""Who has Quietleaf open. Sessions are rows in memory: a copied cookie is dead after a lock.

A vault is shared by the sessions of one person and closed with the last of them.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from webapp.core import clock
from webapp.core.vault import Vault

DEFAULT_IDLE_MINUTES = 10


@dataclass
class Session:
    """One window or browser in which a person has unlocked their journal."""

    sid: str = field(repr=False)
    person_id: str
    vault: Vault
    idle_minutes: int = DEFAULT_IDLE_MINUTES  # 0: never
    last_used: float = field(default_factory=clock.monotonic)
    kept: dict[str, object] = field(default_factory=dict, repr=False)
    """What a feature keeps for this session only, in memory; gone with the lock."""

    @property
    def is_idle(self) -> bool:
        """Whether nobody has used it for longer than the person allows."""
        limit = self.idle_minutes * 60
        return bool(limit) and clock.monotonic() - self.last_used >= limit


class Sessions:
    """All live sessions of this program."""

    def __init__(self) -> None:
        self._by_sid: dict[str, Session] = {}
        self._lock = threading.Lock()
        self.closed_idle: dict[str, float] = {}
        """When (wall clock, seconds) a person's journal closed by itself."""
        self.before_closing: list[Callable[[str], None]] = []
        """Told the person's id before their vault is closed."""

    def open(self, person_id: str, vault: Vault) -> Session:
        """A new session; where the person has one already, the vault of that one is shared."""
        needless: list[Vault] = []
        with self._lock:
            for other in self._by_sid.values():
                if other.person_id == person_id and other.vault is not vault:
                    needless.append(vault)
                    vault = other.vault
                    break
            session = Session(secrets.token_urlsafe(32), person_id, vault)
            self._by_sid[session.sid] = session
            self.closed_idle.pop(person_id, None)
        for one in needless:
            one.close()
        return session

    def find(self, sid: str) -> Session | None:
        """The live session of that id; an idle one is closed here and now."""
        with self._lock:
            session = self._by_sid.get(sid)
        if session is not None and session.is_idle:
            self._close_idle(session)
            return None
        return session

    def touch(self, session: Session) -> None:
        """Say that the person is here."""
        session.last_used = clock.monotonic()

    def close(self, sid: str) -> None:
        """End a session; the last one of a person closes the vault."""
        self._end(lambda session: session.sid == sid)

    def close_person(self, person_id: str, *, but: str = "") -> None:
        """End every session of a person, except the one called `but`."""
        self._end(lambda session: session.person_id == person_id and session.sid != but)

    def close_all(self) -> None:
        """End everything; the program is leaving."""
        self._end(lambda _session: True)

    def sweep(self) -> None:
        """Close what has been idle for too long."""
        with self._lock:
            idle = [session for session in self._by_sid.values() if session.is_idle]
        for session in idle:
            self._close_idle(session)

    def __len__(self) -> int:
        return len(self._by_sid)

    def _close_idle(self, session: Session) -> None:
        self.closed_idle[session.person_id] = clock.now().timestamp()
        self.close(session.sid)

    def _end(self, is_meant: Callable[[Session], bool]) -> None:
        """End sessions, and close the vaults that nobody uses any more.

        That may take seconds (an import has to stop), and other people's requests must not wait
        for it: hence outside the lock. Nobody can find such a vault by then.
        """
        with self._lock:
            ended = [session for session in self._by_sid.values() if is_meant(session)]
            for session in ended:
                del self._by_sid[session.sid]
            used = {id(session.vault) for session in self._by_sid.values()}
        unused = {id(one.vault): one for one in ended if id(one.vault) not in used}
        for session in ended:
            session.kept.clear()
        for session in unused.values():
            try:
                for tell in self.before_closing:
                    tell(session.person_id)
            finally:  # whatever that has come to, the key goes
                session.vault.close()
