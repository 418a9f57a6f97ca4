"""Pictures, where no separate web server serves them. Documents go through Wagtail's view, which asks who may read."""

from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.admin.auth import require_admin_access

# By name alone: what is not in this list is not served, whatever lies in the folder.
IMAGE_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}


@require_safe
@cache_control(public=True, max_age=31_536_000, immutable=True)
def rendition(request: HttpRequest, name: str) -> FileResponse:
    """A resized copy. Its name holds what was done to it, so it never changes."""
    return _image(f"images/{name}")


@require_safe
@require_admin_access
@cache_control(private=True, no_cache=True)
def original(request: HttpRequest, folder: str, name: str) -> FileResponse:
    """An uploaded picture as it came, with all its metadata: for staff only."""
    return _image(f"{folder}/{name}")


def _image(path: str) -> FileResponse:
    content_type = IMAGE_TYPES.get(PurePosixPath(path).suffix.lower())
    if content_type is None:
        raise Http404("Not a picture that the hub serves.")
    try:
        file = default_storage.open(path)
    except (FileNotFoundError, IsADirectoryError) as error:
        raise Http404("No such picture.") from error
    return FileResponse(
        file,
        content_type=content_type,
        headers={"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff"},
    )
