"""The locked wheels into `.venv`, by uv or by pip. Runs on the system's Python: standard library only."""

import ast
import os
import platform
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from golab.embedded.errors import Problem
from golab.embedded.launch import CHECKOUT
from golab.embedded.progress import step

INSTALLER = "requirements-install.txt"
# Dependencies are not looked for, which would take pip a sixth of its time: the locks name them all (lint checks).
ONLY_THE_LOCKED = ["install", "--require-hashes", "--only-binary", ":all:", "--no-deps"]
PIP = ["pip", *ONLY_THE_LOCKED, "--no-compile", "--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
UV = ["uv", "pip", *ONLY_THE_LOCKED, "--no-progress"]
# What pip has been told of this machine, in uv's words.
IN_UVS_WORDS = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "trusted-host": "UV_INSECURE_HOST",
    "proxy": "ALL_PROXY",
    "cert": "SSL_CERT_FILE",
}
SETTING = re.compile(r"^(?P<section>global|install|:env:)\.(?P<name>[\w-]+)=(?P<value>.*)$", re.MULTILINE)
NO_NETWORK = re.compile(r"name resolution|NewConnectionError|ConnectTimeout|Failed to establish|unreachable|ProxyError")
NO_WHEEL = re.compile(r"No matching distribution found for (\S+)")
NO_SPACE = re.compile(r"No space left on device")


def install(venv: Path, locks: list[str]) -> None:
    """Install what the locks name, each file with its hash. Raises Problem.

    uv needs a tenth of pip's time. Where it cannot be had or fails, pip does it all: a machine may be set up for pip in
    a way that uv does not know, and what pip says of a failure is what `why_not_installed` explains.
    """
    python, log = venv / "bin" / "python", venv / "install.log"
    try:
        with step("Installing the locked packages"):
            is_installed = _by_uv(python, locks, venv / "install-uv.log") or _runs(python, PIP, locks, log)
    except OSError as error:
        raise Problem(f"{log} cannot be written ({error.strerror}): run as the user who made {venv}.") from None
    if not is_installed:
        raise Problem(why_not_installed(log.read_text(errors="replace"), log))


def _by_uv(python: Path, locks: list[str], log: Path) -> bool:
    if not _runs(python, [*PIP, "--retries", "1"], [INSTALLER], log):
        return False
    listed = subprocess.run([python, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False)
    return _runs(python, [*UV, "--python", python], locks, log, in_uvs_words(listed.stdout))


def _runs(python: Path, command: list, locks: list[str], log: Path, settings: Mapping[str, str] = {}) -> bool:
    """Whether it ended well; the log holds what it said. What the environment says counts for more than `settings`."""
    words = [python, "-m", *command, *(word for lock in locks for word in ("-r", CHECKOUT / lock))]
    told = {"stderr": subprocess.STDOUT, "cwd": CHECKOUT, "env": {**settings, **os.environ}}
    with log.open("w") as output:
        return subprocess.run(words, stdout=output, check=False, **told).returncode == 0


def in_uvs_words(settings: str) -> dict[str, str]:
    """uv's environment for what `pip config list` says, `global.index-url='...'` a line, the weakest section first.

    Of several indexes any may have the version that is meant, as for pip: the locked hash tells which file may be used.
    """
    said = {"UV_INDEX_STRATEGY": "unsafe-best-match"}
    sections = ("global", "install", ":env:")
    found = sorted(SETTING.finditer(settings), key=lambda line: sections.index(line["section"]))
    for name, value in ((line["name"], ast.literal_eval(line["value"])) for line in found):
        if name in IN_UVS_WORDS:
            said[IN_UVS_WORDS[name]] = ("," if name == "find-links" else " ").join(value.split())
    return said


def why_not_installed(output: str, log: Path) -> str:
    """One sentence for what pip reports at length."""
    python = f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    if NO_SPACE.search(output):
        return "The disk is full: free at least 1 GB, then start again."
    if NO_NETWORK.search(output):
        return "The packages could not be fetched, because the network cannot be reached: connect, then start again."
    if found := NO_WHEEL.search(output):
        return (
            f"There is no ready-made package {found.group(1)} for this platform ({python}): "
            "use 64-bit Linux with glibc 2.28 or newer, or macOS, with Python 3.11 to 3.14."
        )
    errors = [line for line in output.splitlines() if line.startswith("ERROR:")] or [output.strip()[-200:]]
    return f"The packages could not be installed ({errors[-1].removeprefix('ERROR: ')}): read {log}, then start again."
