"""The import in a real browser: a file, a folder, a drop, the question, the result, undo."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.browsing import Watch
from tests.support.importing import zip_of

JOURNAL = (
    "[2020-02-28 10:00] The heron *\nIt stood there. @pond\n\n[2020-03-01 11:00] Rain\nAll day.\n"
)
Journal = Callable[..., Page]
HeldUp = Callable[[], AbstractContextManager[None]]

# A folder that is dropped is one thing without content; only the page's own events can show it.
DROP_A_FOLDER = """(form) => {
  const file = (name, text) => ({
    isFile: true, fullPath: `/vault/${name}`,
    file: (done) => done(new File([text], name, { lastModified: 1000000000000 })),
  });
  let left = [file("2002-02-02 Tea.md", "One"), file("undated.md", "Two")];
  const folder = {
    isDirectory: true, fullPath: "/vault",
    createReader: () => ({ readEntries: (done) => { done(left); left = []; } }),
  };
  const event = new DragEvent("drop", { bubbles: true, cancelable: true });
  Object.defineProperty(event, "dataTransfer",
    { value: { items: [{ webkitGetAsEntry: () => folder }], files: [], types: ["Files"] } });
  form.dispatchEvent(event);
}"""


@pytest.fixture
def page(journal: Journal) -> Page:
    """alice's journal, empty, at the first page of the import."""
    page = journal()
    page.get_by_role("link", name="Import").first.click()
    expect(page.get_by_role("heading", name="Import")).to_be_visible()
    return page


def choose(page: Page, path: Path, button: str = "Choose a file") -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=button).click()
    chooser.value.set_files(path)


@pytest.fixture
def journal_file(tmp_path: Path) -> Path:
    """A small jrnl journal."""
    path = tmp_path / "journal.txt"
    path.write_text(JOURNAL)
    return path


def test_a_file_is_chosen_checked_brought_in_and_undone(page: Page, journal_file: Path) -> None:
    choose(page, journal_file)
    expect(page.get_by_role("heading", name="What is inside")).to_be_visible()
    expect(page.get_by_text("Written between 28 February 2020 and 1 March 2020.")).to_be_visible()
    page.get_by_role("button", name="Bring in 2 entries").click()
    expect(page.get_by_text("2 entries are in.")).to_be_visible()
    page.get_by_role("link", name="Show them").click()
    expect(page.locator("#days .name").first).to_have_text("Rain")
    page.get_by_role("link", name="Import").first.click()
    page.get_by_role("link", name="journal.txt").first.click()
    page.get_by_role("button", name="Undo this import").click()
    expect(page.get_by_role("button", name="Keep them")).to_be_focused()
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_text("2 entries taken back")).to_be_visible()
    expect(page.get_by_text("taken back", exact=True).first).to_be_visible()


def test_a_folder_is_chosen_with_the_times_of_its_files(page: Page, tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "2002-02-02.md").write_text("One")
    (folder / "undated.md").write_text("Two")
    choose(page, folder, "Choose a folder")
    expect(page.get_by_role("button", name="Bring in 2 entries")).to_be_visible()
    expect(page.get_by_text("vault/undated.md")).to_be_visible()


def test_a_folder_can_be_dropped(page: Page) -> None:
    page.locator("form[data-choose]").evaluate(DROP_A_FOLDER)
    expect(page.get_by_role("button", name="Bring in 2 entries")).to_be_visible()
    expect(
        page.get_by_text("Written between 9 September 2001 and 2 February 2002.")
    ).to_be_visible()


def test_a_file_of_another_kind_is_refused_where_it_was_chosen(
    page: Page, watch: Watch, tmp_path: Path
) -> None:
    watch.expect("400")
    path = tmp_path / "a.json"
    path.write_text("{}")
    choose(page, path)
    expect(page.locator("form[data-choose] [role=alert]")).to_contain_text(
        "does not know this kind of file"
    )
    choose_again = page.get_by_role("button", name="Choose a file")
    expect(choose_again).to_be_enabled()


