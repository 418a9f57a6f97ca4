"""From the hub's own files to projects and rate cards."""
