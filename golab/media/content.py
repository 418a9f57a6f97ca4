"""Is a file what its name says? Browsers and office programs trust the name; so must we be able to."""

import zipfile
from typing import BinaryIO

from django.core.exceptions import ValidationError

_OFFICE_FOLDERS = {"docx": "word/", "pptx": "ppt/", "xlsx": "xl/"}
_OPEN_DOCUMENTS = {
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
    "odt": b"application/vnd.oasis.opendocument.text",
}
_TEXTS = {"csv", "txt"}
_NOT_TEXT = (b"%pdf-", b"<!doctype", b"<html", b"<svg", b"<?xml", b"pk\x03\x04")
_CHUNK = 64 * 1024


def check_content(file: BinaryIO, extension: str) -> None:
    """Raise ValidationError where the bytes are not of the kind that `extension` (lower case) promises."""
    file.seek(0)
    try:
        matches = _matches(file, extension)
    finally:
        file.seek(0)
    if not matches:
        raise ValidationError(
            f"This file is not a {extension.upper()} file, although its name says so. "
            f"Open it in the program that made it and save it as {extension.upper()}.",
            code="content_differs",
        )


def _matches(file: BinaryIO, extension: str) -> bool:
    if extension == "pdf":
        return file.read(5) == b"%PDF-"
    if extension in _TEXTS:
        return _is_text(file)
    try:
        with zipfile.ZipFile(file) as archive:
            return _is_archive_of(archive, extension)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        return False


def _is_text(file: BinaryIO) -> bool:
    head = file.read(_CHUNK)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return b"\0" not in head and not start.startswith(
        (b"%pdf-", b"<!doctype", b"<html", b"<svg", b"<?xml", b"pk\x03\x04")
    )


def _is_archive_of(archive: zipfile.ZipFile, extension: str) -> bool:
    names = archive.namelist()
    if extension in _OFFICE_FOLDERS:
        folder = _OFFICE_FOLDERS[extension]
        has_macros = any(name.lower().endswith("vbaproject.bin") for name in names)
        return "[Content_Types].xml" in names and any(name.startswith(folder) for name in names) and not has_macros
    if extension in _OPEN_DOCUMENTS:
        return "mimetype" in names and _start(archive, "mimetype") == _OPEN_DOCUMENTS[extension]
    return extension == "zip"


def _start(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as member:
        return member.read(100).strip()
