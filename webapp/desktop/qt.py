"""Qt beneath the window: what pywebview leaves open or broken there is closed or mended here.

Everything in this file runs on the main thread, except what says otherwise. The objects must be
kept: Qt does not own what Python made.
"""

from __future__ import annotations

import contextlib
import ctypes
import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QByteArray,
    QCoreApplication,
    QLoggingCategory,
    QMarginsF,
    QSettings,
    Qt,
    QUrl,
)
from PySide6.QtGui import QGuiApplication, QPageLayout, QPageSize
from PySide6.QtNetwork import QNetworkProxy, QNetworkProxyFactory
from PySide6.QtWebEngineCore import (
    QWebEngineDownloadRequest,
    QWebEngineLoadingInfo,
    QWebEngineNavigationRequest,
    QWebEnginePage,
    QWebEnginePermission,
    QWebEngineProfile,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
)
from PySide6.QtWidgets import QApplication, QFileDialog

from webapp.desktop import display
from webapp.desktop.gate import LAUNCH_PATH
from webapp.desktop.native import no_pdf
from webapp.settings import set_variable

PROGRAM_NAME = "quietleaf"
OFFSCREEN = "offscreen"
ENGINE_LIBRARY = "libQt6WebEngineCore.so.6"
DEFAULT_PROFILE = "_ZN17QWebEngineProfile14defaultProfileEv"  # QWebEngineProfile::defaultProfile()
NETWORK_SCHEMES = frozenset({"http", "https", "ws", "wss", "ftp", "file"})
OUTSIDE_SCHEMES = frozenset({"http", "https", "mailto"})
CRASHES_BORNE = 3
PAGES_OWN_WORLD = 0  # where the page's scripts live
DARK_FLAG = "--blink-settings=preferredColorScheme=0"
# What pages say on their console may quote what is written in them.
NOISE = "js=false\nqt.webenginecontext*=false\nqt.vulkan*=false\nqt.qpa.*=false"

log = logging.getLogger(__name__)
Attribute = QWebEngineSettings.WebAttribute
ErrorDomain = QWebEngineLoadingInfo.ErrorDomain
LoadStatus = QWebEngineLoadingInfo.LoadStatus
PORTRAIT = QPageLayout.Orientation.Portrait
PDF_SECONDS = 300.0  # thousands of entries take minutes
ATTRIBUTES = {
    Attribute.PluginsEnabled: False,
    Attribute.PdfViewerEnabled: False,
    Attribute.FullScreenSupportEnabled: False,
    Attribute.ScreenCaptureEnabled: False,
    Attribute.HyperlinkAuditingEnabled: False,
    Attribute.DnsPrefetchEnabled: False,
    Attribute.NavigateOnDropEnabled: False,
    Attribute.LocalContentCanAccessFileUrls: False,
    Attribute.LocalContentCanAccessRemoteUrls: False,
    Attribute.AllowWindowActivationFromJavaScript: False,
    Attribute.JavascriptCanAccessClipboard: True,  # copying the recovery code
    Attribute.JavascriptCanPaste: False,
    Attribute.JavascriptCanOpenWindows: False,  # without a click, that is
}


def application(scratch: Path, *, offscreen_is_wished: bool) -> QApplication:
    """The application, before pywebview would make it: pywebview takes the one that is there.

    scratch: where Qt's dialogs keep what they remember; wiped at each start.
    offscreen_is_wished: the environment asks for the platform without a screen (tests do).

    Raises NoWindow when there is no screen.
    """
    # The dialogs remember folders and file names; not in the person's ~/.config.
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(scratch))
    QLoggingCategory.setFilterRules(NOISE)
    QCoreApplication.setApplicationName(PROGRAM_NAME)
    QGuiApplication.setApplicationDisplayName("Quietleaf")
    QGuiApplication.setDesktopFileName(PROGRAM_NAME)
    app = QApplication.instance() or QApplication([PROGRAM_NAME])
    assert isinstance(app, QApplication)
    if QGuiApplication.platformName() == OFFSCREEN and not offscreen_is_wished:
        raise display.NoWindow(display.no_screen(), has_screen=False)
    # A proxy of the system must not get to see 127.0.0.1.
    QNetworkProxyFactory.setUseSystemConfiguration(False)
    QNetworkProxy.setApplicationProxy(QNetworkProxy(QNetworkProxy.ProxyType.NoProxy))
    if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark:
        set_variable("QTWEBENGINE_CHROMIUM_FLAGS", DARK_FLAG)  # the page is not told otherwise
    return app


