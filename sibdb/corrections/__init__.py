"""Corrections: what anybody may suggest, what colleagues make of it, and the public log of changes."""
