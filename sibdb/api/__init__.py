"""The read-only JSON API of projects, organisations, funds and prices."""
