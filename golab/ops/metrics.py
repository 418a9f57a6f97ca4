"""Numbers for Prometheus. Across gunicorn's workers they are summed where PROMETHEUS_MULTIPROC_DIR is set."""

import os

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from golab.ops.health import may_see_inside


def registry() -> CollectorRegistry:
    """All processes' numbers where they share a directory, else this process's."""
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return REGISTRY
    gathered = CollectorRegistry()
    MultiProcessCollector(gathered)
    return gathered


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The numbers, for staff and holders of METRICS_TOKEN; 403 for everyone else."""
    if not may_see_inside(request):
        raise PermissionDenied
    return HttpResponse(generate_latest(registry()), content_type=CONTENT_TYPE_LATEST)
