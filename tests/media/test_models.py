from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image
from wagtail.documents.forms import get_document_form
from wagtail.images.forms import get_image_form
from wagtail.models import Collection

from golab.media.models import HubDocument, HubImage, HubRendition
from tests.factories.media import HubDocumentFactory, HubImageFactory, picture

pytestmark = pytest.mark.django_db

MAKER = 0x010F
ORIENTATION = 0x0112


@pytest.fixture
def photograph():
    """A picture on its side whose file tells who took it."""
    exif = Image.Exif()
    exif[MAKER] = "Somebody's camera"
    exif[ORIENTATION] = 6
    content = picture(kind="JPEG", exif=exif, comment=b"at home")
    return HubImageFactory(file=ContentFile(content, "photograph.jpg"))


@pytest.mark.parametrize("spec", ["width-40", "original", "width-40|format-webp", "width-40|format-png"])
def test_rendition_stands_upright_and_tells_nothing_about_the_photographer(photograph, spec):
    with photograph.get_rendition(spec).file.open() as file:
        made = Image.open(BytesIO(file.read()))
    assert made.height > made.width
    assert dict(made.getexif()) == {}
    assert "comment" not in made.info


def test_image_offers_its_description_as_alternative_text():
    assert HubImageFactory(description="Two people at a desk").default_alt_text == "Two people at a desk"


def test_rendition_is_made_once_for_each_image_and_filter():
    rendition = HubImageFactory().get_rendition("width-40")
    with pytest.raises(IntegrityError, match="unique_rendition"), transaction.atomic():
        HubRendition.objects.create(
            image=rendition.image, filter_spec="width-40", file=rendition.file, width=1, height=1
        )


def document_errors(name: str, content: bytes) -> dict:
    form = get_document_form(HubDocument)(
        {"title": "A document", "collection": Collection.get_first_root_node().pk},
        {"file": SimpleUploadedFile(name, content)},
    )
    return form.errors.get("file", [])


def test_document_that_is_what_it_says_is_accepted():
    assert document_errors("prices.csv", b"a,b\n1,2\n") == []


def test_document_of_another_content_is_refused():
    assert "not a PDF file" in document_errors("report.pdf", b"<html>")[0]


@pytest.mark.parametrize("name", ["page.html", "drawing.svg", "macro.docm", "setup.exe"])
def test_document_with_another_extension_is_refused(name):
    assert "extension" in document_errors(name, b"x")[0]


def test_document_larger_than_allowed_is_refused(settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 10
    assert "too big" in document_errors("prices.csv", b"a,b\n1,2\n3,4\n")[0]


def test_drawing_with_scripts_is_no_image():
    form = get_image_form(HubImage)(
        {"title": "A drawing", "collection": Collection.get_first_root_node().pk},
        {"file": SimpleUploadedFile("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")},
    )
    assert "file" in form.errors


def test_document_is_checked_wherever_it_is_cleaned():
    with pytest.raises(ValidationError, match="not a PDF file"):
        HubDocumentFactory.build(file=ContentFile(b"no", "report.pdf"), collection_id=1).clean()
