"""Organisations and funds, and what readers see of them."""
