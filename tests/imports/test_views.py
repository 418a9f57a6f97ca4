"""The import screens of the CMS."""

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from golab.accounts.models import User
from golab.imports import registry, work
from golab.imports.models import ImportJob
from golab.taxonomy.models import Topic
from tests.factories.imports import CONTENT, ImportChangeFactory, ImportJobFactory
from tests.factories.taxonomy import TopicFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def steward_client(client, steward):
    client.force_login(steward)
    return client


def upload(client, **values):
    return client.post(reverse("imports:upload"), {"kind": "topics", **values}, follow=True)


def page(client, job, **query):
    return client.get(reverse("imports:detail", args=[job.uuid]), query).content.decode()


@pytest.mark.usefixtures("importer")
def test_file_is_uploaded_checked_applied_and_undone(steward_client):
    TopicFactory(slug="rate-cards", name="Tariffs")
    response = upload(steward_client, file=SimpleUploadedFile("topics.csv", CONTENT))
    job = ImportJob.objects.get()
    assert response.redirect_chain == [(reverse("imports:detail", args=[job.uuid]), 302)]
    assert "being read" in response.content.decode()

    work.work_on(job_id=job.pk)
    text = page(steward_client, job)
    assert "<del>Tariffs</del> <ins>Rate cards</ins>" in text
    assert "0 new, 1 changed" in text

    text = steward_client.post(reverse("imports:confirm", args=[job.uuid]), follow=True).content.decode()
    assert "The changes are being applied." in text
    assert '<progress max="1" value="0">' in text
    work.work_on(job_id=job.pk)
    assert Topic.objects.get(slug="rate-cards").name == "Rate cards"
    text = page(steward_client, job)
    assert "1 applied." in text
    assert "Undo this import" in text

    steward_client.post(reverse("imports:undo", args=[job.uuid]))
    work.work_on(job_id=job.pk)
    assert Topic.objects.get(slug="rate-cards").name == "Tariffs"
    assert "1 undone." in page(steward_client, job)


@pytest.mark.usefixtures("importer")
def test_pasted_text_is_read_like_a_file(steward_client):
    upload(steward_client, text=CONTENT.decode())
    job = ImportJob.objects.get()
    assert (job.file_name, bytes(job.content)) == ("pasted.csv", CONTENT)


@pytest.mark.usefixtures("importer")
@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, "one of the two"),
        ({"text": "a", "file": SimpleUploadedFile("topics.csv", CONTENT)}, "one of the two"),
        ({"file": SimpleUploadedFile("topics.exe", CONTENT)}, "of this type: csv"),
        ({"kind": "others", "text": "a"}, "others is not one of the available choices"),
    ],
)
def test_upload_that_cannot_be_read_explains_itself(steward_client, values, message):
    assert message in upload(steward_client, **values).content.decode()
    assert not ImportJob.objects.exists()


def test_upload_larger_than_allowed_is_not_read(steward_client, importer):
    importer.max_bytes = 3
    assert "larger than" in upload(steward_client, file=SimpleUploadedFile("t.csv", CONTENT)).content.decode()


@pytest.mark.usefixtures("importer")
def test_malformed_file_shows_its_line(steward_client):
    upload(steward_client, text="slug,name\na,Apple\nb,Bee,many\n")
    job = ImportJob.objects.get()
    work.work_on(job_id=job.pk)
    assert "Line 3: This record has more values" in page(steward_client, job)


@pytest.mark.usefixtures("importer")
@pytest.mark.parametrize("step", ["confirm", "discard", "undo"])
def test_steps_are_never_taken_by_reading(steward_client, step):
    job = ImportJobFactory(state=ImportJob.State.PARSED)
    assert steward_client.get(reverse(f"imports:{step}", args=[job.uuid])).status_code == 405
    job.refresh_from_db()
    assert job.is_parsed


@pytest.mark.usefixtures("importer")
def test_step_that_is_too_late_says_so(steward_client):
    job = ImportJobFactory()
    response = steward_client.post(reverse("imports:discard", args=[job.uuid]), follow=True)
    assert "This import has moved on" in response.content.decode()


@pytest.mark.usefixtures("importer")
def test_discarded_file_changes_nothing(steward_client):
    job = ImportJobFactory(state=ImportJob.State.PARSED)
    response = steward_client.post(reverse("imports:discard", args=[job.uuid]), follow=True)
    assert "Nothing was changed." in response.content.decode()


@pytest.mark.usefixtures("importer")
def test_changes_are_shown_by_kind_in_pages(steward_client):
    job = ImportJobFactory(state=ImportJob.State.PARSED)
    ImportChangeFactory.create_batch(60, job=job)
    ImportChangeFactory(job=job, label="Broken", action="refuse", error="The name is missing.")
    assert "Page 1 of 2" in page(steward_client, job)
    assert "Broken" in page(steward_client, job, p=2)
    errors = page(steward_client, job, show="errors")
    assert "The name is missing." in errors
    assert "Page 1" not in errors
    assert "Page 1 of 2" in page(steward_client, job, show="nonsense", p="x")


@pytest.mark.usefixtures("importer")
def test_list_takes_the_same_queries_for_one_and_for_many(steward_client, django_assert_max_num_queries):
    url = reverse("imports:index")
    ImportJobFactory()
    steward_client.get(url)
    for count in (0, 12):
        ImportJobFactory.create_batch(count)
        with django_assert_max_num_queries(12):
            text = steward_client.get(url).content.decode()
    assert text.count("Being read") == 13


@pytest.mark.usefixtures("importer")
def test_jobs_of_other_kinds_are_not_listed_and_not_shown(steward_client):
    other = ImportJobFactory(kind="others", file_name="others.csv")
    assert "others.csv" not in steward_client.get(reverse("imports:index")).content.decode()
    assert steward_client.get(reverse("imports:detail", args=[other.uuid])).url == reverse("wagtailadmin_home")


@pytest.mark.usefixtures("importer")
@pytest.mark.parametrize("name", ["index", "upload", "detail", "confirm", "discard", "undo"])
def test_editor_who_may_import_nothing_is_refused(client, name):
    editor = User.objects.create_user("editor@example.org", is_staff=True)
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(editor)
    job = ImportJobFactory(state=ImportJob.State.PARSED)
    method = client.post if name in {"confirm", "discard", "undo"} else client.get
    url = reverse(f"imports:{name}", args=[] if name in {"index", "upload"} else [job.uuid])
    assert method(url).url == reverse("wagtailadmin_home")
    job.refresh_from_db()
    assert job.is_parsed


def test_menu_shows_imports_where_there_are_importers(steward_client, request, monkeypatch):
    monkeypatch.setattr(registry, "_importers", {})  # features have registered theirs
    home = reverse("wagtailadmin_home")
    link = reverse("imports:index")
    assert link not in steward_client.get(home).content.decode()
    request.getfixturevalue("importer")
    assert link in steward_client.get(home).content.decode()
