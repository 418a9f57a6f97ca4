"""Which times there are, and which are free."""
