"""What the columns of the files of persons mean: counts and equal_access."""

from collections.abc import Mapping

from survey.downloads.column_words import (
    FICTITIOUS,
    MISSION,
    PART_CODE,
    PROJECT,
    PROJECT_CODE,
    ROUND,
    STATUS,
    Column,
)
from survey.web.wording import Sentence, sentence

SUPPRESSED = Column(
    "suppressed",
    sentence("Whether a count was left out because it could point to a person."),
    "boolean",
    required=True,
)
COUNTS = (
    ROUND,
    PROJECT_CODE,
    PART_CODE,
    Column("row", sentence("The code of the table’s row."), required=True),
    Column("column", sentence("The code of the table’s column."), required=True),
    Column(
        "count",
        sentence("How many persons; 0 means nobody, and empty that it was not recorded or is suppressed."),
        "integer",
        "#indicator+num",
        least=0,
    ),
    SUPPRESSED,
    FICTITIOUS,
)


def _counts(row: str, words: Mapping[str, Sentence], tags: Mapping[str, str]) -> tuple[Column, ...]:
    return tuple(
        Column(f"{row}_{group}", about, "integer", tags[group], least=0) for group, about in words.items()
    )


_ESTIMATES = (
    (
        "index",
        sentence("Women’s share among those reached, divided by their share among those eligible."),
        sentence(
            "Lower limit of the index, 95 per cent interval: Wilson’s, divided by the share of the eligible."
        ),
        sentence(
            "Upper limit of the index, 95 per cent interval: Wilson’s, divided by the share of the eligible."
        ),
    ),
    (
        "ratio",
        sentence("The women’s rate divided by the men’s."),
        sentence("Lower limit of the ratio, 95 per cent log interval."),
        sentence("Upper limit of the ratio, 95 per cent log interval."),
    ),
    (
        "difference",
        sentence("The women’s rate less the men’s, as a share and not in points."),
        sentence("Lower limit of the difference, 95 per cent, Newcombe’s method."),
        sentence("Upper limit of the difference, 95 per cent, Newcombe’s method."),
    ),
)
ACCESS = (
    ROUND,
    PROJECT_CODE,
    PROJECT,
    MISSION,
    *_counts(
        "eligible",
        {
            "women": sentence("Women who were eligible."),
            "men": sentence("Men who were eligible."),
            "girls": sentence("Girls who were eligible."),
            "boys": sentence("Boys who were eligible."),
        },
        {
            "women": "#population+eligible+f",
            "men": "#population+eligible+m",
            "girls": "#population+eligible+f+children",
            "boys": "#population+eligible+m+children",
        },
    ),
    *_counts(
        "reached",
        {
            "women": sentence("Women who were reached."),
            "men": sentence("Men who were reached."),
            "girls": sentence("Girls who were reached."),
            "boys": sentence("Boys who were reached."),
        },
        {
            "women": "#reached+f+adults+ind",
            "men": "#reached+m+adults+ind",
            "girls": "#reached+f+children+ind",
            "boys": "#reached+m+children+ind",
        },
    ),
    Column(
        "rate_women", sentence("Women reached, as a share of the women eligible."), "number", "#indicator+num"
    ),
    Column("rate_men", sentence("Men reached, as a share of the men eligible."), "number", "#indicator+num"),
    *(
        Column(name, about, "number", "#indicator+num")
        for name, *words in _ESTIMATES
        for name, about in zip((name, f"{name}_lower", f"{name}_upper"), words, strict=True)
    ),
    Column(
        "fisher_p",
        sentence("The p-value of Fisher’s exact test, only where an expected count is below 5."),
        "number",
        "#indicator+num",
    ),
    Column(
        "reading",
        sentence("What the interval of the index says in words, or why nothing was computed."),
        tag="#indicator+text",
    ),
    Column(
        "verdict",
        sentence("What the mission itself says on equal access, as a code; empty unless answered."),
        tag="#indicator+verdict+code",
    ),
    Column(
        "agreement",
        sentence("Whether verdict and counts agree; empty where they were not compared."),
        categories=(("agrees", "agrees"), ("disagrees", "disagrees")),
    ),
    SUPPRESSED,
    STATUS,
    FICTITIOUS,
)
