"""Files over HTTP: streamed or kept, always a download with a safe name."""

from collections.abc import Iterable
from typing import BinaryIO

from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.text import slugify


def streamed(chunks: Iterable[bytes], *, name: str, extension: str, content_type: str) -> StreamingHttpResponse:
    """Send a file while it is made. `name` is any text; the file name is its slug and `extension`."""
    return _safe(StreamingHttpResponse(chunks, content_type=content_type), name=name, extension=extension)


def kept(file: BinaryIO, *, name: str, extension: str, content_type: str) -> FileResponse:
    """Send a file that was made before, from its start."""
    return _safe(FileResponse(file, content_type=content_type), name=name, extension=extension)


def file_name(name: str, extension: str) -> str:
    """A name that every system takes: lower-case letters, digits and hyphens, 80 characters at most."""
    return f"{slugify(name)[:80].strip('-') or 'export'}.{extension}"


def _safe(response: HttpResponseBase, *, name: str, extension: str) -> HttpResponseBase:
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=file_name(name, extension)
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    return response
