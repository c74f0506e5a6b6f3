"""Case abstracts of two provinces in the ledger, few and countable by hand."""

import datetime as dt

from hospitals.actions import facts
from tests.factories import abstracts, hospitals

JANUARY, FEBRUARY = dt.date(2024, 1, 1), dt.date(2024, 2, 1)


class Ledger:
    """A hospital in each of two provinces; the first one's counties by code."""

    def __init__(self):
        self.south = hospitals.region("南省", code="450000")
        self.west = hospitals.region("西省", code="520000")
        self.homes = [
            self._county(self.south, 450300, 450312),
            self._county(self.west, 520100, 520103),
        ]
        self.hospital = hospitals.hospital("南院", region=self.homes[0])
        self.other = hospitals.hospital("西院", region=self.homes[1])

    def _county(self, province, city, county):
        above = hospitals.region(level="city", code=str(city), parent=province)
        return hospitals.region(level="county", code=str(county), parent=above)

    def send(self, *stays, hospital=None, month=JANUARY):
        """A batch of one hospital's month, in force; stays are (residence, how many, fields)."""
        hospital = hospital or self.hospital
        day = {"admit_date": month, "discharge_date": month + dt.timedelta(days=4)}
        rows = [
            abstracts.stay(hospital, **day | {"residence": home} | fields)
            for home, count, fields in stays
            for _number in range(count)
        ]
        batch = abstracts.batch(hospital)
        written = abstracts.written(hospital, rows, month)
        return facts.publish(batch=batch, rows=[written])
