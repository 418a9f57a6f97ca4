import zipfile
from io import BytesIO

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from golab.media.content import check_content
from tests.factories.media import PDF, picture


def archive(*names: str, **members: bytes) -> bytes:
    output = BytesIO()
    with zipfile.ZipFile(output, "w") as file:
        for name in names:
            file.writestr(name, b"x")
        for name, content in members.items():
            file.writestr(name, content)
    return output.getvalue()


DOCX = archive("[Content_Types].xml", "word/document.xml")
RIGHT = {
    "csv": b"\xef\xbb\xbfname,price\nA,1\n",
    "docx": DOCX,
    "ods": archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
    "odt": archive(mimetype=b"application/vnd.oasis.opendocument.text"),
    "pdf": PDF,
    "pptx": archive("[Content_Types].xml", "ppt/presentation.xml"),
    "txt": "Café".encode(),
    "xlsx": archive("[Content_Types].xml", "xl/workbook.xml"),
    "zip": archive("a.csv"),
}


def test_every_extension_that_staff_may_upload_is_known_here():
    assert set(RIGHT) == set(settings.WAGTAILDOCS_EXTENSIONS) == set(settings.WAGTAILDOCS_CONTENT_TYPES)


@pytest.mark.parametrize("extension", RIGHT)
def test_file_of_its_kind_is_accepted_and_left_at_its_start(extension):
    file = BytesIO(RIGHT[extension])
    check_content(file, extension)
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("extension", "content"),
    [
        ("pdf", b"<html><script>alert(1)</script>"),
        ("pdf", picture()),
        ("csv", b"  <!DOCTYPE html><html>"),
        ("csv", PDF),
        ("txt", b"MZ\0\0"),
        ("txt", b"<svg onload='alert(1)'>"),
        ("docx", PDF),
        ("docx", RIGHT["xlsx"]),
        ("docx", archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
        ("ods", RIGHT["odt"]),
        ("odt", DOCX),
        ("zip", DOCX[:40]),
        ("xlsx", b""),
        ("svg", RIGHT["zip"]),
    ],
    # Not the content: an archive holds the time it was made, and both workers must agree on the names of tests.
    ids=[f"case-{number}" for number in range(14)],
)
def test_file_of_another_kind_is_refused_with_what_to_do(extension, content):
    with pytest.raises(ValidationError, match=f"save it as {extension.upper()}"):
        check_content(BytesIO(content), extension)
