"""Searches that someone keeps: told by email of what is new, once a week at most."""
