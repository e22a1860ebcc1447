"""A config folder in; out come the texts of its files, their stamp, templates, or a complaint about a file's bytes."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path

from monitor.config.errors import ConfigError
from monitor.model import Complaint

FILES = ("monitor.yaml", "feeds.yaml", "watchlist.yaml")
LARGEST = 1 << 20  # bytes; 10,000 feeds fit
PACKAGE = Path(__file__).parent.parent
UTF16 = (b"\xff\xfe", b"\xfe\xff")
LATIN1_HINT = "save the file as UTF-8; it was probably saved as Latin-1 or in a Windows charset"


def read_texts(folder: Path) -> dict[str, str]:
    """Read the three files of a folder, and `lexicon/*.yaml` where it has its own.

    Raises ConfigError with a complaint for each file that is missing, too large or no UTF-8 text.
    """
    texts: dict[str, str] = {}
    complaints: list[Complaint] = []
    for name in (*FILES, *_own(folder, "lexicon", ".yaml")):
        try:
            texts[name] = read_text(folder / name)
        except ConfigError as error:
            complaints += error.complaints
    if complaints:
        raise ConfigError(complaints)
    return texts


def read_text(path: Path) -> str:
    """Read one text file: at most 1 MB of UTF-8, with or without a byte order mark. Raises ConfigError."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):  # a pipe would never end
            raise _refused(path, "this is no file", "put a text file here")
        with path.open("rb") as file:
            body = file.read(LARGEST + 1)
    except FileNotFoundError:
        hint = f"`ai-video-monitor init {path.parent}` writes a good one"
        raise _refused(path, "there is no such file", hint) from None
    except OSError as error:
        raise _refused(path, f"cannot be read ({error.strerror})", "check its owner and mode") from error
    return _decoded(path, body)


def _decoded(path: Path, body: bytes) -> str:
    if len(body) > LARGEST:
        raise _refused(path, "the file is larger than 1 MB", "is this the right file?")
    if body.startswith(UTF16):
        raise _refused(path, "the file is UTF-16", "save it as UTF-8")
    if b"\0" in body:
        raise _refused(path, "this is a binary file", "put a text file here")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = body[: error.start]
        line, column = before.count(b"\n") + 1, len(before) - before.rfind(b"\n")
        byte = f"the byte 0x{body[error.start]:02x} is no UTF-8"
        raise ConfigError([Complaint(str(path), line, column, "", byte, LATIN1_HINT)]) from None


def _refused(path: Path, text: str, hint: str) -> ConfigError:
    return ConfigError([Complaint(str(path), 1, 1, "", text, hint)])


def _own(folder: Path, kind: str, ending: str) -> list[str]:
    """Name the files of a sub-folder that a person may have put beside the config."""
    try:
        return sorted(f"{kind}/{name}" for name in os.listdir(folder / kind) if name.endswith(ending))
    except OSError:
        return []


def stamp(folder: Path) -> tuple[tuple[str, int, int, int], ...]:
    """Return what changes when a file of the config does: time in nanoseconds, size and inode of each; never raises."""
    marks = []
    for name in (*FILES, *_own(folder, "lexicon", ".yaml"), *_own(folder, "templates", ".j2")):
        try:
            seen = os.stat(folder / name)
        except OSError:
            marks.append((name, 0, 0, 0))
        else:
            marks.append((name, seen.st_mtime_ns, seen.st_size, seen.st_ino))
    return tuple(marks)


def shipped_folder() -> Path:
    """Return the folder of the config that comes with the program: in a wheel inside the package, else `config/`."""
    inside = PACKAGE / "shipped"
    return inside if inside.is_dir() else PACKAGE.parent / "config"


def init(folder: Path) -> list[Path]:
    """Copy the shipped files and their schemas into a folder; returns those written, never overwrites one.

    Raises ConfigError when the folder cannot be written.
    """
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for source in sorted(_shipped(), key=lambda path: (path.suffix != ".yaml", path.name)):
            target = folder / source.name
            if not os.path.lexists(target):
                _copy(source, target)
                written.append(target)
    except OSError as error:
        path, text = Path(error.filename or folder), f"cannot be written ({error.strerror})"
        raise _refused(path, text, "choose another folder") from error
    return written


def _copy(source: Path, target: Path) -> None:
    """Write a new file whole or not at all: a half one would be left alone by the next init."""
    content = source.read_bytes()
    with target.open("xb") as file:
        try:
            file.write(content)
            file.flush()
        except OSError:
            target.unlink()
            raise


def _shipped() -> Iterable[Path]:
    shipped = shipped_folder()
    yield from (shipped / name for name in FILES)
    yield from shipped.glob("*.schema.json")


def templates(folder: Path | None) -> Mapping[str, str]:
    """Return the text of each template by file name: the shipped ones, replaced by those in `templates/` of a folder.

    Raises ConfigError for a template that is no UTF-8 text.
    """
    texts = {path.name: read_text(path) for path in sorted((PACKAGE / "templates").glob("*.j2"))}
    for name in _own(folder, "templates", ".j2") if folder is not None else ():
        assert folder is not None
        texts[Path(name).name] = read_text(folder / name)
    return texts
