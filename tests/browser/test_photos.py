"""Photos and files in a real browser: added, ordered, named and taken out, by mouse and by keys."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.browsing import Watch
from tests.support.pictures import bomb, photo_of_a_day, picture

COLORS = ("teal", "gold", "navy")
# What a drop or a paste of files is, to a page.
HAND_OVER = """
([kind, name, type, content]) => {
  const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, { type }));
  const init = { bubbles: true, cancelable: true };
  const event = kind === "drop"
    ? new DragEvent("drop", { ...init, dataTransfer: data })
    : new ClipboardEvent("paste", { ...init, clipboardData: data });
  document.querySelector(".cm-content").dispatchEvent(event);
}
"""


def photo(n: int = 0) -> dict[str, object]:
    return {"name": f"p{n}.jpg", "mimeType": "image/jpeg", "buffer": picture(color=COLORS[n])}


@pytest.fixture
def noon(open_on: Callable[[str], Page]) -> Page:
    """The writing page of an entry with a line of words."""
    return open_on("On the ridge")


def in_the_row(page: Page, count: int) -> None:
    expect(page.locator("[data-photos] figure")).to_have_count(count)


def order(page: Page) -> list[str]:
    urls = page.locator("[data-photos] img").evaluate_all("all => all.map(one => one.src)")
    return [url.split("/")[-2] for url in urls]


def add(page: Page, count: int) -> None:
    page.locator("#files").set_input_files([photo(n) for n in range(count)])
    in_the_row(page, count)


def test_photos_that_are_chosen_stand_in_the_text(
    noon: Page, stored: Callable[[Page], str]
) -> None:
    add(noon, 2)
    first, second = order(noon)
    assert stored(noon) == f"On the ridge\n\n![](media:{first})\n\n![](media:{second})\n"
    expect(noon.locator(".md-photo img")).to_have_count(2)
    expect(noon.locator("[data-uploads] li")).to_have_count(0)


@pytest.mark.parametrize("kind", ["drop", "paste"])
def test_a_photo_is_dropped_or_pasted(noon: Page, kind: str) -> None:
    content = base64.b64encode(picture()).decode()
    noon.evaluate(HAND_OVER, [kind, "p.jpg", "image/jpeg", content])
    in_the_row(noon, 1)
    expect(noon.locator(".md-photo img")).to_be_visible()


def test_a_file_of_another_kind_is_named_in_the_text(
    noon: Page, stored: Callable[[Page], str]
) -> None:
    noon.locator("#files").set_input_files(
        {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 plan"}
    )
    expect(noon.locator(".md-file")).to_have_text("plan.pdf")
    assert "[plan.pdf](media:" in stored(noon)


def test_one_that_is_refused_does_not_stop_the_others(noon: Page, watch: Watch) -> None:
    watch.expect("413|422")
    noon.locator("#files").set_input_files(
        [
            {"name": "bomb.png", "mimeType": "image/png", "buffer": bomb()},
            {"name": "nothing.txt", "mimeType": "text/plain", "buffer": b""},
            photo(),
        ]
    )
    in_the_row(noon, 1)
    expect(noon.get_by_role("alert").filter(has_text="60 megapixels")).to_be_visible()
    expect(noon.get_by_role("alert").filter(has_text="This file is empty.")).to_be_visible()
    noon.get_by_role("button", name="Close").first.click()
    noon.get_by_role("button", name="Close").first.click()
    expect(noon.locator("[data-uploads] li")).to_have_count(0)


def test_a_file_on_its_way_shows_how_far_it_is_and_can_be_stopped(
    noon: Page, stored: Callable[[Page], str]
) -> None:
    seen: list[str] = []
    noon.route("**/media/uploads/*/1048576", lambda route: seen.append(route.request.url))
    noon.locator("#files").set_input_files(
        {"name": "film.bin", "mimeType": "", "buffer": bytes(3 * 1024 * 1024)}
    )
    bar = noon.get_by_role("progressbar", name="film.bin")
    expect(bar).to_have_attribute("value", "1048576")
    noon.get_by_role("button", name="Cancel").click()
    expect(bar).to_have_count(0)
    noon.unroute_all()
    assert stored(noon) == "On the ridge"


def test_what_failed_is_tried_again(noon: Page, watch: Watch) -> None:
    watch.expect("Failed to load|ERR_FAILED")
    noon.route("**/media/uploads", lambda route: route.abort())
    noon.locator("#files").set_input_files([photo()])
    expect(noon.get_by_role("alert").filter(has_text="did not answer")).to_be_visible()
    noon.unroute_all()
    noon.get_by_role("button", name="Try again").last.click()
    in_the_row(noon, 1)


def test_the_order_changes_by_keys_and_is_taken_back(
    noon: Page, stored: Callable[[Page], str]
) -> None:
    add(noon, 3)
    one, two, three = order(noon)
    noon.locator("[data-photos] figure button").first.focus()
    noon.keyboard.press("Alt+ArrowRight")
    expect(noon.locator("[data-photos] figure button").nth(1)).to_be_focused()
    assert order(noon) == [two, one, three]
    assert stored(noon).index(two) < stored(noon).index(one)
    noon.locator(".cm-content").focus()
    noon.keyboard.press("Control+z")
    expect(noon.locator("[data-photos] img").first).to_have_attribute("src", re.compile(one))


def test_the_order_changes_by_dragging(noon: Page) -> None:
    add(noon, 2)
    one, two = order(noon)
    figures = noon.locator("[data-photos] figure")
    figures.first.drag_to(figures.last)
    expect(noon.locator("[data-photos] img").first).to_have_attribute("src", re.compile(two))
    assert order(noon) == [two, one]


def test_a_photo_gets_its_words(noon: Page, stored: Callable[[Page], str]) -> None:
    add(noon, 1)
    (uid,) = order(noon)
    noon.locator("[data-photos] figure button").click()
    noon.get_by_label("What the photo shows").fill("The [old] mill")
    noon.keyboard.press("Tab")
    assert f"![The \\[old\\] mill](media:{uid})" in stored(noon)
    expect(noon.locator(".md-photo img")).to_have_attribute("alt", "The [old] mill")


def test_a_photo_is_taken_out(noon: Page, stored: Callable[[Page], str]) -> None:
    add(noon, 2)
    _one, two = order(noon)
    noon.locator("[data-photos] figure button").first.click()
    noon.get_by_role("button", name="Take out").click()
    in_the_row(noon, 1)
    assert stored(noon) == f"On the ridge\n\n![](media:{two})\n"


def test_the_photo_shows_when_the_entry_is_read(noon: Page) -> None:
    add(noon, 1)
    noon.keyboard.press("Control+Enter")
    expect(noon.locator("#page .prose img")).to_be_visible()


def test_done_waits_for_what_is_on_its_way(noon: Page) -> None:
    noon.locator("#files").set_input_files([photo(), photo(1), photo(2)])
    noon.get_by_role("link", name="Done").click()
    expect(noon.locator("#page .prose img")).to_have_count(3)


OF_A_DAY = {"name": "mill.jpg", "mimeType": "image/jpeg", "buffer": photo_of_a_day()}


def test_the_moment_of_a_photo_is_offered_as_the_entrys_own(
    noon: Page, stored: Callable[[Page], str]
) -> None:
    noon.locator("#files").set_input_files([OF_A_DAY])
    expect(
        noon.get_by_text("This photo was taken on Sunday 27 June 2021 at 16:09.")
    ).to_be_visible()
    noon.get_by_role("button", name="Use it as the entry’s date").click()
    expect(noon.locator("[data-time-label]")).to_have_text("16:09")
    expect(noon.locator(".cm-content")).to_be_focused()
    stored(noon)
    noon.reload()
    expect(noon.locator("[data-day-label]")).to_have_text("Sunday 27 June 2021")


def test_an_offer_that_is_left_changes_nothing(noon: Page) -> None:
    before = noon.locator("[data-day-label]").inner_text()
    noon.locator("#files").set_input_files([OF_A_DAY])
    noon.get_by_role("button", name="Leave it").click()
    expect(noon.get_by_text("This photo was taken on")).to_be_hidden()
    assert noon.locator("[data-day-label]").inner_text() == before


def test_the_location_of_a_photo_is_shown_and_taken_out(
    noon: Page, stored: Callable[[Page], str]
) -> None:
    noon.locator("#files").set_input_files([OF_A_DAY])
    in_the_row(noon, 1)
    (before,) = order(noon)
    noon.locator("[data-photos] figure button").click()
    expect(noon.get_by_text("Taken at 60.1708° N, 24.9500° E")).to_be_visible()
    noon.get_by_role("button", name="Remove location").click()
    expect(noon.get_by_text("The location is out of this photo.")).to_be_visible()
    (after,) = order(noon)
    assert after != before
    assert stored(noon) == f"On the ridge\n\n![](media:{after})\n"
    expect(noon.get_by_role("button", name="Remove location")).to_be_hidden()


def test_the_viewer_says_when_and_where(noon: Page) -> None:
    noon.locator("#files").set_input_files([OF_A_DAY])
    in_the_row(noon, 1)
    noon.locator("[data-photos] figure button").click()
    noon.get_by_role("button", name="Look at it").click()
    noon.keyboard.press("i")
    expect(noon.locator("[data-viewer-about]")).to_contain_text("27 June 2021, 16:09")
    expect(noon.locator("[data-viewer-about]")).to_contain_text("60.1708° N, 24.9500° E")
