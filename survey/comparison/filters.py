"""What a page is cut down to: read from its address, checked against the round, said in words."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from survey.comparison.names import COMPLETIONS, FUNDING_BANDS, REPORT_KINDS
from survey.comparison.records import Filters
from survey.missions.funding import band_of
from survey.web.wording import Sentence, sentence

LABELS: dict[str, Sentence] = {
    "region": sentence("Region"),
    "service_area": sentence("Service area"),
    "mission": sentence("Mission"),
    "report_kind": sentence("Kind of report"),
    "funding_band": sentence("Funding"),
    "completion": sentence("Completion, as reported"),
}
UNKNOWN = {
    "region": sentence("This round has no region of this name."),
    "service_area": sentence("This round has no service area of this name."),
    "mission": sentence("This round has no mission of this name."),
    "report_kind": sentence("There is no such kind of report."),
    "funding_band": sentence("There is no such band of funding."),
    "completion": sentence("No received report of this round says this of its project."),
}
# values that have words of their own; the others are names
WORDS = {"report_kind": REPORT_KINDS, "funding_band": FUNDING_BANDS, "completion": COMPLETIONS}


@dataclass(frozen=True)
class Option:
    """A value that a filter can be set to, and its words."""

    value: str
    words: Sentence | str
    is_chosen: bool


@dataclass(frozen=True)
class Selection:
    """The filters of a page together with all values that they could have."""

    filters: Filters
    choices: Mapping[str, Sequence[str]]

    @property
    def chosen(self) -> dict[str, str]:
        return self.filters.chosen

    @property
    def unknown(self) -> list[str]:
        """The names of filters whose value does not occur in the round; then no report fits."""
        return [name for name, value in self.chosen.items() if value not in self.choices[name]]

    @property
    def in_words(self) -> list[tuple[Sentence, Sentence | str]]:
        """Each filter that is set, as its label and its value."""
        return [(LABELS[name], _words(name, value)) for name, value in self.chosen.items()]

    @property
    def refusals(self) -> list[Sentence]:
        return [UNKNOWN[name] for name in self.unknown]

    def options(self, name: str) -> list[Option]:
        now = getattr(self.filters, name)
        return [Option(value, _words(name, value), value == now) for value in self.choices[name]]


def selection(arguments: Mapping[str, str], choices: Mapping[str, Sequence[str]]) -> Selection:
    """The filters that an address asks for."""
    given = {name: unicodedata.normalize("NFC", arguments.get(name, "")).strip() for name in LABELS}
    return Selection(Filters(**given), choices)


def fits(
    filters: Filters,
    *,
    region: str,
    service_areas: Sequence[str],
    mission: str,
    report_kind: str,
    funding_usd: int,
    completion: str,
) -> bool:
    """Whether a project belongs to what these filters leave; `completion` is as its received report says."""
    wanted = filters.service_area
    return (
        filters.region in ("", region)
        and (not wanted or wanted in service_areas)
        and filters.mission in ("", mission)
        and filters.report_kind in ("", report_kind)
        and filters.funding_band in ("", band_of(funding_usd))
        and filters.completion in ("", completion)
    )


def _words(name: str, value: str) -> Sentence | str:
    return WORDS.get(name, {}).get(value, value)
