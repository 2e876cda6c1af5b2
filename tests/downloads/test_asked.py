from collections.abc import Mapping

import pytest

from survey.comparison.filters import LABELS, selection
from survey.comparison.records import UNFILTERED
from survey.downloads.asked import refusals
from survey.downloads.order import EDITIONS, Order

CHOICES = dict.fromkeys(LABELS, ()) | {"region": ("Africa", "Asia")}


class Noting(Mapping):
    """The arguments of an address, with the names that were asked for."""

    def __init__(self):
        self.asked = set()

    def __getitem__(self, name):
        self.asked.add(name)
        raise KeyError(name)

    def __iter__(self):
        return iter(())

    def __len__(self):
        return 0


def said(**arguments):
    values = {name: value if isinstance(value, list) else [value] for name, value in arguments.items()}
    chosen = selection({name: own[0] for name, own in values.items()}, CHOICES)
    return [str(sentence) for sentence in refusals(values, chosen)]


def test_every_argument_that_an_order_reads_has_its_values():
    arguments = Noting()
    Order.read(UNFILTERED, arguments, person="somebody")
    assert arguments.asked == set(EDITIONS)


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"region": "Asia", "bom": "no", "counts": "suppressed"},
        {"region": "", "bom": "", "counts": ""},
        {"bom": "yes"},
    ],
)
def test_what_a_page_of_downloads_sends_is_right(arguments):
    assert said(**arguments) == []


def test_each_fault_is_said():
    assert said(regoin="Africa", region=["Asia", "Africa"], counts="none", mission="Atlantis") == [
        "The address has an argument that files do not know; they know region, service_area, mission, report_kind, "
        "funding_band, completion, bom, hxl, counts.",
        "The address says region twice.",
        "For counts the address can say suppressed, or leave it out.",
        "This round has no mission of this name.",
    ]
