"""Recompute every number on the landscape page from the CSVs that anyone can download, and compare.

    python tools/recompute_landscape.py https://hub.example.org              # what the page says now
    python tools/recompute_landscape.py https://hub.example.org 2026-11      # what it said in a month

Independent on purpose: it needs nothing but Python, and knows of the hub no more than its pages and files say.
Leaves with 1 where a number differs.
"""

import csv
import io
import json
import re
import sys
import zipfile
from collections import Counter
from decimal import Decimal
from html.parser import HTMLParser
from statistics import mean, median
from urllib.request import urlopen

Rows = list[dict[str, str]]
Numbers = dict[str, dict[str, object]]
DEFINITIONS = ("recorded", "contracted", "invested")
SIGNED_STAGES = ("contracted", "implementation", "service-delivery-complete", "complete")
CHARTS = {"Policy area": "areas", "Year": "years", "Country": "countries", "Stage": "stages"}
MOST_COUNTRIES = 15


# --- from the CSVs ----------------------------------------------------------------------------------------------------
class Data:
    """The tables of a data package, and the words of its codes."""

    def __init__(self, package: bytes) -> None:
        self.archive = zipfile.ZipFile(io.BytesIO(package))
        self.projects = self.rows("projects")
        self.rates = {
            (row["year"], row["currency"]): Decimal(row["per_pound"]) for row in self.rows("exchange_rates")
        }  # fmt: skip
        self.areas = {row["policy_area"]: row["name"] for row in self.rows("policy_areas")}
        self.countries: dict[str, list[str]] = {}
        for row in self.rows("project_countries"):
            self.countries.setdefault(row["project_id"], []).append(row["country_name"])
        self.investors = {row["project_id"] for row in self.rows("roles") if row["role"] == "investor"}
        self.amounts = {(row["project_id"], row["kind"]): row for row in self.rows("amounts")}
        self.stages = self._codes("projects", "stage")

    def rows(self, table: str) -> Rows:
        """A table, each cell as it was before an apostrophe kept spreadsheets from running it."""
        text = self.archive.read(f"{table}.csv").decode()
        return [
            {name: re.sub("^'(?='*[=+@\t\r\n-])", "", cell) for name, cell in row.items()}
            for row in csv.DictReader(io.StringIO(text, newline=""))
        ]

    def _codes(self, table: str, column: str) -> dict[str, str]:
        package = json.loads(self.archive.read("datapackage.json"))
        [schema] = [one["schema"] for one in package["resources"] if one["name"] == table]
        [told] = [field["description"] for field in schema["fields"] if field["name"] == column]
        codes = told.partition("Codes: ")[2].rstrip(".").split("; ")
        return dict(code.split(": ", 1) for code in codes)

    def recomputed(self) -> dict[str, Numbers]:
        """What each way of counting should print."""
        return {definition: self._numbers(definition) for definition in DEFINITIONS}

    def _counts(self, project: dict[str, str], definition: str) -> bool:
        key = project["project_id"]
        signed = project["stage"] in SIGNED_STAGES or bool(project["contract_signed"])
        invested = key in self.investors or (key, "investment") in self.amounts
        return {"recorded": True, "contracted": signed, "invested": signed and invested}[definition]

    def _numbers(self, definition: str) -> Numbers:
        counted = [project for project in self.projects if self._counts(project, definition)]
        years = Counter(year for project in counted if (year := year_of(project)))
        countries = Counter(name for one in counted for name in self.countries.get(one["project_id"], []))
        most = dict(countries.most_common(MOST_COUNTRIES))
        found: Numbers = {
            "projects": {"": len(counted)},
            "areas": dict(Counter(self.areas[project["policy_area"]] for project in counted)),
            "years": dict(years),
            "countries": dict(countries),
            "stages": dict(Counter(self.stages[project["stage"]] for project in counted)),
            "based on": {
                "areas": len(counted), "stages": len(counted), "countries": len(counted), "years": sum(years.values()),
            },
            "left out": {"years": len(counted) - sum(years.values()), "countries": len(countries) - len(most)},
            "sizes": {},
        }  # fmt: skip
        for what, values in self._sizes(counted).items():
            if values:
                found["sizes"][what] = (median(values), mean(values), len(values), len(counted))
        return found

    def _sizes(self, counted: Rows) -> dict[str, list[Decimal]]:
        def known(values: list) -> list[Decimal]:
            return [Decimal(value) for value in values if value not in (None, "")]

        return {
            "People planned": known([project["cohort_target"] for project in counted]),
            "People who took part": known([project["cohort_actual"] for project in counted]),
            "Most that can be paid for outcomes": known([self._pounds(project, "maximum") for project in counted]),
            "Investment committed": known([self._pounds(project, "investment") for project in counted]),
            "Months of service, with both ends known": known([months_of(project) for project in counted]),
        }

    def _pounds(self, project: dict[str, str], kind: str) -> Decimal | None:
        """An exact amount in pounds, at the rate of the year in which the project began."""
        amount = self.amounts.get((project["project_id"], kind))
        if not amount or not amount["exact"]:
            return None
        rate = Decimal(1) if amount["currency"] == "GBP" else self.rates.get((year_of(project), amount["currency"]))
        return Decimal(amount["exact"]) / rate if rate else None


