"""Loads the glossary, the basics, the standing pages and the home page from the content folder."""
