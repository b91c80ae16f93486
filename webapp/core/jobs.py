"""Long work in a thread of its own: progress, cancel, result; drained when the program leaves."""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from webapp.core import trouble
from webapp.core.database import use_vault
from webapp.core.errors import Refusal

if TYPE_CHECKING:
    from flask import Flask

    from webapp.core.vault import Vault

log = logging.getLogger(__name__)
KEEP_FINISHED = 50


class Cancelled(Exception):
    """The person has stopped the work."""


@dataclass
class Job:
    """One piece of long work and how far it is."""

    id: str
    person_id: str
    verb: str
    state: str = "running"  # running, done, failed, cancelled
    done: int = 0
    total: int | None = None
    detail: str = ""
    result: Any = None
    refusal: Refusal | None = None
    thread: threading.Thread | None = field(default=None, repr=False)
    stop: threading.Event = field(default_factory=threading.Event, repr=False)

    def as_json(self) -> dict[str, object]:
        """The shape that the page polls."""
        return {
            "state": self.state,
            "done": self.done,
            "total": self.total,
            "detail": self.detail,
            "error": self.refusal.as_json() if self.refusal else None,
        }


class Progress:
    """How the work tells of itself, and learns that it shall stop."""

    def __init__(self, job: Job | None = None) -> None:
        self.job = job or Job("", "", "")

    @property
    def total(self) -> int | None:
        """How many steps there are, None while nobody knows."""
        return self.job.total

    @total.setter
    def total(self, steps: int | None) -> None:
        self.job.total = steps

    def step(self, n: int = 1, detail: str = "") -> None:
        """`n` more steps are done.

        Raises:
            Cancelled: the person has stopped the work.
        """
        self.job.done += n
        self.job.detail = detail
        self.check()

    def check(self) -> None:
        """Stop here if the person has said so.

        Raises:
            Cancelled: they have.
        """
        if self.job.stop.is_set():
            raise Cancelled


class Jobs:
    """All work of this program, running and lately finished."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()

    def start(
        self, vault: Vault, person_id: str, verb: str, work: Callable[[Progress], object]
    ) -> Job:
        """Begin work in a thread that has the person's journal open.

        Args:
            vault: the unlocked files.
            person_id: whose work it is; nobody else sees it.
            verb: what is being done, for the page ("import").
            work: gets a `Progress`; what it returns becomes the job's result.
        """
        job = Job(secrets.token_hex(16), person_id, verb)
        job.thread = threading.Thread(
            target=self._run, args=(job, vault, work), name=f"job-{verb}", daemon=True
        )
        with self._lock:
            finished = [key for key, old in self._jobs.items() if old.state != "running"]
            for key in finished[: max(0, len(finished) - KEEP_FINISHED)]:
                del self._jobs[key]
            self._jobs[job.id] = job
        job.thread.start()
        return job

    def get(self, job_id: str, person_id: str) -> Job | None:
        """The job, if it is this person's."""
        job = self._jobs.get(job_id)
        return job if job is not None and job.person_id == person_id else None

    def cancel(self, job: Job) -> None:
        """Ask the work to stop at its next step."""
        job.stop.set()

    def stop_person(self, person_id: str, timeout: float = 5.0) -> None:
        """Stop a person's work and wait for it: their journal is about to be closed."""
        mine = [job for job in list(self._jobs.values()) if job.person_id == person_id]
        self._stop(mine, timeout)
        for job in mine:
            self._jobs.pop(job.id, None)

    def running(self, person_id: str) -> list[Job]:
        """The person's unfinished work."""
        jobs = list(self._jobs.values())
        return [job for job in jobs if job.person_id == person_id and job.state == "running"]

    def drain(self, timeout: float = 5.0) -> None:
        """Stop all work and wait for it, at most `timeout` seconds each."""
        self._stop(list(self._jobs.values()), timeout)

    def _stop(self, jobs: list[Job], timeout: float) -> None:
        for job in jobs:
            job.stop.set()
        for job in jobs:
            thread = job.thread
            # one that has not begun yet stops at its first step, on a journal that is closed
            if thread and thread.ident is not None and thread is not threading.current_thread():
                thread.join(timeout)

    def _run(self, job: Job, vault: Vault, work: Callable[[Progress], object]) -> None:
        try:
            with self._app.app_context(), use_vault(vault):
                job.result = work(Progress(job))
            job.state = "done"
        except Cancelled:
            job.state = "cancelled"
        except Refusal as refusal:
            job.refusal, job.state = refusal, "failed"
        except Exception as error:  # noqa: BLE001 - the top of a thread: the page must learn of it
            log.error("job %s failed: %s", job.verb, type(error).__name__)  # noqa: TRY400 - no words
            with self._app.app_context():
                folder = self._app.extensions["places"].data_dir
                job.refusal = trouble.of(error, folder) or unexpected(error)
            job.state = "failed"


def unexpected(error: BaseException) -> Refusal:
    """What is said when something of ours broke; never carries words from an entry."""
    from flask_babel import gettext as _

    return Refusal(
        _("Something went wrong in Quietleaf, not in your journal."),
        _("Everything that was saved is safe."),
        _("Try again. If it happens again, close Quietleaf and open it again."),
        status=500,
        curious=type(error).__name__,
    )
