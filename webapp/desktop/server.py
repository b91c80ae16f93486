"""The web server: one socket, bound once and never given back, with waitress in a thread.

Nothing that it holds may reach a temporary file: waitress would write large bodies there, and
they are what people wrote. So the buffers stay in memory, and the size of a body is bounded.
"""

from __future__ import annotations

import copy
import logging
import socket
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from webapp.core.errors import Refusal
from webapp.desktop.words import _

if TYPE_CHECKING:
    from waitress.channel import HTTPChannel
    from waitress.server import TcpWSGIServer

    from webapp.desktop.gate import Gate

ADDRESS = "127.0.0.1"
THREADS = 6
MAX_BODY_BYTES = 512 * 1024 * 1024  # an import; the app bounds everything else further
MAX_STRANGERS_BODY_BYTES = 64 * 1024
NEVER_SPOOL_BYTES = 1 << 31
FINISH_SECONDS = 30.0  # how long a running request may take once we are asked to leave
SEND_SECONDS = 2  # for its answer to be taken
POLL_SECONDS = 0.01

log = logging.getLogger(__name__)


def bind(port: int) -> socket.socket:
    """The listening socket, on this computer only; port 0 takes any free one.

    Raises Refusal when the port is taken or not ours to take.
    """
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows would share the port with others
            return _bind_exclusively(port)
        return socket.create_server((ADDRESS, port))
    except OSError as error:
        raise Refusal(
            _(
                "Quietleaf cannot use port %(port)s: another program has it, or it is reserved.",
                port=port,
            ),
            _("Nothing was changed."),
            _("Choose another with --port, or leave it out: Quietleaf finds a free one."),
            curious=error.strerror or type(error).__name__,
        ) from error


class Server:
    """Waitress on a bound socket, behind the gate."""

    def __init__(self, sock: socket.socket, gate: Gate) -> None:
        import waitress.server

        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        server = waitress.server.create_server(
            gate,
            sockets=[sock],
            threads=THREADS,
            ident=None,
            inbuf_overflow=NEVER_SPOOL_BYTES,
            outbuf_overflow=NEVER_SPOOL_BYTES,
            max_request_body_size=MAX_BODY_BYTES,
        )
        self._server = cast("TcpWSGIServer", server)  # one socket, so it is no other kind
        self._server.channel_class = careful_channel(gate.admits)
        self._thread = threading.Thread(target=self._server.run, name="server", daemon=True)
        self._closed = threading.Event()

    def start(self) -> None:
        """Answer requests from now on."""
        self._thread.start()

    def drain(self, limit: float = FINISH_SECONDS) -> None:
        """Finish the requests that are running, send their answers, then stop listening.

        limit: seconds to wait for them at most.
        """
        self._server.accepting = False
        tasks = self._server.task_dispatcher
        if not _wait(lambda: not tasks.active_count and not tasks.queue, limit):
            log.warning("requests still running after %d s", limit)
        _wait(self._all_is_sent, SEND_SECONDS)
        tasks.shutdown(cancel_pending=False, timeout=SEND_SECONDS)
        self._close()

    def _close(self) -> None:
        """Stop listening, in the thread that listens: it may be waiting for this very socket."""
        trigger: Any = self._server.trigger

        def close() -> None:
            self._server.close()
            # A request that ends now would write to its pipe, whose number may be another file's.
            trigger.pull_trigger = lambda *_: None
            self._closed.set()

        if self._closed.is_set():
            return
        if self._thread.is_alive():
            trigger.pull_trigger(close)
            self._closed.wait(SEND_SECONDS)
        else:
            close()

    def _all_is_sent(self) -> bool:
        channels: Any = self._server.active_channels  # a dict, whatever the stubs say
        return not any(channel.total_outbufs_len for channel in list(channels.values()))


def careful_channel(admits: Callable[[str], bool]) -> type[HTTPChannel]:
    """A waitress channel that takes no large body from those whom the gate would refuse.

    Waitress reads a body whole before the gate is asked; without this any page or program on
    this computer could fill the memory.

    admits: whether a Cookie header is one of ours.
    """
    from waitress.channel import HTTPChannel
    from waitress.parser import HTTPRequestParser

    class CarefulParser(HTTPRequestParser):
        def parse_header(self, header_plus: bytes) -> None:
            super().parse_header(header_plus)
            if not admits(self.headers.get("COOKIE", "")):
                self.adj = copy.copy(self.adj)
                self.adj.max_request_body_size = MAX_STRANGERS_BODY_BYTES

    class CarefulChannel(HTTPChannel):
        parser_class = CarefulParser

    return CarefulChannel


def _bind_exclusively(port: int) -> socket.socket:
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        sock.setsockopt(socket.SOL_SOCKET, getattr(socket, "SO_EXCLUSIVEADDRUSE"), 1)  # noqa: B009
        sock.bind((ADDRESS, port))
        sock.listen()
    except OSError:
        sock.close()
        raise
    return sock


def _wait(is_done: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not is_done():
        if time.monotonic() >= deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True
