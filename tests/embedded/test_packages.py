import sys
from pathlib import Path

import pytest

from golab.embedded import packages
from golab.embedded.errors import Problem
from golab.embedded.packages import in_uvs_words, why_not_installed

LOG = Path("install.log")


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("ERROR: No matching distribution found for nh3==0.3.8", "There is no ready-made package nh3==0.3.8 for this"),
        (
            "WARNING: Retrying ... NewConnectionError: Temporary failure in name resolution\n"
            "ERROR: No matching distribution found for nh3==0.3.8",
            "the network cannot be reached",
        ),
        ("ERROR: Could not install: [Errno 28] No space left on device", "The disk is full"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "THESE PACKAGES DO NOT MATCH THE HASHES): read install.log"),
    ],
)
def test_why_not_installed_tells_cause_and_cure(output, sentence):
    told = why_not_installed(output, LOG)
    assert sentence in told
    assert "\n" not in told


def test_uv_is_told_what_pip_was_told():
    listed = r""":env:.find-links='/from/the environment'
:env:.timeout='180'
global.extra-index-url='\nfile:///one/simple\nfile:///two/simple'
global.find-links='/from/a/file'
global.index-url='https://index.example/simple'
install.no-index='1'
user.format='columns'
"""
    assert in_uvs_words(listed) == {
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_DEFAULT_INDEX": "https://index.example/simple",
        "UV_INDEX": "file:///one/simple file:///two/simple",
        "UV_FIND_LINKS": "/from/the,environment",
        "UV_NO_INDEX": "1",
    }


STUB = """
import os, sys
asked = " ".join(sys.argv[2:])
with open({asked!r}, "a") as file:
    file.write(asked.split(" --")[0] + " " + os.environ.get("UV_INDEX_STRATEGY", "") + "\\n")
print("ERROR: of " + asked.split()[0])
sys.exit(any(word in asked for word in {broken}))
"""


@pytest.mark.parametrize(
    ("broken", "asked"),
    [
        ([], ["pip install", "pip config list", "uv pip install unsafe-best-match"]),
        (["requirements-install.txt"], ["pip install", "pip install"]),
        (["uv pip"], ["pip install", "pip config list", "uv pip install unsafe-best-match", "pip install"]),
    ],
    ids=["by uv", "without uv", "uv fails"],
)
def test_pip_does_what_uv_cannot(tmp_path, monkeypatch, broken, asked):
    monkeypatch.delenv("UV_INDEX_STRATEGY", raising=False)
    packages.install(venv_of(tmp_path, broken), ["requirements.txt"])
    assert [line.strip() for line in (tmp_path / "asked").read_text().splitlines()] == asked


def test_what_pip_says_is_told_when_both_fail(tmp_path):
    with pytest.raises(Problem, match=r"could not be installed \(of pip\): read .*install.log"):
        packages.install(venv_of(tmp_path, ["requirements.txt"]), ["requirements.txt"])


def venv_of(place: Path, broken: list[str]) -> Path:
    """An environment whose Python writes down what it is asked to run, and fails where a word of `broken` is in it."""
    stub, python = place / "stub.py", place / "venv" / "bin" / "python"
    stub.write_text(STUB.format(asked=str(place / "asked"), broken=broken))
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{stub}" "$@"\n')
    python.chmod(0o755)
    return place / "venv"
