import pytest

from survey.comparison.filters import fits, selection
from survey.comparison.records import Filters

CHOICES = {
    "region": ["Africa", "Asia"],
    "service_area": ["research"],
    "mission": ["Manila", "San José"],
    "report_kind": ["final", "progress"],
    "funding_band": ["below_5000", "5000_to_9999"],
    "completion": ["completed", "suspended"],
}


def test_nothing_chosen():
    found = selection({"page": "2"}, CHOICES)
    assert (found.filters, found.chosen, found.unknown, found.in_words) == (Filters(), {}, [], [])


def test_chosen_filters_in_words():
    found = selection({"region": " Asia ", "report_kind": "final"}, CHOICES)
    assert found.chosen == {"region": "Asia", "report_kind": "final"}
    assert [(str(label), str(value)) for label, value in found.in_words] == [
        ("Region", "Asia"), ("Kind of report", "Final report"),
    ]  # fmt: skip
    assert [(option.value, option.is_chosen) for option in found.options("region")] == [
        ("Africa", False), ("Asia", True),
    ]  # fmt: skip


def test_unknown_value_is_refused_with_a_sentence():
    found = selection({"mission": "Atlantis", "region": "Asia", "report_kind": "\x00"}, CHOICES)
    assert found.unknown == ["mission", "report_kind"]
    assert [str(refusal) for refusal in found.refusals] == [
        "This round has no mission of this name.",
        "There is no such kind of report.",
    ]


def test_name_with_combining_accents_is_the_same_name():
    assert selection({"mission": "San Jose\u0301"}, CHOICES).unknown == []


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), True),
        (Filters(region="Asia", service_area="research", mission="Manila", report_kind="final"), True),
        (Filters(region="Africa"), False),
        (Filters(service_area="search"), False),
        (Filters(mission="San José"), False),
        (Filters(report_kind="progress"), False),
        (Filters(funding_band="5000_to_9999", completion="completed"), True),
        (Filters(funding_band="below_5000"), False),
        (Filters(completion="delayed"), False),
    ],
)
def test_fits(filters, expected):
    areas = ["information campaigns", "research"]
    project = {
        "region": "Asia",
        "service_areas": areas,
        "mission": "Manila",
        "report_kind": "final",
        "funding_usd": 5_000,
        "completion": "completed",
    }
    assert fits(filters, **project) is expected


def test_bands_and_completions_are_said_in_words():
    found = selection({"funding_band": "below_5000", "completion": "completed"}, CHOICES)
    assert [(str(label), str(value)) for label, value in found.in_words] == [
        ("Funding", "Below USD 5,000"), ("Completion, as reported", "Completed"),
    ]  # fmt: skip
    # a state that the questionnaire has gained has no words here
    assert [str(option.words) for option in found.options("completion")] == ["Completed", "suspended"]
