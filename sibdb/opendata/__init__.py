"""The data for machines and for people who count: tables, files of them, their dictionary, and how good they are."""
