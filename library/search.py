"""What of the library search finds."""


def register_sources() -> None:
    """Register publications."""
