"""The features, in the order in which they are built and stand in the sidebar.

A list and not a search through the folders: searching finds nothing in a packaged program, and
then it starts without pages and without an error.
"""

from __future__ import annotations

from webapp.core.feature import Feature
from webapp.features.accounts import FEATURE as ACCOUNTS
from webapp.features.calendar import FEATURE as CALENDAR
from webapp.features.entries import FEATURE as ENTRIES
from webapp.features.history import FEATURE as HISTORY
from webapp.features.index import FEATURE as INDEX
from webapp.features.insights import FEATURE as INSIGHTS
from webapp.features.media import FEATURE as MEDIA
from webapp.features.preferences import FEATURE as PREFERENCES
from webapp.features.search import FEATURE as SEARCH
from webapp.features.selection import FEATURE as SELECTION
from webapp.features.transfer import FEATURE as TRANSFER

FEATURES: tuple[Feature, ...] = (
    ACCOUNTS,
    PREFERENCES,
    INDEX,
    ENTRIES,
    CALENDAR,
    INSIGHTS,
    MEDIA,
    HISTORY,
    SEARCH,
    TRANSFER,
    SELECTION,
)
