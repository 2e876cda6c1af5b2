"""The bands of funding by which projects are grouped."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Band:
    """Whole US dollars from `lower` up to, but without, `upper`; None: without an end."""

    code: str
    lower: int
    upper: int | None


BANDS = (
    Band("below_5000", 0, 5_000),
    Band("5000_to_9999", 5_000, 10_000),
    Band("10000_to_49999", 10_000, 50_000),
    Band("50000_and_more", 50_000, None),
)
BY_CODE = {band.code: band for band in BANDS}


def band_of(funding_usd: int) -> str:
    """The code of the band to which this funding belongs."""
    return next(band.code for band in reversed(BANDS) if funding_usd >= band.lower)
