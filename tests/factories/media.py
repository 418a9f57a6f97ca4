from io import BytesIO

import factory
from django.core.files.base import ContentFile
from PIL import Image
from wagtail_factories import ImageFactory

from golab.media.models import HubDocument, HubImage

PDF = b"%PDF-1.7\n%%EOF\n"


def picture(*, kind: str = "PNG", size: tuple[int, int] = (80, 60), **options: object) -> bytes:
    """The bytes of a plain picture."""
    output = BytesIO()
    Image.new("RGB", size, "#0d3b34").save(output, kind, **options)
    return output.getvalue()


class HubImageFactory(ImageFactory):
    class Meta:
        model = HubImage

    title = factory.Sequence(lambda n: f"Picture {n}")
    credit = "GO Lab, CC BY 4.0"


class HubDocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = HubDocument

    title = factory.Sequence(lambda n: f"Document {n}")
    file = factory.LazyAttributeSequence(lambda _, n: ContentFile(PDF, f"document-{n}.pdf"))
