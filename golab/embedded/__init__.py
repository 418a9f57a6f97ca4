"""The supervisor of `make run` and the two servers it starts. Nothing here needs Django to be set up."""
