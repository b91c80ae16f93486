"""What is remembered, in memory, for those who are not in: where they were going, how long they
could be away.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict

MOST_WISHES = 50


class Doorstep:
    """One for the whole program."""

    def __init__(self) -> None:
        self._wishes: OrderedDict[str, str] = OrderedDict()
        self.idle_minutes: dict[str, int] = {}
        """After how many minutes a person's journal closes, as last known, by their id."""
        self.damaged: set[str] = set()
        """The ids of those whose journal was shut because part of it cannot be read."""

    def keep_wish(self, token: object, path: str) -> str:
        """Remember where a browser was going.

        Args:
            token: what an earlier call answered to this browser, if it still knows it.
            path: the path on this server, with its query.

        Returns:
            The token under which the browser gets it back; the path itself stays here.
        """
        kept = token if isinstance(token, str) and token in self._wishes else None
        name = kept or secrets.token_urlsafe(16)
        self._wishes[name] = path
        self._wishes.move_to_end(name)
        while len(self._wishes) > MOST_WISHES:
            self._wishes.popitem(last=False)
        return name

    def take_wish(self, token: object) -> str | None:
        """Where the browser of that token was going, once."""
        return self._wishes.pop(token, None) if isinstance(token, str) else None
