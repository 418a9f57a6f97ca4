"""The way from INDIGO's public export into the database and back. Start at `tables`."""
