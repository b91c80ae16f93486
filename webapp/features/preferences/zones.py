"""The time zones a person can choose from."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import available_timezones

# the regions of the IANA database that are places; the others ("Etc", "US", ...) are old names
REGIONS = frozenset(
    (
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    )
)


@lru_cache(maxsize=1)
def choices() -> list[tuple[str, str]]:
    """Pairs of IANA name and label, by region and place, after UTC."""
    names = sorted(name for name in available_timezones() if name.split("/")[0] in REGIONS)
    return [("UTC", "UTC"), *((name, label(name)) for name in names if "/" in name)]


def label(name: str) -> str:
    """A zone as it is shown: "Europe, Berlin"."""
    return name.replace("/", ", ").replace("_", " ")
