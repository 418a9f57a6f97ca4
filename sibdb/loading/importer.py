"""The projects' file and the rate cards in the CMS's imports."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser

from golab.imports.reading import csv_rows
from golab.imports.registry import Importer, Row, Values
from golab.pages.imported import RecordImporter
from sibdb.loading.actions import imported
from sibdb.loading.reading import REQUIRED, row_of
from sibdb.prices import reading as price_reading
from sibdb.prices import writing as prices


class ProjectImporter(RecordImporter):
    records = imported
    kept = "A colleague has edited this project since it was imported, or made it by hand, so it was left as it is."
    kind = "projects"
    label = "Projects"
    help_text = (
        "A CSV file with one project on each line: indigo_id, name, country_codes, policy_sector and stage, and if you "
        "have them places, dates, organisations, amounts, outcomes and sources. The INDIGO id says which project it "
        "is, so a newer file changes what is there. Projects that a colleague has edited are left as they are."
    )
    permission = "sibdb.import_project"

    def parse(self, content: bytes, name: str) -> Iterator[Row]:
        for line, record in csv_rows(content, required=REQUIRED):
            yield row_of(line, record)


class PriceImporter(Importer):
    kind = "prices"
    label = "Rate cards"
    help_text = (
        "A CSV file with one priced outcome on each line: programme, round_or_project, sort_order, outcome, price, "
        "currency and source, and if you have them indigo_id, definition, unit, cap and caveat."
    )
    permission = "sibdb.import_ratecard"

    def parse(self, content: bytes, name: str) -> Iterator[Row]:
        return price_reading.rows_of(csv_rows(content, required=price_reading.REQUIRED))

    def current(self, keys: Sequence[str]) -> Mapping[str, Values]:
        return prices.stored(keys)

    def write(self, key: str, values: Values, *, by: AbstractBaseUser | None, now: datetime) -> None:
        prices.save_card(key=key, values=values)

    def remove(self, key: str, *, by: AbstractBaseUser | None, now: datetime) -> None:
        prices.remove_card(key=key)
