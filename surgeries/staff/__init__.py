"""Screens of the CMS for those who run surgeries."""
