"""The shapes of the sentences: said anew each time, in the language of whoever asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping

Refusals = Mapping[str, Callable[[], tuple[str, str]]]
"""Why a whole source is refused: what happened, and what to do; `%(name)s` is a parameter."""

Remarks = Mapping[str, Callable[[], str]]
"""Why a part does not come in, or what is doubtful about it."""