def test_the_encoding_is_asked_for_with_a_line_to_choose(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "2020-01-01.txt"
    path.write_bytes("Zo\u00eb came to tea".encode("cp1252"))
    choose(page, path)
    page.get_by_role("radio", name="Zoë came to tea Western European (cp1252)").check()
    page.get_by_role("button", name="Read it so").click()
    page.get_by_role("button", name="Bring in 1 entry").click()
    expect(page.get_by_text("1 entry is in.")).to_be_visible()


def test_the_encoding_of_a_japanese_file_is_asked_for_and_kept_to(
    page: Page, tmp_path: Path
) -> None:
    path = tmp_path / "2003-01-05.txt"
    path.write_bytes("雪の朝\n\n静かだった。".encode("cp932"))
    choose(page, path)
    expect(page.get_by_role("heading", name="How is this text written?")).to_be_visible()
    page.get_by_role("radio", name="雪の朝 Japanese, Shift JIS (cp932)").check()
    page.get_by_role("button", name="Read it so").click()
    page.get_by_role("button", name="Bring in 1 entry").click()
    page.get_by_role("link", name="Show them").click()
    expect(page.locator("#days .name")).to_have_text("雪の朝")
    expect(page.locator("#page .prose")).to_contain_text("静かだった。")


def test_a_zip_is_brought_in_with_its_stars_and_tags(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "notes.zip"
    notes = {
        "2002-02-02 Tea.md": "---\ntags: [kitchen]\n---\nOne",
        "2003-03-03.md": "Two",
        "list.bin": b"\x00\x01",
    }
    path.write_bytes(zip_of(notes).getvalue())
    choose(page, path)
    expect(page.get_by_role("row", name="Entries 2")).to_be_visible()
    expect(page.get_by_role("row", name="Tags 1")).to_be_visible()
    page.get_by_role("button", name="Bring in 2 entries").click()
    page.get_by_role("link", name="Show them").click()
    expect(page.locator("#days .entry")).to_have_count(2)
    page.get_by_role("link", name="kitchen").first.click()
    expect(page.locator("#days .name")).to_have_text("Tea")


def test_a_second_time_everything_is_here_already(page: Page, journal_file: Path) -> None:
    choose(page, journal_file)
    page.get_by_role("button", name="Bring in 2 entries").click()
    page.get_by_role("link", name="Import").last.click()
    choose(page, journal_file)
    expect(page.get_by_text("There is nothing new in it.")).to_be_visible()
    expect(
        page.get_by_role("row", name=re.compile(r"^Already in your journal.* 2$"))
    ).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Bring in"))).to_have_count(0)


def test_a_file_that_has_grown_brings_in_what_is_new(page: Page, journal_file: Path) -> None:
    choose(page, journal_file)
    page.get_by_role("button", name="Bring in 2 entries").click()
    page.get_by_role("link", name="Import").last.click()
    journal_file.write_text(JOURNAL + "\n[2020-03-02 12:00] Sun\nAt last.\n")
    choose(page, journal_file)
    page.get_by_role("button", name="Bring in 1 entry").click()
    expect(page.get_by_text("Left out: 2")).to_be_visible()
    page.get_by_role("link", name="Show them").click()
    expect(page.locator("#days .name")).to_have_text(["Sun", "Rain", "The heron"])


def test_a_damaged_zip_is_said_where_it_was_chosen(
    page: Page, watch: Watch, tmp_path: Path
) -> None:
    watch.expect("400")
    path = tmp_path / "notes.zip"
    path.write_bytes(zip_of({"2002-02-02.md": "One" * 99}).getvalue()[:-30])
    choose(page, path)
    expect(page.locator("form[data-choose] [role=alert]")).to_have_text(
        "This zip is damaged or cut short. Nothing was added."
        " Fetch or make it again, then try again."
    )
    expect(
        page.get_by_text("Nothing is changed until you have seen what is inside.")
    ).to_be_visible()


def test_nothing_comes_in_when_the_check_is_cancelled(page: Page, journal_file: Path) -> None:
    choose(page, journal_file)
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Drop a file or a folder here")).to_be_visible()
    expect(page.get_by_role("heading", name="Brought in before")).to_have_count(0)
    page.get_by_role("link", name="Timeline").first.click()
    expect(page.get_by_text("Your days will stand here")).to_be_visible()


def test_an_import_shows_how_far_it_is_and_ends_by_itself(
    page: Page, journal_file: Path, held_up: HeldUp
) -> None:
    choose(page, journal_file)
    with held_up():
        page.get_by_role("button", name="Bring in 2 entries").click()
        expect(page.get_by_role("progressbar", name="0 of 2")).to_be_visible()
        expect(page.get_by_text("Nothing appears in the timeline until all")).to_be_visible()
    expect(page.get_by_text("2 entries are in.")).to_be_visible()


def test_an_import_that_is_stopped_leaves_nothing(
    page: Page, journal_file: Path, held_up: HeldUp
) -> None:
    choose(page, journal_file)
    with held_up():
        page.get_by_role("button", name="Bring in 2 entries").click()
        with page.expect_response("**/cancel"):
            page.get_by_role("button", name="Stop").click()
        expect(page.get_by_role("button", name="Stopping")).to_be_disabled()
    expect(page.get_by_role("progressbar")).to_have_accessible_name(
        "Stopped. Your journal is as it was."
    )
    page.get_by_role("button", name="Choose something else").click()
    expect(page.get_by_role("heading", name="Brought in before")).to_have_count(0)
    page.get_by_role("link", name="Timeline").first.click()
    expect(page.get_by_text("Your days will stand here")).to_be_visible()
