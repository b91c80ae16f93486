"""The floor of the window: pywebview and Qt with a page that a plain server hands out.

Arguments: a folder of files, and `index.json` in it, from address to file and type. Prints the time
(seconds since 1970) when the page has loaded, then closes.
"""

from __future__ import annotations

import http.server
import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

FOLDER = Path(sys.argv[1])
PAGES: dict[str, list[str]] = json.loads((FOLDER / "index.json").read_text("utf-8"))


class Handler(http.server.BaseHTTPRequestHandler):
    """Hands out what is in the folder."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """One file."""
        found = PAGES.get(self.path)
        content = (FOLDER / found[0]).read_bytes() if found else b""
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", found[1] if found else "text/plain")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Nothing."""


def main() -> None:
    """Open the window, wait for the page, leave."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    import webview

    window: Any = webview.create_window(
        "Bare", f"http://127.0.0.1:{server.server_port}/", width=1280, height=820
    )

    def watch() -> None:
        from PySide6.QtWebEngineCore import QWebEngineLoadingInfo

        def loading(info: Any) -> None:
            if info.status() == QWebEngineLoadingInfo.LoadStatus.LoadSucceededStatus:
                sys.stdout.write(f"{time.time()}\n")
                sys.stdout.flush()
                os._exit(0)

        window.native.webview.page().loadingChanged.connect(loading)

    window.events.before_show += watch
    webview.start(gui="qt", private_mode=True)


main()
