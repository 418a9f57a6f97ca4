"""OAI-PMH 2.0: how other libraries' catalogues copy ours and keep the copy true. See openarchives.org."""
