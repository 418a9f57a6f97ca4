"""Format Python and templates in place: `make format`."""

import subprocess
import sys

COMMANDS = [
    ["ruff", "check", "--fix", "."],
    ["ruff", "format", "."],
    ["djhtml", "--tabwidth", "2", "templates"],
]

# djhtml's status says that it changed something, which is what it is for.
statuses = [subprocess.run([sys.executable, "-m", *command], check=False).returncode for command in COMMANDS]
sys.exit(statuses[0] or statuses[1])
