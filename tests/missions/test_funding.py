import pytest

from survey.missions.funding import BANDS, band_of


@pytest.mark.parametrize(
    ("funding", "expected"),
    [
        (0, "below_5000"), (4_999, "below_5000"), (5_000, "5000_to_9999"), (9_999, "5000_to_9999"),
        (10_000, "10000_to_49999"), (49_999, "10000_to_49999"), (50_000, "50000_and_more"),
    ],
)  # fmt: skip
def test_band_of_funding(funding, expected):
    assert band_of(funding) == expected


def test_bands_leave_no_gap():
    assert [band.upper for band in BANDS] == [*(band.lower for band in BANDS[1:]), None]
    assert BANDS[0].lower == 0
