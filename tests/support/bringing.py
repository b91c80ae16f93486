"""Bringing small sources in, for tests of what comes of it. All need an open journal."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from webapp.core.jobs import Progress
from webapp.features.transfer import service
from webapp.features.transfer.service import ReadOptions, Upload

VAULT = {
    "2002-02-02 Tea.md": "# Tea\n\n![the cup](img/cup.png) and ![[cup.png|300]]",
    "2002-02-03.md": "![gone](img/gone.png)",
}


def picture() -> bytes:
    """A small PNG."""
    stream = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(stream, "PNG")
    return stream.getvalue()


def source_of(files: dict[str, str | bytes]) -> service.Source:
    """A folder with these files."""
    uploads = [
        Upload(f"vault/{name}", text.encode() if isinstance(text, str) else text, 1e9)
        for name, text in files.items()
    ]
    return service.open_uploads([*uploads, Upload("vault/.keep", b"")])


def bring(
    source: service.Source, progress: Progress | None = None, **options: object
) -> service.Batch:
    """Bring all of a source in, as if read in London."""
    how = ReadOptions(zone="Europe/London", **options)  # type: ignore[arg-type]
    form = service.recognise(source)
    look = service.look(source, form, how, lambda _: None)
    return service.read_batch(service.bring_in(source, form, how, look, progress or Progress()))
