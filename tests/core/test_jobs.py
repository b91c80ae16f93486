"""Long work beside the page: progress, cancel, result, and never somebody else's."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from webapp.core.database import journal_db
from webapp.core.errors import Refusal
from webapp.core.jobs import KEEP_FINISHED, Cancelled, Job, Jobs, Progress
from webapp.core.vault import Vault, make_files

ALICE, BOB = "a1" * 16, "b0" * 16
PATIENCE = 10  # seconds; only a broken test waits so long


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    folder = tmp_path / ALICE
    return Vault(ALICE, folder, make_files(folder, (), ()))


@pytest.fixture
def jobs(app: Flask) -> Iterator[Jobs]:
    made = Jobs(app)
    yield made
    made.drain(PATIENCE)


def finished(job: Job) -> Job:
    assert job.thread is not None
    job.thread.join(PATIENCE)
    assert not job.thread.is_alive()
    return job


def until_stopped(progress: Progress) -> None:
    while True:
        progress.job.stop.wait(PATIENCE)
        progress.check()


def test_work_has_the_persons_journal_open(jobs: Jobs, vault: Vault) -> None:
    def work(_progress: Progress) -> object:
        journal_db.execute_sql("CREATE TABLE note (text TEXT)")
        return journal_db.execute_sql("SELECT count(*) FROM note").fetchone()[0]

    assert finished(jobs.start(vault, ALICE, "import", work)).result == 0


def test_work_that_is_done_says_so(jobs: Jobs, vault: Vault) -> None:
    job = finished(jobs.start(vault, ALICE, "import", lambda _progress: "42 entries"))
    assert (job.state, job.result) == ("done", "42 entries")


def test_the_page_learns_how_far_the_work_is(jobs: Jobs, vault: Vault) -> None:
    def work(progress: Progress) -> None:
        progress.total = 3
        progress.step(detail="2019")
        progress.step(2, detail="2020")

    job = finished(jobs.start(vault, ALICE, "import", work))
    assert job.as_json() == {
        "state": "done",
        "done": 3,
        "total": 3,
        "detail": "2020",
        "error": None,
    }


def test_work_stops_at_its_next_step_when_cancelled(jobs: Jobs, vault: Vault) -> None:
    job = jobs.start(vault, ALICE, "import", until_stopped)
    jobs.cancel(job)
    assert finished(job).state == "cancelled"


def test_cancelled_work_has_no_result(jobs: Jobs, vault: Vault) -> None:
    job = jobs.start(vault, ALICE, "import", until_stopped)
    jobs.cancel(job)
    assert finished(job).result is None


def test_a_refusal_reaches_the_page_in_its_three_sentences(jobs: Jobs, vault: Vault) -> None:
    def work(_progress: Progress) -> None:
        raise Refusal("It is empty.", "Nothing was added.", "Choose another.")

    job = finished(jobs.start(vault, ALICE, "import", work))
    assert job.as_json()["error"] == {
        "happened": "It is empty.",
        "safe": "Nothing was added.",
        "todo": "Choose another.",
    }
    assert job.state == "failed"


def test_a_mistake_of_ours_never_shows_the_persons_words(
    jobs: Jobs, vault: Vault, caplog: pytest.LogCaptureFixture
) -> None:
    def work(_progress: Progress) -> None:
        raise KeyError("the heron stood in the reeds")

    job = finished(jobs.start(vault, ALICE, "import", work))
    assert job.state == "failed"
    assert "heron" not in str(job.as_json()) + caplog.text
    assert "KeyError" in caplog.text


def test_work_is_found_only_by_its_owner(jobs: Jobs, vault: Vault) -> None:
    job = finished(jobs.start(vault, ALICE, "import", lambda _progress: None))
    assert jobs.get(job.id, ALICE) is job
    assert jobs.get(job.id, BOB) is None


def test_closing_a_journal_stops_and_forgets_its_work(jobs: Jobs, vault: Vault) -> None:
    job = jobs.start(vault, ALICE, "import", until_stopped)
    jobs.stop_person(ALICE, PATIENCE)
    assert job.state == "cancelled"
    assert jobs.get(job.id, ALICE) is None


def test_closing_a_journal_leaves_other_peoples_work_alone(jobs: Jobs, vault: Vault) -> None:
    job = jobs.start(vault, ALICE, "import", until_stopped)
    jobs.stop_person(BOB, PATIENCE)
    assert jobs.running(ALICE) == [job]


def test_leaving_stops_all_work(jobs: Jobs, vault: Vault) -> None:
    job = jobs.start(vault, ALICE, "import", until_stopped)
    jobs.drain(PATIENCE)
    assert job.state == "cancelled"


def test_work_may_stop_itself_without_waiting_for_itself(jobs: Jobs, vault: Vault) -> None:
    def work(progress: Progress) -> None:
        jobs.stop_person(ALICE, PATIENCE)
        progress.check()

    assert finished(jobs.start(vault, ALICE, "lock", work)).state == "cancelled"


def test_finished_work_is_forgotten_in_the_end(jobs: Jobs, vault: Vault) -> None:
    first = finished(jobs.start(vault, ALICE, "import", lambda _progress: None))
    for _ in range(KEEP_FINISHED + 1):
        finished(jobs.start(vault, ALICE, "import", lambda _progress: None))
    assert jobs.get(first.id, ALICE) is None


def test_running_work_is_never_forgotten(jobs: Jobs, vault: Vault) -> None:
    running = jobs.start(vault, ALICE, "import", until_stopped)
    for _ in range(KEEP_FINISHED + 2):
        finished(jobs.start(vault, ALICE, "import", lambda _progress: None))
    assert jobs.get(running.id, ALICE) is running


def test_progress_without_a_page_only_counts() -> None:
    progress = Progress()
    progress.step(5)
    assert progress.job.done == 5


def test_progress_stops_work_as_soon_as_it_is_told() -> None:
    progress = Progress()
    progress.job.stop.set()
    with pytest.raises(Cancelled):
        progress.step()


def test_two_pieces_of_work_run_side_by_side(jobs: Jobs, vault: Vault) -> None:
    meet = threading.Barrier(2, timeout=PATIENCE)
    both = [jobs.start(vault, ALICE, "import", lambda _progress: meet.wait()) for _ in range(2)]
    assert [finished(job).state for job in both] == ["done", "done"]
