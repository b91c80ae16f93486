"""The start, in order: arguments, folders, log, lock, then a window, a browser or neither.

What comes before the app is built needs neither Flask nor a toolkit, so that it can report
their failures.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import logging
import os
import sys
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

from webapp.core import trouble
from webapp.core.errors import Refusal
from webapp.desktop import browser, cli, crash, display, harden, logs, paths
from webapp.desktop.closing import StopSignals
from webapp.desktop.console import Terminal
from webapp.desktop.instance import Answer, Instance, UnresponsiveError, acquire_or_ask
from webapp.desktop.program import Program
from webapp.desktop.words import _
from webapp.settings import SettingError, Settings, Surroundings, forget_secrets
from webapp.version import VERSION

if TYPE_CHECKING:
    from flask import Flask

FAILURE = 1
INTERRUPTED = 130  # 128 + SIGINT, as shells count

log = logging.getLogger(__name__)


def run(argv: Sequence[str]) -> int:
    """Run Quietleaf with these arguments (without the program's name); returns the exit code."""
    logging.getLogger().addHandler(logging.NullHandler())  # until there is a file to write to
    options = cli.parse(argv)
    try:
        settings = settings_of(options)
    except SettingError as error:
        cli.say(f"{error}. {_('Nothing was changed.')} {_('Correct it and start again.')}")
        return cli.USAGE_ERROR
    try:
        harden.protect_files()
        paths.prepare(settings)
        logs.start(settings.log_dir, debug=settings.debug)
        if options.command is not None:
            return run_command(options, settings)
        return start(settings)
    except Refusal as refusal:
        return fail(refusal, settings, options)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # the outermost edge: logged, and said without a traceback
        log.critical("cannot go on", exc_info=True)
        said = trouble.of(error, settings.data_dir)
        return fail(said or crash.unexpected(logs.path_of(settings.log_dir)), settings, options)


def leave(code: int) -> NoReturn:
    """End the process, everything being closed.

    pywebview leaves threads that wait for an answer of the page, which has gone; an ordinary
    exit would wait for them without end.
    """
    logging.shutdown()
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
    waiting = set(threading.enumerate()) - {threading.main_thread()}
    if any(not thread.daemon for thread in waiting):
        os._exit(code)
    sys.exit(code)


def settings_of(options: argparse.Namespace) -> Settings:
    """The settings from options and environment; the passwords leave the environment.

    Raises SettingError.
    """
    settings = Settings.of_environment(
        paths.default_data_dir,
        data_dir=options.data_dir,
        mode=options.mode,
        port=options.port,
        debug=options.debug,
    )
    forget_secrets()
    return settings


def fail(refusal: Refusal, settings: Settings, options: argparse.Namespace) -> int:
    """Say why it cannot be done: on the terminal, and on the screen for who has none."""
    log.error("refused: %s", refusal.curious or type(refusal).__name__)
    crash.print_refusal(refusal)
    is_start = options.command is None and settings.mode == "window"
    if is_start and not sys.stderr.isatty():
        crash.show(refusal, logs.path_of(settings.log_dir))
    return FAILURE


def run_command(options: argparse.Namespace, settings: Settings) -> int:
    """Run a feature's command; it may work beside a running instance."""
    from webapp import create_app

    harden.protect_memory()
    app = create_app(settings)
    try:
        code: int = options.command.run(options, Terminal(settings.password), app)
        sys.stdout.flush()
    except BrokenPipeError:  # `| head` has seen enough
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
        return 0
    finally:
        app.extensions["jobs"].drain()
        app.extensions["sessions"].close_all()
    return code


def start(settings: Settings) -> int:
    """Start Quietleaf on its data folder, or bring forward the one that runs there."""
    instance = Instance(settings.data_dir)
    try:
        answer = acquire_or_ask(instance)
    except UnresponsiveError as error:
        raise crash.silent_first() from error
    except OSError as error:
        raise paths.cannot_write(settings.data_dir, error) from error
    if answer is not None:
        return join_running(answer, settings)
    try:
        program = Program(settings, instance)
    except BaseException:
        instance.release()
        raise
    try:
        return live(program)
    finally:
        program.close()


def live(program: Program) -> int:
    """Run the program in its mode until somebody ends it."""
    if program.settings.mode != "window":
        harden.protect_memory()
    if program.settings.mode == "headless":
        headless(program)
        return 0
    reason, has_screen = "", True
    if program.settings.mode == "window":
        try:
            if not windowed(program):
                return 0
        except display.NoWindow as no_window:
            reason, has_screen = no_window.reason, no_window.has_screen
            log.warning("no window: %s", reason)
        harden.protect_memory()
    if program.app is None:
        program.open()
    in_browser(program, reason, has_screen=has_screen)
    return 0


def windowed(program: Program) -> bool:
    """Live in a window; True when it has closed because the browser is wished for instead.

    Raises NoWindow when none can be opened.
    """
    from concurrent.futures import ThreadPoolExecutor

    around = Surroundings.of_environment()
    display.check(around)
    if sys.platform.startswith("linux") and display.runs_as_root():
        cli.say(display.root_warning())
    # The app is built while Qt loads and its browser processes start: they hardly share anything.
    with ThreadPoolExecutor(1, "building") as beside:
        building = beside.submit(program.open)
        from webapp.desktop.window import MainWindow

        window = MainWindow(program, around)
        program.use_native(window.native())
        building.add_done_callback(window.close_if_failed)
        wants_browser = window.run()
        building.result()
    return wants_browser


def headless(program: Program) -> None:
    """Print the one line that programs wait for, then serve until told to stop."""
    StopSignals(program.stopped.set).install()
    app = program.open()
    line: dict[str, object] = {
        "url": program.gate.new_launch_url(),
        "port": program.port,
        "pid": os.getpid(),
        "version": VERSION,
    }
    settings = program.settings
    if settings.admin_username is not None and settings.admin_password is not None:
        code = first_administrator(app, settings.admin_username, settings.admin_password)
        if code is not None:
            line["recovery_code"] = code
    print_line(line)
    wait(program.stopped)


def first_administrator(app: Flask, username: str, password: str) -> str | None:
    """Make the administrator that the environment names, if nobody is here yet.

    Returns the recovery code, or None when there are people already. Raises Refusal.
    """
    from webapp.core.database import use_accounts
    from webapp.features.accounts import service

    with app.app_context(), use_accounts(app.config["SETTINGS"].accounts_path):
        return service.ensure_administrator(username, password, app.extensions["places"])


def in_browser(program: Program, reason: str, *, has_screen: bool) -> None:
    """Serve a browser: one that we open, where there is a screen, or one that the person opens.

    reason: why there is no window, "" where none was wished for.
    """
    StopSignals(program.stopped.set).install()
    if reason:
        cli.say(reason)
    if has_screen and browser.open_privately(program.way_in(), program.settings.data_dir):
        cli.say(_("Quietleaf is open in the browser. Ctrl-C ends it."))
    else:
        print_address(program.gate.new_launch_url())
        cli.say(_("Ctrl-C ends Quietleaf."))
    wait(program.stopped)


def join_running(answer: Answer, settings: Settings) -> int:
    """Quietleaf runs on this folder already: its window has come forward, or we open a browser."""
    if answer.raised or answer.url is None:
        cli.say(_("Quietleaf is already open; its window has come forward."))
    elif settings.mode == "headless":
        print_line(
            {
                "url": answer.url,
                "port": answer.port,
                "pid": answer.pid,
                "version": answer.version,
            }
        )
    elif browser.open_privately(answer.url, settings.data_dir):
        cli.say(_("Quietleaf is already running; it is open in the browser."))
    else:
        cli.say(_("Quietleaf is already running, without a window."))
        print_address(answer.url)
    return 0


def print_line(line: dict[str, object]) -> None:
    """One line of JSON on standard output."""
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def print_address(url: str) -> None:
    """The address for a person to open."""
    cli.say(
        _(
            "Open this address in a browser on this computer. It works once;"
            " starting Quietleaf again gives a new one."
        )
    )
    sys.stdout.write(url + "\n")
    sys.stdout.flush()


def wait(stopped: threading.Event) -> None:
    """Wait on the main thread, where signals are heard."""
    if sys.platform == "win32":  # there a wait without end hears no Ctrl-C
        while not stopped.wait(0.5):
            pass
    stopped.wait()
