"""Imports rate cards from a CSV file."""

from golab.imports.commands import ImportCommand


class Command(ImportCommand):
    help = "Import rate cards from a CSV file. Safe to run again: what staff have edited since is kept."
    kind = "prices"
