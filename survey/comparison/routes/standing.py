"""Where a round stands: the summary of each of its parts, for pages that show a round, or two of them, as a whole."""

from dataclasses import dataclass

from survey.comparison.counted import summed
from survey.comparison.filters import Selection
from survey.comparison.queries import records
from survey.comparison.queries.selected import counted
from survey.comparison.summary import PartSummary
from survey.questionnaire.structure import Questionnaire
from survey.rounds.models import Round
from survey.web.database import session


@dataclass(frozen=True)
class Standing:
    """A round within filters: how many reports are due, and the summary of each part that any of its versions asks.

    `none_received` says whether there is nothing to count yet, `fictitious` whether any report due is invented.
    """

    round: Round
    due: int
    none_received: bool
    versions: list[Questionnaire]
    summaries: dict[str, PartSummary]
    fictitious: bool


def standing_of(round: Round, chosen: Selection) -> Standing:
    versions = records.round_versions(session(), round)
    figures = counted(session(), round.id, chosen)
    return Standing(
        round=round,
        due=figures.due,
        none_received=figures.none_received,
        versions=list(versions.values()),
        summaries=summed(figures, versions),
        fictitious=figures.fictitious,
    )
