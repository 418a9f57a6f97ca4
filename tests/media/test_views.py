import pytest
from django.core.files.base import ContentFile
from django.http import Http404
from django.urls import Resolver404, resolve, reverse
from wagtail.models import Collection, CollectionViewRestriction

from golab.accounts.models import User
from golab.media import views
from tests.factories.media import PDF, HubDocumentFactory, HubImageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def rendition():
    return HubImageFactory().get_rendition("width-40|format-webp")


def test_rendition_is_served_for_a_year_without_a_cookie(client, rendition, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get(rendition.url)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/webp"
    assert {"public", "immutable", "max-age=31536000"} == set(response["Cache-Control"].split(", "))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    with rendition.file.open() as file:
        assert response.getvalue() == file.read()


@pytest.mark.parametrize(
    "path",
    [
        "/media/images/../documents/secret.pdf",
        "/media/images/..%2Fdocuments%2Fsecret.png",
        "/media/images/%2e%2e/secret.png",
        "/media/images//etc/passwd.png",
        "/media/images/.hidden.png",
        "/media/images/a%00.png",
        "/media/images/folder/secret.png",
        "/media/documents/secret.pdf",
        "/media/secret.png",
        "/media/images/",
    ],
)
def test_address_outside_the_folder_of_pictures_finds_nothing(tmp_path, path):
    for folder in ["", "documents", "images", "images/folder"]:
        (tmp_path / folder).mkdir(exist_ok=True)
        for name in ["secret.png", "secret.pdf", ".hidden.png"]:
            (tmp_path / folder / name).write_bytes(b"secret")
    with pytest.raises(Resolver404):
        resolve(path.removeprefix("/media"), urlconf="golab.media.urls")


@pytest.mark.parametrize("name", ["page.html", "drawing.svg", "note.txt", "missing.png", "noextension", "folder.png"])
def test_what_is_not_a_picture_is_not_served(rf, tmp_path, name):
    (tmp_path / "images" / "folder.png").mkdir(parents=True)
    for present in ["page.html", "drawing.svg", "note.txt", "noextension"]:
        (tmp_path / "images" / present).write_bytes(b"<script>alert(1)</script>")
    with pytest.raises(Http404):
        views.rendition(rf.get("/"), name=name)


def test_rendition_is_only_read(client, rendition):
    assert client.post(rendition.url).status_code == 405
    assert client.head(rendition.url).status_code == 200


def test_original_is_for_staff_only(client):
    url = HubImageFactory().file.url
    assert "/original_images/" in url
    assert client.get(url).status_code == 302
    client.force_login(User.objects.create_superuser("admin@example.org", "a long enough password"))
    response = client.get(url)
    assert response.status_code == 200
    assert "private" in response["Cache-Control"]
    response.close()


def test_original_refuses_a_signed_in_reader(client):
    url = HubImageFactory().file.url
    client.force_login(User.objects.create_user("reader@example.org"))
    assert client.get(url).status_code in {302, 403}


def test_pdf_is_shown_and_cannot_run_anything(client):
    response = client.get(HubDocumentFactory().url)
    assert response["Content-Type"] == "application/pdf"
    assert "attachment" not in response.get("Content-Disposition", "")
    assert response["Content-Security-Policy"] == "default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response.streaming_content) == PDF


def test_every_other_document_is_a_download(client):
    response = client.get(HubDocumentFactory(file=ContentFile(b"a,b\n", "prices.csv")).url)
    assert response["Content-Type"].startswith("text/csv")
    assert response["Content-Disposition"].startswith("attachment")
    response.close()


def test_document_has_no_address_below_media():
    with pytest.raises(Resolver404):
        resolve(HubDocumentFactory().file.url.removeprefix("/media"), urlconf="golab.media.urls")


def test_document_of_a_private_collection_is_refused_until_signed_in(client):
    private = Collection.get_first_root_node().add_child(name="Internal")
    CollectionViewRestriction.objects.create(collection=private, restriction_type=CollectionViewRestriction.LOGIN)
    document = HubDocumentFactory(collection=private)
    response = client.get(document.url)
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))
    client.force_login(User.objects.create_user("reader@example.org"))
    response = client.get(document.url)
    assert response.status_code == 200
    response.close()
