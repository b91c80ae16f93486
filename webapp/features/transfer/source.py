"""A source of entries: a file, a folder, a zip, a tar or a set of uploaded files.

Members are listed with their sizes and opened as streams; nothing is ever unpacked to the disk, so
no plain text is left behind. Names inside a source are data, never paths of this computer.
"""

from __future__ import annotations

import io
import os
import stat
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Self, cast

from webapp.features.transfer.shapes import Problem
from webapp.features.transfer.texts import refused

MAX_FOLDER_MEMBERS = 500_000
MAX_UPLOAD_MEMBERS = 50_000
MAX_TOTAL_BYTES = 8 * 1024**3  # of a folder: what is read of it is one member at a time
MAX_TEXT_BYTES = 256 * 1024**2  # one text member
MAX_NAME = 1_000
CHUNK = 256 * 1024
TAR_MARK = slice(257, 262)  # where POSIX puts "ustar"


class MemberUnreadable(Exception):
    """One member cannot be read. `key` names the sentence that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a source: its name with `/` between the parts, its size in bytes, its own time.

    `modified` is in seconds since 1970 UTC where the source knows the instant, `modified_wall` is
    what the clock showed where it knows only that, as a zip does.
    """

    name: str
    size: int
    modified: float | None = None
    modified_wall: datetime | None = None

    @property
    def suffix(self) -> str:
        """ ".md", lower-cased, "" without one."""
        base = self.name.rpartition("/")[2]
        stem, dot, ending = base.rpartition(".")
        return f".{ending.lower()}" if dot and stem else ""

    @property
    def stem(self) -> str:
        """The last part of the name without its suffix."""
        base = self.name.rpartition("/")[2]
        stem, dot, _ = base.rpartition(".")
        return stem if dot and stem else base


def lookup_key(name: str) -> str:
    """How names are compared: composed (macOS decomposes them) and without case."""
    return unicodedata.normalize("NFC", name).casefold()


