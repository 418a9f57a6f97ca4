"""Is the hub well? Three questions for machines, one answer in plain words for staff. docs/adr/0021-health.md."""

import hmac
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache as remember

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from golab.notifications.health import outbox_health

COLOURS = ("green", "amber", "red")
DISK_RED, DISK_AMBER = 200 * 2**20, 2**30  # bytes free


@dataclass(frozen=True)
class Finding:
    """What one check found: `colour` is "green", "amber" or "red"; `reasons` are sentences without secrets."""

    name: str
    colour: str = "green"
    reasons: tuple[str, ...] = ()


@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """200 as long as this process answers; touches nothing else."""
    return JsonResponse({"status": "green"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when requests can be served: the database answers and its tables are those of this code. Else 503."""
    return _report(request, [database()])


@never_cache
@require_safe
def deep(request: HttpRequest) -> JsonResponse:
    """200 for green and amber, 503 for red; reasons for staff and holders of METRICS_TOKEN."""
    findings = [database()]
    if findings[0].colour == "green":
        findings.append(outbox())
    return _report(request, [*findings, cache_server(), disk()])


def may_see_inside(request: HttpRequest) -> bool:
    """Whether the caller holds METRICS_TOKEN or is signed-in staff. A local address says nothing behind a proxy."""
    scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    if settings.METRICS_TOKEN and scheme.lower() == "bearer":
        return hmac.compare_digest(token.strip().encode(), settings.METRICS_TOKEN.encode())
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    try:
        return request.user.is_active and request.user.has_perm("wagtailadmin.access_admin")
    except DatabaseError:
        return False


def database() -> Finding:
    """Red when it cannot be reached or lacks migrations."""
    try:
        missing = len(migrations_of_this_code().difference(MigrationRecorder(connection).applied_migrations()))
    except DatabaseError:
        return Finding("database", "red", ("The database cannot be reached.",))
    if missing:
        count = "1 migration has" if missing == 1 else f"{missing} migrations have"
        return Finding("database", "red", (f"{count} not been applied.",))
    return Finding("database")


@remember
def migrations_of_this_code() -> frozenset[tuple[str, str]]:
    """(app, name) of every migration on disk; read once, since code does not change under a running process."""
    return frozenset(MigrationLoader(None).graph.nodes)


def outbox() -> Finding:
    """As golab.notifications judges it: lag, sweep, failures."""
    try:
        health = outbox_health(timezone.now())
    except DatabaseError:
        return Finding("messages", "red", ("The outbox cannot be read.",))
    return Finding("messages", health.colour, health.reasons)


def cache_server() -> Finding:
    """Amber without it: the hub is slower, nothing is lost."""
    is_reachable: Callable[[], bool] | None = getattr(cache, "is_reachable", None)
    if is_reachable is None:
        return Finding("cache", "amber", ("No cache server is set (REDIS_URL): each process keeps its own cache.",))
    if not is_reachable():
        return Finding("cache", "amber", ("The cache server cannot be reached: pages are slower, mail may wait 30 s.",))
    return Finding("cache")


def disk() -> Finding:
    """Free space where files and mail are kept."""
    try:
        free = shutil.disk_usage(settings.DATA_DIR).free
    except OSError:
        return Finding("disk", "red", ("The data directory cannot be read.",))
    colour = "red" if free < DISK_RED else "amber" if free < DISK_AMBER else "green"
    reasons = () if colour == "green" else (f"{free // 2**20} MB of disk space are left for data.",)
    return Finding("disk", colour, reasons)


def _report(request: HttpRequest, findings: list[Finding]) -> JsonResponse:
    worst = max((finding.colour for finding in findings), key=COLOURS.index)
    answer: dict = {"status": worst}
    if may_see_inside(request):
        answer["checks"] = {f.name: {"status": f.colour, "reasons": list(f.reasons)} for f in findings}
    return JsonResponse(answer, status=503 if worst == "red" else 200)
