import pytest

from portal.core import downloads


def test_file_opens_in_a_spreadsheet():
    response = downloads.csv_of("trend", ["期间", "值"], [["2024-03", 5], ["2024-04", None]])

    assert response.content.decode() == "\ufeff期间,值\r\n2024-03,5\r\n2024-04,\r\n"
    assert response["Content-Disposition"] == 'attachment; filename="trend.csv"'


@pytest.mark.parametrize(
    "cell, written",
    [("=1+1", "'=1+1"), ("-3.2", "'-3.2"), (-3.2, -3.2), ("桂林", "桂林"), ("@a", "'@a")],
)
def test_no_cell_runs_as_a_formula(cell, written):
    assert downloads.guarded(cell) == written
