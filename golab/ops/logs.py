"""Logs: one event a line, as JSON in production and for reading in the demonstration; no personal data.

`settings.LOGGING` is `{"level": "INFO", "human": bool}`. Everything goes to stderr, tracebacks included.
"""

import logging
import logging.config
import re

import structlog
from structlog.typing import EventDict, Processor

REMOVED = "[removed]"
PERSONAL_KEY = re.compile(
    r"address|authorization|body|code|contact|cookies?|csrfmiddlewaretoken|email|key|(?:first_|last_|full_|user)?name"
    r"|organisation|otp|password|phone|postcode|question|recipient|secret|session(?:id)?|subject|telephone|to|token"
    r"|user_agent"
)
EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
# What follows these words in an address opens something that belongs to one person.
AFTER_WORD = re.compile(
    r"/(manage|shared|feed|feedback|alerts/[a-z-]+|confirm-email|reset/key|booked|join|invite|unsubscribe)/(?!feed\.)[^/?\s\"']+"
)
# And so does anything that looks drawn at random: our slugs are lower case and hyphenated.
RANDOM = re.compile(r"(?<=/)(?=[^/\s]*(?:[A-Z:][^/\s]*\d|\d[^/\s]*[A-Z:]|[0-9a-f]{32}))[\w.:=-]{20,}(?=/|\s|$|\?)")
QUERY = re.compile(r"(?<=[\w/])\?[^\s\"']+")


def masked(text: str) -> str:
    """Text with email addresses, query strings and the tokens in addresses taken out."""
    text = AFTER_WORD.sub(rf"/\1/{REMOVED}", text)
    text = RANDOM.sub(REMOVED, text)
    return EMAIL.sub(REMOVED, QUERY.sub("", text))


def scrub(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Structlog processor: drop the values of personal keys, mask the rest."""
    for key, value in event.items():
        if PERSONAL_KEY.fullmatch(key):
            event[key] = REMOVED
        elif isinstance(value, str):
            event[key] = masked(value)
    return event


def _processors() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.UnicodeDecoder(),
    ]


def _formatter(*, human: bool) -> dict:
    shared = _processors()
    meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if human:
        render: Processor = structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        )
    else:
        render = structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
    return {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": [*shared, structlog.stdlib.ExtraAdder(allow=["status_code"])],
        "processors": [meta, structlog.processors.format_exc_info, scrub, render],
    }


def configure(config: dict) -> None:
    """Set up stdlib logging and structlog from `{"level": str, "human": bool}` (Django calls this once)."""
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"event": _formatter(human=config["human"])},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "event"}},
            "root": {"handlers": ["stderr"], "level": config["level"]},
            "loggers": {
                # Django's default gives these handlers of their own; the root's one is enough.
                "django": {"handlers": [], "level": config["level"], "propagate": True},
                "django.server": {"handlers": [], "level": config["level"], "propagate": True},
                # Every 404 and refused form is already one line of golab.request.
                "django.request": {"level": "ERROR"},
                "django.security.csrf": {"level": "ERROR"},
                # A line for each save of a page says nothing that Wagtail's own history does not.
                "wagtail": {"level": "WARNING"},
                "django_tasks": {"level": "WARNING"},
                "py.warnings": {"level": "ERROR"},
            },
        }
    )
    structlog.configure(
        processors=[*_processors(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
