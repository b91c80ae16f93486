"""What a person can choose, kept in their own encrypted file."""

from __future__ import annotations

import pytest

from webapp.core.database import journal_db
from webapp.core.vault import Vault
from webapp.features.preferences import languages, service, zones
from webapp.features.preferences.service import NoChoice, Preferences

pytestmark = pytest.mark.usefixtures("alice_journal")


def test_a_new_person_has_the_defaults() -> None:
    assert service.read() == Preferences()


@pytest.mark.parametrize(
    "change",
    [
        {"theme": "dark"},
        {"text_size": "large"},
        {"idle_minutes": 0},
        {"zone": "Europe/Berlin"},
        {"single_keys": False},
        {"text_width": "wide"},
        {"spelling": False},
        {"language": "he"},
        {"theme": "light", "text_size": "small"},
    ],
    ids=str,
)
def test_a_choice_is_still_there_when_read_again(change: dict[str, object]) -> None:
    changed = service.change(**change)
    assert service.read() == changed
    assert all(getattr(changed, name) == value for name, value in change.items())


def test_another_choice_leaves_the_first_one_alone() -> None:
    service.change(theme="dark")
    service.change(text_size="large")
    assert service.read().theme == "dark"


@pytest.mark.parametrize(
    "change",
    [
        {"theme": "pink"},
        {"theme": ["dark"]},
        {"text_size": "huge"},
        {"idle_minutes": 7},
        {"idle_minutes": "10"},
        {"idle_minutes": True},
        {"zone": "Europe/Atlantis"},
        {"zone": None},
        {"zone": "../../etc/passwd"},
        {"single_keys": 1},
        {"text_width": "40rem"},
        {"spelling": "no"},
        {"language": "klingon"},
        {"language": None},
    ],
    ids=str,
)
def test_it_refuses_what_is_no_choice_and_changes_nothing(change: dict[str, object]) -> None:
    with pytest.raises(NoChoice):
        service.change(**change)
    assert service.read() == Preferences()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("theme", '"of another version"'),
        ("theme", "no JSON"),
        ("idle_minutes", '"ten"'),
        ("zone", "7"),
        ("unheard_of", "1"),
    ],
)
def test_a_choice_of_another_version_counts_as_not_made(name: str, value: str) -> None:
    service.change(text_size="large")
    journal_db.execute_sql("INSERT INTO preference VALUES (?, ?)", (name, value))
    assert service.read() == Preferences(text_size="large")


def test_without_a_choice_entries_begin_in_this_computer_s_zone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(service.clock, "local_zone", lambda: "Asia/Tokyo")
    assert service.read().zone_name == "Asia/Tokyo"


def test_a_chosen_zone_comes_before_this_computer_s() -> None:
    assert service.change(zone="Europe/Berlin").zone_name == "Europe/Berlin"


def test_nothing_of_it_stands_in_the_file_in_clear(alice_journal: Vault) -> None:
    service.change(zone="Pacific/Chatham")
    for path in alice_journal.folder.iterdir():
        if path.is_file():
            assert b"Chatham" not in path.read_bytes()


def test_every_zone_that_is_offered_can_be_chosen() -> None:
    names = [name for name, _label in zones.choices()]
    assert len(names) > 300
    for name in names[:: len(names) // 20]:
        assert service.change(zone=name).zone == name


def test_zones_are_told_as_places() -> None:
    labels = dict(zones.choices())
    assert labels["America/Argentina/Buenos_Aires"] == "America, Argentina, Buenos Aires"
    assert labels["UTC"] == "UTC"


def test_every_language_that_is_offered_can_be_chosen() -> None:
    for code, name in languages.choices():
        assert service.change(language=code).language == code
        assert name


def test_languages_are_told_in_themselves() -> None:
    names = dict(languages.choices())
    assert names["de"] == "Deutsch"
    assert names["ja"] == "日本語"
