"""Compile the lock files: `make lock`, or `make lock ARGS=--upgrade` for newer versions.

They hold versions and hashes and no address: the package index is each machine's own affair.
"""

import re
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
FLAGS = [
    *("--universal", "--python-version", "3.11", "--generate-hashes"),
    *("--no-emit-index-url", "--no-annotate", "--no-header", "--quiet"),
]
ADDRESS = re.compile(r"://")


def compile_lock(source: Path, extra: list[str]) -> Path:
    """Write `X.txt` from `X.in` and return it."""
    target = source.with_suffix(".txt")
    command = [sys.executable, "-m", "uv", "pip", "compile", *FLAGS, *extra, source.name, "-o", target.name]
    subprocess.run(command, cwd=CHECKOUT, check=True)
    lines = target.read_text().splitlines()
    target.write_text("\n".join(line for line in lines if not ADDRESS.search(line)) + "\n")
    return target


if __name__ == "__main__":
    # The last is constrained by the one before, so the order matters.
    for name in ("requirements-install.in", "requirements.in", "requirements-dev.in"):
        print(f"  {compile_lock(CHECKOUT / name, sys.argv[1:]).name}")
