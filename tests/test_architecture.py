"""The house rules as tests. Each reads the code as it is, so a new room is checked without a change here."""

import ast
import re
import shutil
import subprocess
import sys
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from modelcluster.models import ClusterableModel, get_all_child_relations
from wagtail.models import RevisionMixin, get_page_models

from tests.conftest import LONGEST

ROOT = Path(settings.BASE_DIR)
ROOMS = [ROOT / "golab", *(ROOT / name for name in ("journey", "library", "events", "sibdb", "surgeries"))]
FEATURES = tuple(room.name for room in ROOMS[1:])
IGNORED = {".git", ".venv", ".data", "node_modules", "__pycache__", ".ruff_cache", ".pytest_cache", ".hypothesis"}
LONGEST_MODULE = 300
# Put together from pieces, so that this file does not hold what it looks for.
FOREIGN = {
    "a package registry's host": "|".join(
        [
            r"pypi\." + "org",
            r"python" + r"hosted\.org",
            r"registry\." + r"(?:npmjs|yarnpkg)",
            r"npmjs\." + "com",
            r"(?:un" + r"pkg|jsdelivr|cdnjs|skypack)\.",
            r"crates\." + "io",
            r"proxy\." + r"golang",
        ]
    ),
    "a path of one machine": "|".join(
        [r"/tmp/" + "scratch", r"/opt/" + "pypi", r"(?<![\w.])/wo" + r"rk/(?:main|shared)"]
    ),
    "the address of a package index": r"--(?:extra-)?index-" + r"url[= ]\S*:|--find-" + r"links[= ]",
}


@cache
def committed_files() -> tuple[Path, ...]:
    """Files under version control; all files of the tree where git is not there to ask."""
    listed = subprocess.run(
        ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False
    )
    if listed.returncode == 0 and listed.stdout:
        found = (ROOT / name for name in listed.stdout.decode().split("\0") if name)
    else:
        found = (path for path in ROOT.rglob("*") if not IGNORED & set(path.relative_to(ROOT).parts))
    return tuple(path for path in found if path.is_file())


def text_of(path: Path) -> str:
    """The file's text; nothing for a binary."""
    content = path.read_bytes()
    return "" if b"\0" in content[:8000] else content.decode("utf-8", errors="replace")


def modules() -> list[Path]:
    found = (path for room in ROOMS for path in sorted(room.rglob("*.py")))
    return [path for path in found if "migrations" not in path.relative_to(ROOT).parts]


def our_models() -> list:
    return [model for config in our_apps() for model in config.get_models()]


def our_apps() -> list:
    return [
        config for config in apps.get_app_configs() if any(Path(config.path).is_relative_to(room) for room in ROOMS)
    ]


@cache
def sources_of_tests() -> str:
    return "\n".join(path.read_text() for path in sorted((ROOT / "tests").rglob("*.py")))


def lint_imports(tree: Path) -> subprocess.CompletedProcess:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([program, "--no-cache"], cwd=tree, capture_output=True, text=True, check=False)


def test_import_contract_is_kept():
    finished = lint_imports(ROOT)
    assert finished.returncode == 0, finished.stdout + finished.stderr


