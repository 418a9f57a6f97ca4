"""Outcome prices: rate cards and priced outcomes, read from files and shown in one list."""
