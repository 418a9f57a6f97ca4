"""Whether the web server beside it serves visitors, for the image's health check: `python -m golab.ops.probe`."""

import os
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping

SECONDS = 4


def answers(environ: Mapping[str, str]) -> bool:
    """Whether `/healthz/ready` says 200, asked by a name that the hub answers to."""
    host = next((name for name in environ.get("ALLOWED_HOSTS", "").split(",") if name and name[0] not in ".*"), "")
    request = urllib.request.Request(f"http://127.0.0.1:{environ.get('PORT') or 8000}/healthz/ready")  # noqa: S310
    if host:
        request.add_header("Host", host.strip())
    # Straight to this machine, whatever proxy the environment names.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=SECONDS) as response:
            return response.status == 200
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(0 if answers(os.environ) else 1)
