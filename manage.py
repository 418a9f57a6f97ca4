#!/usr/bin/env python
"""Django's command line for the hub. `make shell` shows how the embedded servers are reached."""

import os
import sys

if __name__ == "__main__":
    if sys.argv[1:] == ["run_hub"]:  # it makes the environment that the settings need
        from golab.embedded.__main__ import main

        sys.exit(main(["run"]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "golab.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
