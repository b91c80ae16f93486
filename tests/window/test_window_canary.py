"""The real window, from the first run on, by real keys: no word is left, however it ends."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support import canary
from tests.support.program import GONE_SECONDS
from tests.support.windows import WindowProgram
from webapp import create_app
from webapp.core.database import journal_db, use_accounts, use_vault
from webapp.features.accounts import service
from webapp.settings import Settings

pytestmark = [pytest.mark.window, pytest.mark.real_kdf, pytest.mark.timeout(240)]
OpenWindow = Callable[..., WindowProgram]
PASSWORD = "Xanadusecret oblong thirty heron"
WORDS = ["Zwiebelturm", "Quastenflosser", "mondkalbgrotte", "Xanadusecret"]
TEXT = "Zwiebelturm and Quastenflosser #mondkalbgrotte"


def close(window: WindowProgram) -> None:
    """As the cross in the corner does."""
    window.close()
    assert window.gone() == 0


def kill(window: WindowProgram) -> None:
    """As a power cut does."""
    window.process.kill()
    window.process.wait(GONE_SECONDS)


def left_by(window: WindowProgram) -> list[str]:
    """Where a word stands in the data folder, the window's profile, the home, temp or the logs."""
    return canary.found_in([window.place], WORDS)


def the_entry(window: WindowProgram) -> str:
    """What was written, as it is read with the password."""
    app = create_app(Settings(data_dir=window.data_dir))
    places = app.extensions["places"]
    with app.app_context(), use_accounts(places.accounts_path):
        _user, vault = service.unlock(places, "carol", PASSWORD)
        with use_vault(vault):
            [[body]] = journal_db.execute_sql("SELECT body FROM entry").fetchall()
        vault.close()
    return str(body)


@pytest.mark.parametrize("end", [close, kill])
def test_no_word_is_left_outside_the_encrypted_files(
    open_window: OpenWindow, end: Callable[[WindowProgram], None]
) -> None:
    window = open_window()
    window.first_run("carol", PASSWORD)
    window.begin_entry()
    window.screen.type(TEXT)
    window.wait_until_saved()
    assert left_by(window) == []
    assert not window.screen.holds_a_copy
    end(window)
    assert left_by(window) == []
    assert TEXT in the_entry(window)
    assert not list((window.place / "home").rglob("recently-used*"))
