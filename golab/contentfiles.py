"""Reading the content folder, which features and kernel share."""

from pathlib import Path

import yaml
from django.conf import settings

# The same YAML, read by libyaml where it was built in: ten times as fast, and the content is a megabyte.
_SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def content_path(name: str) -> Path:
    """Where the content folder has this file."""
    return settings.CONTENT_DIR / name


def read_yaml(name: str | Path) -> dict | list:
    """A file of the content folder (or any path). Raises OSError and yaml.YAMLError."""
    return parse_yaml(content_path(name).read_text(encoding="utf-8"))


def parse_yaml(text: str) -> dict | list:
    """What YAML text says; plain values only. Raises yaml.YAMLError."""
    return yaml.load(text, Loader=_SafeLoader)  # noqa: S506 (a safe loader, as fast as there is)
