"""What of this app search finds."""


def register_sources() -> None:
    """Register glossary, explainers and standing pages."""
