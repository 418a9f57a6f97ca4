"""Resized copies carry no metadata: photographs know where and when they were taken."""

from functools import cached_property

from wagtail.images.image_operations import FilterOperation
from wagtail.images.models import Filter

_METADATA = ["exif", "xmp", "photoshop", "comment", "XML:com.adobe.xmp"]


class DropMetadata(FilterOperation):
    """Forget everything but the picture and its colour profile. Orientation was applied before."""

    def construct(self) -> None:
        pass

    def run(self, willow, image, env):
        for name in _METADATA:
            willow.get_pillow_image().info.pop(name, None)
        return willow


class PlainFilter(Filter):
    """A filter whose result tells nothing about the camera, the place or the person."""

    @cached_property
    def operations(self) -> list:
        return [*Filter(spec=self.spec).operations, DropMetadata("plain")]
