"""Files of references as people have them: RIS, BibTeX, CSV, a list of DOIs."""
