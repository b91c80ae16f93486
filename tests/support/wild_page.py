"""A window on a page that tries to get out, run as a program; prints what came of it as JSON.

After that it waits for a real click on the link that fills the page.

The page is behind the real gate and in the real window, but without a policy of its own: what it
cannot do, the window itself prevents.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

from webapp.desktop import window as windows
from webapp.desktop.gate import Gate
from webapp.desktop.server import Server, bind
from webapp.settings import Settings, Surroundings

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

SCRIPT = """
const other = "http://127.0.0.1:OTHER/";
const came = {};
const tries = {
  fetch: () => fetch(other, { mode: "no-cors" }),
  image: () => new Promise((done, failed) => {
    Object.assign(new Image(), { src: other + "image", onload: done, onerror: failed });
  }),
  frame: () => new Promise((done, failed) => {
    const frame = document.body.appendChild(document.createElement("iframe"));
    frame.src = other + "frame";
    setTimeout(failed, 300);
  }),
  socket: () => new Promise((done, failed) => {
    Object.assign(new WebSocket(other.replace("http", "ws")), { onopen: done, onerror: failed });
  }),
  name: () => fetch("http://localhost:OWN/", { mode: "no-cors" }),
  file: () => fetch("file:///etc/hostname"),
  camera: () => navigator.mediaDevices.getUserMedia({ video: true, audio: true }),
  place: () => new Promise((done, failed) => {
    navigator.geolocation.getCurrentPosition(done, failed);
  }),
  paste: () => navigator.clipboard.readText(),
};
async function attempt(name, work) {
  try { await work(); came[name] = "done"; } catch { came[name] = "refused"; }
}
function click(link) { document.body.append(link); link.click(); }
(async () => {
  await Promise.all(Object.entries(tries).map(([name, work]) => attempt(name, work)));
  const link = (href) => Object.assign(document.createElement("a"), { href });
  window.open(other + "opened");
  click(Object.assign(link(other + "blank"), { target: "_blank" }));
  click(Object.assign(link(URL.createObjectURL(new Blob(["words"]))), { download: "words.txt" }));
  click(link("file:///etc/hostname"));
  click(link(other + "linked"));
  location.href = other + "moved";
  const real = Object.assign(link(other + "clicked"), { target: "_blank", textContent: "here" });
  real.style = "position: fixed; inset: 0; font-size: 40vh";
  document.body.append(real);
  setTimeout(() => fetch("/report", { method: "POST", body: JSON.stringify(came) }), 1000);
})();
"""


class Elsewhere(BaseHTTPRequestHandler):
    """Another server of this computer; nobody should ever come."""

    visits: list[str]

    def do_GET(self) -> None:
        self.visits.append(self.path)
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        return


class Wild:
    """Stands in for the program; the page is its app."""

    def __init__(self, place: Path) -> None:
        self.settings = Settings(data_dir=place / "data", mode="window")
        self.elsewhere = HTTPServer(("127.0.0.1", 0), Elsewhere)
        Elsewhere.visits = []
        threading.Thread(target=self.elsewhere.serve_forever, daemon=True).start()
        sock = bind(0)
        self.port = int(sock.getsockname()[1])
        self.gate = Gate(self.port, self.app)
        Server(sock, self.gate).start()
        self.stopped = threading.Event()
        self.opened: list[str] = []
        self.window: windows.MainWindow | None = None

    def open_link(self, url: str) -> bool:
        """Stands in for the system's browser; the click was the last thing to be seen."""
        self.opened.append(url)
        self.say({"opened": self.opened})
        if url.endswith("/clicked") and self.window is not None:
            self.window.destroy()
        return True

    def say(self, what: dict[str, object]) -> None:
        """A line of JSON."""
        sys.stdout.write(json.dumps(what) + "\n")
        sys.stdout.flush()

    def pages(self) -> None:
        """There is nothing to be saved."""

    def is_unlocked(self) -> bool:
        """There is no journal."""
        return False

    def app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The page, its script, and where it reports."""
        path = environ["PATH_INFO"]
        if path == "/report":
            size = int(environ["CONTENT_LENGTH"])
            came = json.loads(environ["wsgi.input"].read(size))
            self.say({"came": came, "visits": Elsewhere.visits, "opened": self.opened})
        kind = "text/javascript" if path == "/wild.js" else "text/html"
        start_response("200 OK", [("Content-Type", f"{kind}; charset=utf-8")])
        ports = {"OTHER": str(self.elsewhere.server_port), "OWN": str(self.port)}
        script = SCRIPT
        for name, port in ports.items():
            script = script.replace(name, port)
        return [
            script.encode()
            if path == "/wild.js"
            else b"<!doctype html><title>wild</title><body><script src=/wild.js></script>"
        ]


def main(place: Path) -> None:
    """Show the window until a link is followed into the browser."""
    wild = Wild(place)
    windows.browser.open_link = wild.open_link  # type: ignore[assignment]
    wild.settings.data_dir.mkdir(parents=True, exist_ok=True)
    wild.window = windows.MainWindow(wild, Surroundings.of_environment())  # type: ignore[arg-type]
    wild.window.run()


if __name__ == "__main__":
    from webapp.desktop.run import leave

    main(Path(sys.argv[1]))
    leave(0)