def start_engine() -> None:
    """Start Chromium, while the other threads go on.

    It takes an eighth of a second, during which the binding would hold Python's lock; a plain call
    of the same public function does not. pywebview's part comes first: it sets flags.
    """
    import webview.platforms.qt  # noqa: F401

    try:
        library = ctypes.CDLL(ENGINE_LIBRARY)  # the one that is loaded already
        start = library[DEFAULT_PROFILE]
    except (OSError, AttributeError):
        log.info("the engine is started through the binding")
        QWebEngineProfile.defaultProfile()
        return
    start.restype = ctypes.c_void_p
    start()


class Interceptor(QWebEngineUrlRequestInterceptor):
    """Lets the page reach Quietleaf and nothing else."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self._port = port

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:  # noqa: N802 - Qt's name
        """Block every other host, port and file."""
        url = info.requestUrl()
        if url.scheme() in NETWORK_SCHEMES and not is_ours(url, self._port):
            info.block(True)


class LinkPage(QWebEnginePage):
    """Where links with target=_blank go: never a second window."""

    def __init__(self, profile: QWebEngineProfile, follow: Callable[[QUrl], None]) -> None:
        super().__init__(profile)
        self._follow = follow

    def acceptNavigationRequest(  # noqa: N802 - Qt's name
        self,
        url: QUrl | str,
        _type: QWebEnginePage.NavigationType,
        _is_main_frame: bool,
    ) -> bool:
        """Hand the address on and stay empty."""
        self._follow(QUrl(url))
        return False


class Guards:
    """Everything that is tied to the window's page. `native` is pywebview's main window."""

    def __init__(
        self,
        native: Any,
        port: int,
        open_outside: Callable[[str], object],
        recover: Callable[[], str],
    ) -> None:
        self._native = native
        self._port = port
        self._open_outside = open_outside
        self._recover = recover
        self._crashes = 0
        self._kept: list[object] = []
        self.first_page = threading.Event()
        self._page: Any = native.webview.page()
        self._guard_profile(native.profile)
        self._guard_page(native.profile)

    def raise_window(self) -> None:
        """Bring the window to the front; from any thread."""
        self._on_window_thread(self._raise)

    def print_page(self) -> None:
        """Print the page; from any thread."""
        self._on_window_thread(self._print)

    def page_as_pdf(self) -> bytes:
        """The page as a PDF for A4, in memory alone; from any thread but the window's.

        Raises Refusal when nothing came of it.
        """
        made: list[bytes] = []
        done = threading.Event()

        def keep(pdf: QByteArray) -> None:
            made.append(bytes(pdf.data()))
            done.set()

        sheet = QPageLayout(QPageSize(QPageSize.PageSizeId.A4), PORTRAIT, QMarginsF())
        self._on_window_thread(lambda: self._page.printToPdf(keep, sheet))
        done.wait(PDF_SECONDS)
        if not made or not made[0]:
            raise no_pdf()
        return made[0]

    def run_script(self, script: str, heard: Callable[[], object]) -> None:
        """Run a script in the page, then call `heard`; from any thread, without waiting."""
        self._on_window_thread(
            lambda: self._page.runJavaScript(script, PAGES_OWN_WORLD, lambda _result: heard())
        )

    def ask_where(self, suggested: Path) -> Path | None:
        """Show the save dialog and wait for it; from any thread but the window's."""
        chosen: list[str] = []
        done = threading.Event()

        def show() -> None:
            try:
                name, _kind = QFileDialog.getSaveFileName(self._native, "", str(suggested))
                chosen.append(name)
            finally:
                done.set()

        self._on_window_thread(show)
        done.wait()
        return Path(chosen[0]) if chosen and chosen[0] else None

    def _on_window_thread(self, work: Callable[[], None]) -> None:
        self._native.create_window_trigger.emit(work)

    def _guard_profile(self, profile: QWebEngineProfile) -> None:
        self._kept.append(interceptor := Interceptor(self._port))
        profile.setUrlRequestInterceptor(interceptor)
        profile.setPersistentCookiesPolicy(
            QWebEngineProfile.PersistentCookiesPolicy.NoPersistentCookies
        )
        profile.setSpellCheckEnabled(False)
        profile.setPushServiceEnabled(False)
        profile.downloadRequested.connect(_cancel_download)

    def _guard_page(self, profile: QWebEngineProfile) -> None:
        page = self._page
        settings = page.settings()
        for attribute, is_on in ATTRIBUTES.items():
            settings.setAttribute(attribute, is_on)
        self._kept.append(links := LinkPage(profile, self._follow))
        page.nav_handler = links  # what pywebview's createWindow answers
        # pywebview's own answer grants camera and microphone, and fails for all else
        with contextlib.suppress(RuntimeError, TypeError):
            page.featurePermissionRequested.disconnect()
        page.permissionRequested.connect(_deny)
        page.navigationRequested.connect(self._on_navigation)
        page.printRequested.connect(self._print)
        page.loadingChanged.connect(self._on_loading)
        page.renderProcessTerminated.connect(self._on_crash)

    def _on_navigation(self, request: QWebEngineNavigationRequest) -> None:
        if is_ours(request.url(), self._port):
            return
        # Not handed to the browser either: a script that moves the page looks like a click here.
        # Links of entries have target=_blank, which only a real click can follow.
        request.reject()

    def _follow(self, url: QUrl) -> None:
        if is_ours(url, self._port):
            self._page.setUrl(url)
        elif url.scheme() in OUTSIDE_SCHEMES:
            address = bytes(url.toEncoded().data()).decode("ascii", "replace")
            threading.Thread(target=self._open_outside, args=(address,), daemon=True).start()

    def _on_loading(self, loading: QWebEngineLoadingInfo) -> None:
        if loading.url().path().startswith(LAUNCH_PATH) or self.first_page.is_set():
            return
        # An error page of ours is a page as well: the window works.
        is_answered = loading.errorDomain() == ErrorDomain.HttpStatusCodeDomain
        if loading.status() == LoadStatus.LoadSucceededStatus or is_answered:
            log.info("first page")
            self.first_page.set()

    def _on_crash(self, _how: object, _code: int) -> None:
        self._crashes += 1
        log.error("the page's process ended by itself, for the %d. time", self._crashes)
        if self._crashes <= CRASHES_BORNE:
            self._page.setUrl(QUrl(self._recover()))

    def _raise(self) -> None:
        state = self._native.windowState() & ~Qt.WindowState.WindowMinimized
        self._native.setWindowState(state | Qt.WindowState.WindowActive)
        self._native.show()
        self._native.raise_()
        self._native.activateWindow()

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self._native)
        self._kept.append((printer, dialog))
        dialog.accepted.connect(lambda: self._native.webview.print(printer))
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()


def is_ours(url: QUrl, port: int) -> bool:
    """Whether an address is Quietleaf's, to the letter."""
    return (
        url.scheme() == "http"
        and url.host() == "127.0.0.1"
        and url.port() == port
        and not url.userInfo()
    )


def _cancel_download(download: QWebEngineDownloadRequest) -> None:
    download.cancel()


def _deny(permission: QWebEnginePermission) -> None:
    permission.deny()
