"""INDIGO's export as files: a ZIP from outside is hostile until it is read, so everything has a limit and a place."""

import csv
import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from golab.imports.reading import text_of
from golab.imports.registry import ImportFileError
from sibdb.indigo.records import HEADS

MOST_FILES = 60
MOST_BYTES = 40_000_000  # of all files, unpacked
MOST_TIMES_SMALLER = 200  # what text packs to; a bomb packs far better
MOST_ROWS = 50_000  # of one file
LONGEST_CELL = 60_000
KNOWN = {head.file: head.columns for head in HEADS} | {
    table.file: table.columns for head in HEADS for table in head.tables
}

Cells = Mapping[str, str]


@dataclass(frozen=True)
class File:
    """A file's header and its records, each with the line on which it ends."""

    name: str
    headers: Sequence[str]
    rows: Sequence[tuple[int, Cells]]


def pack(folder: Path) -> bytes:
    """The CSV files of a folder as a ZIP: one way in for both."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path in sorted(folder.glob("*.csv")):
            archive.write(path, path.name)
    return packed.getvalue()


def unpack(content: bytes) -> dict[str, File]:
    """The files of a ZIP by their names. Raises ImportFileError."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = _members(archive)
            return {name: _file(name, _read(archive, member)) for name, member in members.items()}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, RuntimeError, zlib.error) as error:
        message = f"This is not a ZIP that can be read ({error}). Pack the CSV files again, without a password."
        raise ImportFileError(message) from error


def _members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    listed = [member for member in archive.infolist() if not _is_chaff(member)]
    if not listed:
        raise ImportFileError("The ZIP holds no files.")
    if len(listed) > MOST_FILES:
        raise ImportFileError(f"The ZIP holds more than {MOST_FILES} files. Pack the CSV files of the export alone.")
    if sum(member.file_size for member in listed) > MOST_BYTES:
        raise ImportFileError(f"Unpacked, the files are larger than {MOST_BYTES // 1_000_000} MB.")
    found: dict[str, zipfile.ZipInfo] = {}
    for member in listed:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        _check(member, path)
        if path.name in found:
            raise ImportFileError(f"{path.name!r} is in the ZIP twice.")
        found[path.name] = member
    return found


def _check(member: zipfile.ZipInfo, path: PurePosixPath) -> None:
    """Refuse a member before anything of it is unpacked."""
    if path.is_absolute() or ".." in path.parts or member.flag_bits & 0x1:
        raise ImportFileError(f"{member.filename[:80]!r} has a path or a password that is not accepted.")
    if path.name not in KNOWN:
        raise ImportFileError(f"{path.name[:80]!r} is not a file of INDIGO's export. Take it out of the ZIP.")
    if member.file_size > 100_000 and member.file_size > member.compress_size * MOST_TIMES_SMALLER:
        raise ImportFileError(f"{path.name!r} unpacks to more than a text can. It was not opened.")


def _is_chaff(member: zipfile.ZipInfo) -> bool:
    """Folders, and what Macs add."""
    return member.is_dir() or member.filename.startswith("__MACOSX/") or member.filename.endswith(".DS_Store")


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """What a member really holds: its own word for its size is not taken for it."""
    with archive.open(member) as stream:
        content = stream.read(member.file_size + 1)
    if len(content) > member.file_size:
        raise ImportFileError(f"{member.filename[:80]!r} is larger than it says.")
    return content


def _file(name: str, content: bytes) -> File:
    try:
        lines = csv.reader(io.StringIO(text_of(content), newline=""), strict=True)
        headers = numbered(next(lines, []))
        rows = list(_rows(lines, headers))
    except csv.Error as error:
        raise ImportFileError(f"{name}: this line cannot be read as CSV: {error}.", line=lines.line_num) from error
    except ImportFileError as error:
        raise ImportFileError(f"{name}: {error}", line=error.line) from error
    return File(name, headers, rows)


def numbered(headers: list[str]) -> list[str]:
    """Headers that stand several times get their number: "(Notes)", "(Notes) #2"."""
    counts: dict[str, int] = {}
    found = []
    for header in headers:
        counts[header] = counts.get(header, 0) + 1
        found.append(header if counts[header] == 1 else f"{header} #{counts[header]}")
    return found


def _rows(lines, headers: Sequence[str]):
    if len(headers) < 2:
        raise ImportFileError("There is no row of headers.", line=1)
    for count, cells in enumerate(lines, 1):
        if count > MOST_ROWS:
            raise ImportFileError(f"There are more than {MOST_ROWS:,} records.", line=lines.line_num)
        if len(cells) != len(headers):
            message = f"This record has {len(cells)} values and there are {len(headers)} columns."
            raise ImportFileError(message, line=lines.line_num)
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise ImportFileError(f"A value is longer than {LONGEST_CELL:,} letters.", line=lines.line_num)
        yield lines.line_num, dict(zip(headers, cells, strict=True))