def year_of(project: dict[str, str]) -> str:
    """In which the service began, else the contract was signed."""
    return (project["service_start"] or project["contract_signed"])[:4]


def months_of(project: dict[str, str]) -> int | None:
    """From the first month of service to the last, both counted."""
    start, end = project["service_start"][:7], project["service_end"][:7]
    if len(start) < 7 or len(end) < 7 or end < start or project["dates_in_doubt"] == "true":
        return None
    return 12 * (int(end[:4]) - int(start[:4])) + int(end[5:]) - int(start[5:]) + 1


# --- from the page ----------------------------------------------------------------------------------------------------
class Page(HTMLParser):
    """The tables of a page, and its words without tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.words: list[str] = []
        self.depth = 0
        self.feed(html)
        self.text = " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("th", "td"):
            self.tables[-1][-1].append("")
            self.depth = 1

    def handle_endtag(self, tag: str) -> None:
        if tag in ("th", "td"):
            self.depth = 0

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self.depth:
            self.tables[-1][-1][-1] += " ".join(data.split())


def printed(html: str, definition: str) -> Numbers:
    """What the page says, in the shape of `Data.recomputed`; `definition` is the one it counts by."""
    page = Page(html)
    labels = ("Every project on record", "Signed contracts", "Signed contracts with investment")
    label = labels[DEFINITIONS.index(definition)]
    found: Numbers = {
        "projects": {"": number(re.search(rf"(?<!\w){label}: ([\d,]+)", page.text)[1])},
        "based on": {}, "left out": {"years": 0, "countries": 0}, "sizes": {},
    }  # fmt: skip
    for (first, *_), *rows in page.tables:
        if first == "What":
            found["sizes"] = {what: (*map(number, row[:2]), *map(number, row[2].split(" of "))) for what, *row in rows}
        elif first in CHARTS:
            found[CHARTS[first]] = {name: number(value) for name, value in rows}
    for key, words in {"areas": "main policy area", "years": "contract began", "stages": "as recorded",
                       "countries": "run in more than one"}.items():  # fmt: skip
        if told := re.search(rf"{words}\. Based on ([\d,]+) projects\.", page.text):
            found["based on"][key] = number(told[1])
    for key, words in {"years": "projects? ha(?:s|ve) no year", "countries": "more countries are in"}.items():
        if told := re.search(rf"([\d,]+) {words}", page.text):
            found["left out"][key] = number(told[1])
    return found


def number(text: str) -> Decimal:
    return Decimal(re.sub(r"[^\d.-]", "", text))


# --- both -------------------------------------------------------------------------------------------------------------
def differences(recomputed: Numbers, shown: Numbers) -> list[str]:
    """Each number that is not what it should be, in words. Nothing where all agree."""
    found = []
    for group, expected in recomputed.items():
        told = shown.get(group, {})
        if group == "countries":  # only the largest are printed, and how many more there are
            found += _wrong_countries(expected, told)
            expected = {name: expected.get(name) for name in told}
        found += [
            f"{group} {name}: {told.get(name)} on the page, {expected.get(name)} from the CSVs"
            for name in {**expected, **told}
            if not _is_same(expected.get(name), told.get(name))
        ]
    return found


def _wrong_countries(expected: dict, told: dict) -> list[str]:
    largest = sorted(expected.values(), reverse=True)[:MOST_COUNTRIES]
    return [] if sorted(told.values(), reverse=True) == largest else [f"countries: {told} are not the largest"]


def _is_same(expected: object, told: object) -> bool:
    """Equal; a median or mean may be rounded to a whole number."""
    if isinstance(expected, tuple) and isinstance(told, tuple):
        near = all(abs(one - other) <= Decimal("0.5") for one, other in zip(expected[:2], told[:2], strict=True))
        return near and expected[2:] == told[2:]
    return expected == told


def main() -> int:
    hub, *month = sys.argv[1:]
    page = f"{hub.rstrip('/')}/projects/landscape/" + (f"{month[0]}/" if month else "")
    package = f"{page}golab-sib-data.zip" if month else f"{hub.rstrip('/')}/projects/data/golab-sib-data.zip"
    recomputed = Data(_fetched(package)).recomputed()
    wrong = [
        f"{definition}: {line}"
        for definition in DEFINITIONS
        for line in differences(
            recomputed[definition], printed(_fetched(f"{page}?count={definition}").decode(), definition)
        )
    ]
    print("\n".join(wrong) or f"Every number on {page} follows from the CSVs.")
    return bool(wrong)


def _fetched(url: str) -> bytes:
    with urlopen(url, timeout=60) as response:  # noqa: S310 - the address is the caller's
        return response.read()


if __name__ == "__main__":
    sys.exit(main())
