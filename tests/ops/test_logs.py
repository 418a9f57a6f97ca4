import json
import logging
import logging.config

import pytest
import structlog

from golab.ops import logs


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (
            "/guides/build-a-cost-benefit-case/how-to-price-2025/",
            "/guides/build-a-cost-benefit-case/how-to-price-2025/",
        ),
        ("/surgeries/manage/abc123/cancel/", "/surgeries/manage/[removed]/cancel/"),
        ("/surgeries/feed/secret.ics", "/surgeries/feed/[removed]"),
        ("/news/feed.atom", "/news/feed.atom"),
        ("/my-journey/shared/xyz/", "/my-journey/shared/[removed]/"),
        ("/alerts/confirm/xyz/", "/alerts/confirm/[removed]/"),
        ("/somewhere/IjEyMzQ1Njc4OTAxMjM0NTY3ODkwIg:1tX9/", "/somewhere/[removed]/"),
        ("/somewhere/0123456789abcdef0123456789abcdef/", "/somewhere/[removed]/"),
        ("/library/?q=my+name", "/library/"),
        ("Key (email)=(someone@council.gov.uk) exists", "Key (email)=([removed]) exists"),
    ],
)
def test_masked_keeps_addresses_and_drops_what_is_personal(path, expected):
    assert logs.masked(path) == expected


@pytest.fixture
def configured():
    """Log configuration that a test may change."""
    before = structlog.get_config()
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield logs.configure
    structlog.configure(**before)
    logging.disable(logging.NOTSET)
    root.handlers[:], root.level = handlers, level


def test_line_is_json_without_personal_data_when_in_production(configured, capsys):
    configured({"level": "INFO", "human": False})
    structlog.get_logger("golab.test").info("booked", email="a@b.org", note="call a@b.org", reference="AB-1")
    line = json.loads(capsys.readouterr().err)
    assert line["event"] == "booked"
    assert line["email"] == "[removed]"
    assert line["note"] == "call [removed]"
    assert line["reference"] == "AB-1"
    assert line["level"] == "info"
    assert line["logger"] == "golab.test"


def test_stdlib_record_is_json_with_its_traceback_when_it_has_one(configured, capsys):
    configured({"level": "INFO", "human": False})
    try:
        raise RuntimeError("no room for a@b.org")
    except RuntimeError:
        logging.getLogger("django.request").exception("Internal Server Error: %s", "/alerts/confirm/secret/")
    line = json.loads(capsys.readouterr().err)
    assert "Traceback" in line["exception"]
    assert "no room for [removed]" in line["exception"]
    assert line["event"] == "Internal Server Error: /alerts/confirm/[removed]/"


def test_line_reads_as_text_when_in_the_demonstration(configured, capsys):
    configured({"level": "INFO", "human": True})
    structlog.get_logger("golab.test").info("booked", reference="AB-1")
    text = capsys.readouterr().err
    assert "booked" in text
    assert "reference=AB-1" in text
    assert not text.startswith("{")


def test_nothing_is_written_when_below_the_level(configured, capsys):
    configured({"level": "WARNING", "human": False})
    structlog.get_logger("golab.test").info("booked")
    logging.getLogger("django").info("hello")
    assert capsys.readouterr().err == ""