@dataclass
class Source:
    """What is being brought in. Use as a context manager where it holds a file open.

    `kind` is "file", "folder", "zip", "tar" or "upload"; `name` is for showing; `members` are
    sorted by name; `problems` are members that were refused while listing.
    """

    kind: str
    name: str
    members: tuple[Member, ...]
    opener: Callable[[Member], BinaryIO]
    problems: tuple[Problem, ...] = ()
    closer: Callable[[], None] | None = None
    _given: dict[str, tuple[Member, Callable[[], BinaryIO]]] = field(
        default_factory=dict, repr=False
    )
    _index: dict[str, Member] | None = field(default=None, repr=False)
    _bases: dict[str, list[Member]] | None = field(default=None, repr=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file, if one is held open."""
        if self.closer is not None:
            self.closer()

    @property
    def size(self) -> int:
        """All members together, in bytes."""
        return sum(member.size for member in self.members)

    def give(self, name: str, size: int, opener: Callable[[], BinaryIO]) -> Member:
        """Make a picture or file that stands inside a member one that `find` and `open` know.

        It is not among `members`. Given again under the same name, it takes the other's place.

        Args:
            name: unlike the name of any member; what follows the last `/` is shown.
            size: in bytes, as far as it is known before it is opened.
            opener: opens a stream of its bytes; may be called more than once.
        """
        member = Member(name, size)
        self._given[name] = (member, opener)
        return member

    def find(self, name: str) -> Member | None:
        """The member of that name, whatever its case and Unicode form."""
        if name in self._given:
            return self._given[name][0]
        if self._index is None:
            self._index = {lookup_key(member.name): member for member in self.members}
        return self._index.get(lookup_key(name))

    def named(self, base: str) -> list[Member]:
        """The members whose last part is `base`, those nearest to the top first."""
        if self._bases is None:
            self._bases = {}
            for member in self.members:
                key = lookup_key(member.name.rpartition("/")[2])
                self._bases.setdefault(key, []).append(member)
            for members in self._bases.values():
                members.sort(key=lambda member: (member.name.count("/"), member.name))
        return self._bases.get(lookup_key(base), [])

    def open(self, member: Member) -> BinaryIO:
        """A stream of the member's bytes; the caller closes it.

        Raises:
            MemberUnreadable: the member cannot be opened.
        """
        given = self._given.get(member.name)
        try:
            return given[1]() if given else self.opener(member)
        except OSError as error:
            raise MemberUnreadable("unreadable") from error

    def read(self, member: Member, limit: int = MAX_TEXT_BYTES) -> bytes:
        """All bytes of a member.

        Raises:
            MemberUnreadable: it cannot be read, or holds more than `limit` or than it declares.
        """
        if member.size > limit:
            raise MemberUnreadable("too_large")
        with self.open(member) as stream:
            if self.kind in {"zip", "tar"}:
                return _read_counted(stream, min(limit, member.size))
            try:
                data = stream.read()
            except OSError as error:
                raise MemberUnreadable("unreadable") from error
        if len(data) > limit:
            raise MemberUnreadable("too_large")
        return data

    def head(self, member: Member, size: int = 4096) -> bytes:
        """The first bytes of a member; empty when it cannot be read."""
        try:
            with self.open(member) as stream:
                return stream.read(size)
        except (MemberUnreadable, OSError):
            return b""


def _read_counted(stream: BinaryIO, limit: int) -> bytes:
    # a zip's header may lie: count while inflating, never trust a size
    chunks, total = [], 0
    try:
        while chunk := stream.read(CHUNK):
            total += len(chunk)
            if total > limit:
                raise MemberUnreadable("too_large")
            chunks.append(chunk)
    except (OSError, ValueError, EOFError) as error:
        raise MemberUnreadable("damaged") from error
    return b"".join(chunks)


def open_path(path: Path) -> Source:
    """A source from a path of this computer: a folder, a zip or one file.

    Raises:
        TransferRefused: it is not there, cannot be read, or is not fit to be opened.
    """
    try:
        info = path.stat()
        if stat.S_ISDIR(info.st_mode):
            return open_folder(path)
        if not stat.S_ISREG(info.st_mode):
            raise refused("not_a_file")
        with path.open("rb") as stream:
            magic = stream.read(TAR_MARK.stop)
    except FileNotFoundError as error:
        raise refused("not_there") from error
    except OSError as error:
        raise refused("cannot_open", curious=type(error).__name__) from error
    packed = _opener_of_packed(magic)
    if packed is not None:
        return packed(path.name, path)
    member = Member(path.name, info.st_size, info.st_mtime)
    return Source("file", path.name, (member,), lambda _: path.open("rb"))


def _opener_of_packed(magic: bytes) -> Callable[[str, Path | BinaryIO], Source] | None:
    """What opens a file that holds others, by its first bytes; a tar has its mark further in."""
    if magic[:4] in {b"PK\x03\x04", b"PK\x05\x06"}:
        from webapp.features.transfer.zips import open_zip

        return open_zip
    if magic[:2] == b"\x1f\x8b" or magic[TAR_MARK] == b"ustar":
        from webapp.features.transfer.tars import open_tar

        return open_tar
    return None


def open_folder(root: Path) -> Source:
    """A source from a folder. Symbolic links that lead out of it are reported, never followed.

    Raises:
        TransferRefused: it holds too many files or too many bytes.
    """
    members: list[Member] = []
    problems: list[Problem] = []
    odd: dict[str, str] = {}  # names that are no Unicode, by the name that is shown
    real_root = root.resolve()
    for found in _walk(str(real_root)):
        if isinstance(found, Problem):
            problems.append(found)
            continue
        shown = _shown(found.name)
        if shown != found.name:
            odd[shown] = found.name
        members.append(found if shown == found.name else replace(found, name=shown))
        if len(members) > MAX_FOLDER_MEMBERS:
            raise refused("too_many", count=MAX_FOLDER_MEMBERS)
    if sum(member.size for member in members) > MAX_TOTAL_BYTES:
        raise refused("too_big", megabytes=MAX_TOTAL_BYTES // 1024**2)
    members.sort(key=lambda member: member.name)
    prefix = f"{real_root}{os.sep}"

    def opener(member: Member) -> BinaryIO:
        # no Path and no buffer: this is done a hundred thousand times
        path = prefix + odd.get(member.name, member.name)
        return cast(BinaryIO, open(path, "rb", buffering=0))  # noqa: PTH123

    return Source("folder", root.name, tuple(members), opener, tuple(problems))


def _shown(name: str) -> str:
    """The name as Unicode; bytes that are none become U+FFFD."""
    if name.isascii():
        return name
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _walk(root: str) -> Iterator[Member | Problem]:
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        try:
            listing = list(os.scandir(f"{root}{os.sep}{prefix}"))
        except OSError:
            yield Problem(_shown(prefix.rstrip("/")), "unreadable")
            continue
        for item in listing:
            name = prefix + item.name
            try:
                if item.is_symlink():
                    yield Problem(_shown(name), "link")
                elif item.is_dir(follow_symlinks=False):
                    waiting.append(f"{name}/")
                elif item.is_file(follow_symlinks=False):
                    info = item.stat(follow_symlinks=False)
                    yield Member(name, info.st_size, info.st_mtime)
            except OSError:
                yield Problem(_shown(name), "unreadable")


@dataclass(frozen=True, slots=True)
class Upload:
    """An uploaded file: the name the browser gives, its bytes, its own time in seconds."""

    name: str
    data: bytes
    modified: float | None = None


def open_uploads(uploads: Iterable[Upload]) -> Source:
    """A source from files that a page sent; they stay in memory.

    A single zip becomes a zip source, a single file a file source.

    Raises:
        TransferRefused: nothing or too much was sent, or a name leads out of the folder.
    """
    files = list(uploads)
    if not files:
        raise refused("nothing_chosen")
    if len(files) > MAX_UPLOAD_MEMBERS:
        raise refused("too_many", count=MAX_UPLOAD_MEMBERS)
    if len(files) == 1:
        packed = _opener_of_packed(files[0].data[: TAR_MARK.stop])
        if packed is not None:
            name = safe_name(files[0].name).rpartition("/")[2]
            return packed(name, io.BytesIO(files[0].data))
    content: dict[str, bytes] = {}
    members = []
    for upload in files:
        name = safe_name(upload.name)
        content[name] = upload.data
        members.append(Member(name, len(upload.data), upload.modified))
    members.sort(key=lambda member: member.name)
    top = members[0].name.partition("/")[0]
    kind = "file" if len(members) == 1 and "/" not in members[0].name else "upload"
    return Source(kind, top, tuple(members), lambda member: io.BytesIO(content[member.name]))


def safe_name(name: str) -> str:
    """A member's name with `/` between its parts.

    Raises:
        TransferRefused: it is absolute, leads upwards, is empty, too long or holds a NUL.
    """
    plain = name.replace("\\", "/")
    while plain.startswith("./"):
        plain = plain[2:]
    has_drive = len(plain) > 1 and plain[1] == ":" and plain[0].isascii() and plain[0].isalpha()
    if not plain or plain.startswith("/") or has_drive or "\x00" in plain or len(plain) > MAX_NAME:
        raise refused("bad_name")
    if ".." in plain.split("/"):
        raise refused("bad_name")
    return plain
