"""Bank holidays, from the library into the table that pages and plans read."""

from datetime import datetime

from surgeries.models.advisers import BankHoliday, Nation
from surgeries.times.rules import booking_rules
from surgeries.wording import local

YEARS_AHEAD = 1


def refresh(*, now: datetime) -> int:
    """Add this year's and next year's bank holidays of all nations. Returns how many were new."""
    # Here, because this import reads every country of the world and takes a second: no web process should.
    from holidays import country_holidays

    this_year = local(now).year
    years = range(this_year, this_year + YEARS_AHEAD + 1)
    rows = [
        BankHoliday(nation=nation, day=day, name=name)
        for nation in Nation.values
        for day, name in country_holidays("GB", subdiv=nation, years=years).items()
    ]
    before = BankHoliday.objects.count()
    BankHoliday.objects.bulk_create(rows, ignore_conflicts=True)
    booking_rules.forget()
    return BankHoliday.objects.count() - before
