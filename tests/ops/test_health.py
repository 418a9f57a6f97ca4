import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from golab.notifications.models import Heartbeat
from golab.ops import health

TOKEN = "a-token-for-machines"


@pytest.fixture
def staff(client):
    """A client signed in as someone who may use the CMS."""
    user = get_user_model().objects.create_user(email="editor@example.org", password="correct horse battery")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    return client


@pytest.fixture
def machine(settings):
    """Headers of a machine that holds the token."""
    settings.METRICS_TOKEN = TOKEN
    return {"Authorization": f"Bearer {TOKEN}"}


@pytest.mark.parametrize("address", ["/healthz", "/healthz/live"])
def test_live_touches_no_database(client, address):
    response = client.get(address)  # no django_db mark: a query would fail the test
    assert response.status_code == 200
    assert response.json() == {"status": "green"}
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_ready_when_the_database_has_every_migration(client):
    response = client.get("/healthz/ready")
    assert (response.status_code, response.json()) == (200, {"status": "green"})


@pytest.mark.django_db
def test_not_ready_when_a_migration_is_missing(client, machine):
    MigrationRecorder.Migration.objects.filter(app="taxonomy", name="0001_initial").delete()
    response = client.get("/healthz/ready", headers=machine)
    assert response.status_code == 503
    assert response.json()["checks"]["database"]["reasons"] == ["1 migration has not been applied."]


@pytest.mark.django_db
def test_deep_gives_no_reasons_to_the_public(client):
    assert client.get("/healthz/deep").json().keys() == {"status"}


@pytest.mark.django_db
def test_deep_explains_itself_to_staff(staff):
    Heartbeat.objects.update_or_create(name="outbox-sweep", defaults={"at": timezone.now()})
    response = staff.get("/healthz/deep")
    assert response.status_code == 200
    assert response.json()["checks"].keys() == {"database", "messages", "cache", "disk"}
    assert response.json()["checks"]["messages"] == {"status": "green", "reasons": []}


@pytest.mark.django_db
def test_deep_is_red_when_the_sweep_stopped(client, machine):
    long_ago = timezone.now() - timezone.timedelta(hours=1)
    Heartbeat.objects.update_or_create(name="outbox-sweep", defaults={"at": long_ago})
    response = client.get("/healthz/deep", headers=machine)
    assert response.status_code == 503
    assert response.json()["checks"]["messages"]["status"] == "red"
    assert "60 minutes" in response.json()["checks"]["messages"]["reasons"][0]


@pytest.mark.parametrize(("free", "colour"), [(10 * 2**30, "green"), (500 * 2**20, "amber"), (100 * 2**20, "red")])
def test_disk_is_judged_by_what_is_free(monkeypatch, free, colour):
    monkeypatch.setattr(health.shutil, "disk_usage", lambda path: type("Usage", (), {"free": free}))
    assert health.disk().colour == colour


def test_disk_is_red_when_the_data_directory_is_gone(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "gone"
    assert health.disk().colour == "red"


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer "}])
@pytest.mark.django_db
def test_metrics_refuse_without_permission(client, settings, headers):
    settings.METRICS_TOKEN = TOKEN
    assert client.get("/metrics", headers=headers).status_code == 403


@pytest.mark.django_db
def test_metrics_refuse_an_empty_token_when_none_is_set(client, settings):
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 403


@pytest.mark.django_db
def test_metrics_count_requests_by_name_and_not_by_address(client, machine):
    client.get("/robots.txt")
    text = client.get("/metrics", headers=machine).content.decode()
    assert 'golab_request_seconds_count{method="GET",status="200",view="robots"}' in text
    assert "/robots.txt" not in text


@pytest.mark.django_db
def test_metrics_open_for_staff(staff):
    assert staff.get("/metrics").status_code == 200


@pytest.mark.django_db
def test_metrics_refuse_someone_without_the_cms(client):
    client.force_login(get_user_model().objects.create_user(email="a@example.org", password="correct horse battery"))
    assert client.get("/metrics").status_code == 403


@pytest.mark.parametrize("address", ["/healthz", "/healthz/ready", "/healthz/deep", "/metrics", "/robots.txt"])
def test_machine_endpoints_change_nothing(client, address):
    assert client.post(address).status_code == 405