def test_import_contract_fails_on_a_planted_import(tmp_path):
    for room in ROOMS:
        shutil.copytree(room, tmp_path / room.name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    assert lint_imports(tmp_path).returncode == 0
    (tmp_path / "golab/search/planted.py").write_text("import journey\n")
    finished = lint_imports(tmp_path)
    assert finished.returncode == 1
    assert "golab.search" in finished.stdout
    assert "golab.search.planted -> journey" in finished.stdout


def test_no_room_holds_odds_and_ends():
    forbidden = {"core", "utils", "common", "helpers", "services"}
    entries = (path for room in ROOMS for path in room.rglob("*") if path.suffix in ("", ".py"))
    assert [path for path in entries if path.stem in forbidden] == []


def test_no_module_is_too_long():
    lengths = {path.relative_to(ROOT): len(path.read_text().splitlines()) for path in modules()}
    assert {path: length for path, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_no_signals_between_our_apps():
    """Only Wagtail's and Django's signals are listened to; none of our own exists."""
    own = [path for path in modules() if re.search(r"^\w+ = (?:\w+\.)?Signal\(", path.read_text(), re.MULTILINE)]
    assert own == []


def test_no_generic_relations():
    used = [path for path in modules() if re.search(r"GenericForeignKey\(|GenericRelation\(", path.read_text())]
    assert used == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    out = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=out)
    except SystemExit:
        pytest.fail(out.getvalue())


@pytest.mark.parametrize("what", FOREIGN)
def test_nothing_foreign_is_committed(what):
    pattern = re.compile(FOREIGN[what])
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in committed_files()
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == [], f"{what} is named in these places"


@pytest.mark.parametrize("name", ["requirements-install.txt", "requirements.txt", "requirements-dev.txt"])
def test_lock_file_holds_hashes_and_no_address(name):
    text = (ROOT / name).read_text()
    assert "://" not in text
    assert not re.search(r"^\s*-(?!-hash)", text, re.MULTILINE), "no option but --hash belongs here"
    requirements = re.split(r"\n(?=\S)", text.strip())
    assert [entry.split()[0] for entry in requirements if "--hash=sha256:" not in entry] == []


def test_no_other_lock_file_is_committed():
    assert [path.name for path in committed_files() if path.name in ("uv.lock", "poetry.lock", "pdm.lock")] == []


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_every_constraint_is_named_in_a_test(model):
    def is_named(name: str) -> bool:
        in_a_family = name.replace(model._meta.model_name, "{name}", 1)  # one test for each model of a kind
        return name in sources_of_tests() or in_a_family in sources_of_tests()

    names = [constraint.name for constraint in model._meta.constraints]
    assert [name for name in names if not is_named(name)] == [], "write a test that trips these constraints"


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_parts_of_a_revision_hold_nothing_that_only_the_database_knows(model):
    """Wagtail takes the error of an unsaved part for a model without parts, and would save none of them."""
    if not issubclass(model, RevisionMixin) or not issubclass(model, ClusterableModel):
        return
    parts = [relation.related_model for relation in get_all_child_relations(model)]
    told = [field for part in parts for field in part._meta.concrete_fields if field.generated and field.serialize]
    assert told == [], "give these generated fields serialize=False"


def email_templates() -> list[Path]:
    folders = [ROOT / "templates/emails", *(path for path in (ROOT / "templates").glob("*/emails") if path.is_dir())]
    return sorted(path for folder in folders for path in folder.rglob("*.html"))


@pytest.mark.parametrize("template", email_templates(), ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_every_email_template_has_a_text_part(template):
    """A whole letter (it draws the base or is the base) has a text twin; a piece that others include needs none."""
    is_letter = "{% extends" in template.read_text() or "<html" in template.read_text()
    assert not is_letter or template.with_suffix(".txt").is_file()


def page_factories() -> dict:
    """Page type to factory, from every module of tests/factories that offers PAGE_FACTORIES."""
    from importlib import import_module

    found: dict = {}
    for path in sorted((ROOT / "tests/factories").glob("*.py")):
        found |= getattr(import_module(f"tests.factories.{path.stem}"), "PAGE_FACTORIES", {})
    return found


def test_every_page_type_has_a_factory():
    ours = {model for model in get_page_models() if model._meta.app_config in our_apps()}
    assert {model._meta.label for model in ours - page_factories().keys()} == set()


def test_every_page_type_says_where_it_lives():
    """`parent_page_types`, `subpage_types` and `template` are set by the type itself or a base of ours."""
    ours = [model for model in get_page_models() if model._meta.app_config in our_apps()]
    wanting = {
        f"{model._meta.label}.{name}"
        for model in ours
        for name in ("parent_page_types", "subpage_types")
        if not any(name in base.__dict__ for base in model.__mro__ if base.__module__.startswith(("golab.", *FEATURES)))
    }
    assert wanting == set()


def test_no_inline_script_or_style_in_templates():
    """The public policy would block them, so they would only look as if they worked. Mail needs its styles inside."""
    inline = re.compile(r"<style\b|\sstyle=\"|<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)|\son[a-z]+=\"")
    exempt = ("emails", "wagtailadmin", "admin")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if not set(exempt) & set(path.relative_to(ROOT).parts)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if inline.search(line)
    ]
    assert found == []


def test_no_test_is_left_asleep():
    """A test that sleeps is slow on a good day and wrong on a bad one."""
    sleeping = []
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("time.sleep", "sleep"):
                sleeping.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert sleeping == []


def test_modules_that_begin_first_are_there():
    assert [module for module in LONGEST if not (ROOT / module).exists()] == []
