import socket
import time

import pytest
import structlog
from prometheus_client import REGISTRY

from golab.ops.cache import OPEN_SECONDS, Breaker, ForgivingRedisCache
from tests.servers import own_valkey  # noqa: F401

OPTIONS = {"socket_connect_timeout": 0.25, "socket_timeout": 0.5}


def cache_on(url):
    return ForgivingRedisCache(url, {"OPTIONS": OPTIONS, "KEY_PREFIX": "golab"})


@pytest.fixture
def hung_server():
    """A server that accepts and never says a word."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(50)
        yield f"redis://127.0.0.1:{listening.getsockname()[1]}/0"


def errors():
    return REGISTRY.get_sample_value("golab_cache_errors_total")


def test_values_survive_when_server_runs(own_valkey):  # noqa: F811
    cache = cache_on(own_valkey.url)
    cache.set("a", {"deep": [1, 2]}, 60)
    cache.set_many({"b": 1, "c": "two"})
    assert cache.get("a") == {"deep": [1, 2]}
    assert cache.get_many(["b", "c", "nothing"]) == {"b": 1, "c": "two"}
    assert cache.incr("b", 4) == 5
    assert cache.add("a", "other") is False
    assert cache.is_reachable()


def test_every_operation_answers_as_an_empty_cache_when_server_is_gone(own_valkey):  # noqa: F811
    cache = cache_on(own_valkey.url)
    cache.set("a", 1)
    own_valkey.stop()
    before = errors()
    assert cache.get("a") is None
    assert cache.get("a", "mine") == "mine"
    assert cache.get_or_set("a", lambda: "made") == "made"
    assert cache.get_many(["a"]) == {}
    assert cache.set("a", 2) is None
    assert cache.set_many({"a": 1, "b": 2}) == ["a", "b"]
    assert cache.add("a", 2) is False
    assert cache.touch("a") is False
    assert cache.delete("a") is False
    assert cache.delete_many(["a"]) is None
    assert cache.has_key("a") is False
    assert "a" not in cache
    assert cache.incr("a") == 1
    assert cache.decr("a") == -1
    assert cache.clear() is False
    assert not cache.is_reachable()
    assert errors() > before


def test_outage_costs_one_timeout_when_server_hangs(hung_server):
    cache = cache_on(hung_server)
    started = time.monotonic()
    for number in range(100):
        assert cache.get(f"key-{number}") is None
    assert time.monotonic() - started < 1.5


def test_outage_is_logged_once_when_calls_go_on_failing(hung_server):
    cache = cache_on(hung_server.replace("/0", "/1"))
    with structlog.testing.capture_logs() as lines:
        for _ in range(20):
            cache.get("a")
    assert [line["event"] for line in lines] == ["cache_unreachable"]


def test_cache_serves_again_when_server_returns(own_valkey):  # noqa: F811
    cache = cache_on(own_valkey.url)
    own_valkey.stop()
    assert cache.get("a") is None
    own_valkey.start()
    assert cache.is_reachable()
    cache.set("a", "back")
    assert cache.get("a") == "back"


def test_clear_leaves_the_queue_alone_when_it_shares_the_database(own_valkey):  # noqa: F811
    cache = cache_on(own_valkey.url)
    raw = cache._cache.get_client(write=True)
    raw.lpush("mail", "a task")
    cache.set_many({f"key-{number}": number for number in range(1_100)})
    assert cache.clear() is True
    assert raw.keys("*") == [b"mail"]


def test_incr_refuses_when_key_is_missing(own_valkey):  # noqa: F811
    with pytest.raises(ValueError, match="not found"):
        cache_on(own_valkey.url).incr("nothing")


def test_refusal_is_a_miss_when_server_answers_with_an_error(own_valkey):  # noqa: F811
    cache = cache_on(own_valkey.url)
    cache._cache.get_client(write=True).lpush(cache.make_key("a"), "a list, not a value")
    before = errors()
    assert cache.get("a", "default") == "default"
    assert errors() == before + 1
    cache.set("b", 1)
    assert cache.get("b") == 1


class TestBreaker:
    def make(self):
        self.now = 0.0
        return Breaker(clock=lambda: self.now)

    def test_allows_when_nothing_failed(self):
        assert self.make().allows()

    def test_refuses_when_it_failed_a_moment_ago(self):
        breaker = self.make()
        breaker.failed(OSError())
        self.now = OPEN_SECONDS - 0.1
        assert not breaker.allows()

    def test_lets_one_caller_try_when_the_pause_is_over(self):
        breaker = self.make()
        breaker.failed(OSError())
        self.now = OPEN_SECONDS + 0.1
        assert [breaker.allows() for _ in range(3)] == [True, False, False]

    def test_allows_everyone_when_a_try_succeeded(self):
        breaker = self.make()
        breaker.failed(OSError())
        self.now = OPEN_SECONDS + 0.1
        breaker.allows()
        breaker.succeeded()
        assert breaker.allows()
        assert breaker.allows()
