"""Many people at once, each from a network of their own, as behind a proxy."""

import secrets
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlencode

CLIENTS = 16
NETWORKS = 200  # five attempts each
RUN = 10_000 + secrets.randbelow(50_000)  # a run within the hour is not counted with the one before
NET = f"10.{RUN // 256}"
CSRF = "b" * 32  # the cookie and the form say the same, which is all that the check asks for


def all_at_once(port: int, requests: list[tuple[str, str, str]]) -> tuple[float, Counter]:
    """Seconds for all of them, shared among the clients, and what came of each."""
    shares = [list(enumerate(requests))[number::CLIENTS] for number in range(CLIENTS)]
    begun = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        seen = sum(pool.map(lambda share: _one_client(port, share), shares), Counter())
    return time.perf_counter() - begun, seen


def _one_client(port: int, requests: list[tuple[int, tuple[str, str, str]]]) -> Counter:
    """One connection after another, as people's browsers have; with a key it presses the last button."""
    seen: Counter = Counter()
    for number, (address, session, key) in requests:
        client = HTTPConnection("127.0.0.1", port, timeout=60)
        own = f"{NET}.{number % NETWORKS // 100}.{number % 100 + 1}"
        headers = {"X-Forwarded-For": own, "Accept-Encoding": "gzip"}
        if session:
            headers["Cookie"] = f"sessionid={session}; csrftoken={CSRF}"
        if key:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode({"csrfmiddlewaretoken": CSRF, "submission_key": key})
            client.request("POST", address, body=body, headers=headers)
        else:
            client.request("GET", address, headers=headers)
        response = client.getresponse()
        response.read()
        seen[_outcome(response.status, response.getheader("Location", ""))] += 1
        client.close()
    return seen


def _outcome(status: int, location: str) -> str:
    if status == 200 or status == 302 and location.startswith("/surgeries/book/time/"):
        return "taken"  # to the page of times, which says so; for the bare view, the page
    return "booked" if status == 302 and location.startswith("/surgeries/booked/") else "error"
