"""Every case that was promised has a test that bears its id, and docs/acceptance.md names both."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "docs/acceptance.md"
PROMISED = {
    "B": "1 3 4 5 6 7 8 9 11 13 14 15 16 17 18 19 20 21 22 23 24 25 26",
    "C": "1 2 3 4 5 6 7 8 10 11 12 13 14 16 17 18",
    "T": "1 3 4 5 6 7 8 9 10",
    "S": "1 2 3 4 5 6 7 8 9 10 12",
    "R": "1 2 3 5 6 7 8 9 10 11 12 14 15 16 18 19 20 21 22 23 24",
    "E": "1 2 3 4 5 6 7 8 9 10 11 12",
    "V": "1 1b 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20",
    "P": "1 2 3 4 5 6 7 8",
    "U": "1 2 3 4 5 6 7",
}
CASES = [f"{letter}{number}" for letter, numbers in PROMISED.items() for number in numbers.split()]
REASONS = ("By hand, ", "Waits for ", "Not yet: ")


def bearers() -> dict[str, list[str]]:
    """The names of tests for each case that they bear: test_c3_c4_… is there twice."""
    found: dict[str, list[str]] = {}
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        for name in re.findall(r"^\s*(?:async )?def (test_\w+)\(", file.read_text(), re.MULTILINE):
            if match := re.match(r"test_((?:[bcrstepuv]\d+b?_)+)", name):
                for case in match[1].strip("_").split("_"):
                    found.setdefault(case[0].upper() + case[1:], []).append(name)
    return found


def rows() -> dict[str, str]:
    """The last cell of each case's row."""
    lines = re.findall(r"^\| ([BCRSTEPUV]\d+b?) \|.*\| (.*?) \|$", TABLE.read_text(), re.MULTILINE)
    assert len(dict(lines)) == len(lines), "a case has two rows"
    return dict(lines)


def test_table_has_every_case_that_was_promised():
    assert sorted(rows()) == sorted(CASES)


def test_no_test_bears_an_id_that_nobody_promised():
    assert set(bearers()) - set(CASES) == set()


def test_table_names_the_tests_of_each_case():
    tests, wrong = bearers(), []
    for case, cell in rows().items():
        should = ", ".join(f"`{name}`" for name in sorted(set(tests.get(case, []))))
        if cell != should and (should or not cell.startswith(REASONS)):
            wrong.append(f"{case}: {should or 'no test; say why: ' + ', '.join(REASONS)}")
    assert not wrong, "docs/acceptance.md should read\n" + "\n".join(wrong)
