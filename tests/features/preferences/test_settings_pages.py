"""The settings count at once, for the person who chose them."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from webapp.features.preferences.service import TEXT_SIZES


def html(client: FlaskClient) -> str:
    """The first element of a page: it carries the person's look."""
    page = client.get("/settings/appearance").text
    return page[page.index("<html") : page.index("<head>")]


def test_the_settings_begin_with_the_appearance(alice: FlaskClient) -> None:
    assert alice.get("/settings").location == "/settings/appearance"


@pytest.mark.parametrize("path", ["/settings/appearance", "/settings/writing", "/settings/lock"])
def test_every_panel_is_marked_in_the_menu(alice: FlaskClient, path: str) -> None:
    assert f'href="{path}" aria-current="page"' in alice.get(path).text


def test_a_page_inside_a_panel_is_marked_as_that_panel(alice: FlaskClient) -> None:
    assert 'href="/settings/lock" aria-current="page"' in alice.get("/settings/password").text


def test_our_own_panels_come_first_in_the_menu(alice: FlaskClient) -> None:
    page = alice.get("/settings/lock").text
    menu = page[page.index('class="subnav"') :]
    places = [menu.index(name) for name in (">Appearance<", ">Writing<", ">Lock and password<")]
    assert places == sorted(places)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_chosen_appearance_is_in_the_page_before_it_is_drawn(
    alice: FlaskClient, theme: str
) -> None:
    assert alice.post("/settings/appearance", json={"theme": theme}).json == {"theme": theme}
    assert f'data-theme="{theme}"' in html(alice)


def test_automatic_leaves_the_appearance_to_the_computer(alice: FlaskClient) -> None:
    alice.post("/settings/appearance", json={"theme": "dark"})
    alice.post("/settings/appearance", json={"theme": "system"})
    assert "data-theme" not in html(alice)


@pytest.mark.parametrize(("step", "size"), list(enumerate(TEXT_SIZES, 1)))
def test_the_slider_s_five_steps_are_the_five_sizes(
    alice: FlaskClient, step: int, size: str
) -> None:
    answer = alice.post("/settings/appearance", json={"text_size": str(step)})
    assert answer.json == {"text_size": size}
    assert f'data-text-size="{size}"' in html(alice)


def test_a_zone_for_new_entries_is_chosen(alice: FlaskClient) -> None:
    alice.post("/settings/writing", json={"zone": "Europe/Berlin"})
    page = alice.get("/settings/writing").text
    assert '<option value="Europe/Berlin" selected>' in page


@pytest.mark.parametrize("sent", [False, "false", "0"])
def test_keys_without_ctrl_can_be_switched_off(alice: FlaskClient, sent: object) -> None:
    assert 'data-single-keys="off"' not in alice.get("/settings/writing").text
    assert alice.post("/settings/writing", json={"single_keys": sent}).status_code == 200
    assert 'data-single-keys="off"' in alice.get("/settings/writing").text


def test_width_language_and_spelling_are_on_the_pages_that_show_words(alice: FlaskClient) -> None:
    alice.post("/settings/appearance", json={"text_width": "wide"})
    alice.post("/settings/writing", json={"language": "he"})
    alice.post("/settings/writing", json={"spelling": False})
    page = alice.get("/entries/new", follow_redirects=True).text
    assert 'data-text-width="wide"' in page
    assert 'data-spelling="false" data-lang="he"' in page


def test_a_form_without_scripts_is_understood_too(alice: FlaskClient) -> None:
    assert alice.post("/settings/appearance", data={"theme": "dark"}).json == {"theme": "dark"}


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"theme": "pink"},
        {"theme": None},
        {"text_size": "0"},
        {"text_size": "6"},
        {"text_size": "12"},
        {"text_size": ""},
        {"zone": "Mars"},
        {"idle_minutes": 5},
        {"theme": "dark", "other": 1},
        [],
        "dark",
    ],
    ids=str,
)
def test_what_is_no_choice_is_refused(alice: FlaskClient, sent: object) -> None:
    answer = alice.post("/settings/appearance", json=sent)
    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["error"]["happened"] == "That cannot be chosen."


def test_one_person_s_look_is_not_the_other_s(alice: FlaskClient, bob: FlaskClient) -> None:
    alice.post("/settings/appearance", json={"theme": "dark"})
    assert "data-theme" not in html(bob)


def test_the_cover_has_nobody_s_look(alice: FlaskClient) -> None:
    # preferences lie in the encrypted file, so a closed journal cannot know them
    alice.post("/settings/appearance", json={"theme": "dark"})
    alice.post("/lock")
    assert "data-theme" not in alice.get("/unlock").text
