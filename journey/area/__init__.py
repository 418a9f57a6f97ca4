"""My area, my problem: where a visitor works and on what, said once."""
