"""Reads the Dockerfile: enough of its language for the one we have."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Instruction:
    """`COPY --from=build /app /app` is name COPY, options {"from": "build"}, text "/app /app", in a stage from 0."""

    stage: int
    name: str
    options: dict[str, str]
    text: str

    @property
    def words(self) -> list[str]:
        """The arguments, of the JSON form too."""
        return json.loads(self.text) if self.text.startswith("[") else self.text.split()


def instructions(text: str) -> list[Instruction]:
    """All of them in order; comments go, continued lines are joined."""
    lines = (line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#"))
    stage, found = -1, []
    for line in re.sub(r"\\\n\s*", "", "\n".join(lines)).splitlines():
        name, _, rest = line.partition(" ")
        options = {}
        while given := re.match(r"--([a-z-]+)=(\S+)\s+", rest):
            options[given[1]] = given[2]
            rest = rest[given.end() :]
        stage += name == "FROM"
        found.append(Instruction(stage, name, options, rest.strip()))
    return found


def is_sent(path: str, rules: list[str]) -> bool:
    """Whether `.dockerignore` lets this path of the checkout into the image; the last rule that fits decides."""
    sent = True
    for rule in rules:
        pattern = rule.removeprefix("!")
        parts = [r".*" if part == "**" else re.escape(part).replace(r"\*", "[^/]*") for part in pattern.split("/")]
        if re.match("/".join(parts).replace(".*/", "(?:.*/)?") + r"(?:/|$)", path):
            sent = rule.startswith("!")
    return sent


def ignore_rules() -> list[str]:
    """The lines of `.dockerignore` that say something."""
    lines = (CHECKOUT / ".dockerignore").read_text().splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]
