"""What each column of each file means, in one place: for the page, the data package and the codebook."""

from collections.abc import Mapping
from dataclasses import dataclass

from survey.answering.statuses import (
    ANSWERED,
    DECLINED,
    NO_ANSWER,
    NOT_ASKED,
    NOT_REACHED,
    NOT_SHOWN,
    STATUS_NAMES,
)
from survey.comparison.names import REPORT_KINDS
from survey.web.wording import Sentence, sentence

#: types of Table Schema, as people say them
TYPE_NAMES: dict[str, Sentence] = {
    "string": sentence("text"),
    "integer": sentence("whole number"),
    "number": sentence("number"),
    "boolean": sentence("yes or no"),
    "date": sentence("date"),
    "datetime": sentence("time in UTC"),
}
STATUS_MEANINGS: dict[str, Sentence] = {
    ANSWERED: sentence("a value was given; “too early” and “don’t know” are answers"),
    NO_ANSWER: sentence("asked, and submitted blank"),
    DECLINED: sentence("asked; the mission preferred not to answer"),
    NOT_SHOWN: sentence("asked, but its condition did not hold"),
    NOT_ASKED: sentence("not in the version of the questionnaire that this report answered"),
    NOT_REACHED: sentence("asked, and the report is not received yet"),
}
STATUS_CATEGORIES = tuple((code, str(name)) for code, name in STATUS_NAMES.items())
KIND_CATEGORIES = tuple((code, str(name)) for code, name in REPORT_KINDS.items())


@dataclass(frozen=True)
class Column:
    """A column of a file: its type in the words of Table Schema, what it means, and its HXL tag, empty for none.

    `categories` are all values that it can have, each with its English label. `title` is empty where the name says it;
    `form` says how a value is written where the type does not.
    """

    name: str
    about: Sentence | Mapping[str, str]
    type: str = "string"
    tag: str = ""
    categories: tuple[tuple[str, str], ...] = ()
    title: str = ""
    required: bool = False
    form: Sentence | None = None
    least: int | None = None


ROUND = Column("round", sentence("The round’s code."), tag="#meta+id", required=True)
PROJECT_CODE = Column(
    "project_code",
    sentence("The project’s code, for ever the same; the key of a report within its round."),
    tag="#activity+project+code",
    required=True,
)
PROJECT = Column("project", sentence("The project’s title."), tag="#activity+project+name")
MISSION = Column(
    "mission", sentence("The mission that runs the project and reports on it."), tag="#org+prog+name"
)
COUNTRY = Column(
    "country", sentence("The mission’s country, in the three letters of ISO 3166."), tag="#country+code"
)
REGION = Column("region", sentence("The mission’s region."), tag="#region+name")
AREAS = Column(
    "service_areas", sentence("The project’s service areas, separated by semicolons."), tag="#sector+name"
)
FUNDING = Column(
    "funding_usd",
    sentence("What the project received, in whole United States dollars."),
    "integer",
    "#value+funding",
    title="Funding in USD",
    required=True,
    least=0,
)
REPORT_KIND = Column(
    "report_kind",
    sentence("A completed project files a final report, any other a progress report."),
    categories=KIND_CATEGORIES,
    required=True,
)
QUESTION_CODE = Column(
    "question_code", sentence("The question’s code."), tag="#indicator+code", required=True
)
PART_CODE = Column(
    "part_code",
    sentence("The code of the part, which is one answer box of a question; it never changes."),
    tag="#indicator+part+code",
    required=True,
)
STATUS = Column(
    "status",
    sentence("Why there is a value or none."),
    tag="#meta+missing+code",
    categories=STATUS_CATEGORIES,
    required=True,
)
SUBMITTED_AT = Column(
    "submitted_at",
    sentence("When the report was signed; empty where it is not received."),
    "datetime",
    "#date+reported",
)
FICTITIOUS = Column(
    "fictitious", sentence("Whether the report was invented as an example."), "boolean", required=True
)
PLACE = (ROUND, PROJECT_CODE, PROJECT, MISSION, COUNTRY, REGION, AREAS, FUNDING, REPORT_KIND)

LONG = (
    *PLACE,
    QUESTION_CODE,
    PART_CODE,
    Column(
        "question_version",
        sentence(
            "The version of the questionnaire in which the part was asked; empty where it was not asked."
        ),
        "integer",
        "#meta+version",
        least=1,
    ),
    Column(
        "value",
        sentence("The answer as a code, a number or a text; empty unless it was answered."),
        tag="#indicator+verdict+code",
    ),
    Column(
        "value_text",
        sentence("The same in English words; texts as they were written."),
        tag="#indicator+text",
    ),
    STATUS,
    Column("language", sentence("The language of the page on which it was answered.")),
    SUBMITTED_AT,
    Column("answered_at", sentence("When this answer was last saved."), "datetime"),
    FICTITIOUS,
)
WIDE = (
    *PLACE,
    Column(
        "question_version",
        sentence("The version of the questionnaire that the report answers."),
        "integer",
        "#meta+version",
        required=True,
        least=1,
    ),
    SUBMITTED_AT,
    FICTITIOUS,
)
SUMMARY = (
    QUESTION_CODE,
    PART_CODE,
    Column("option", sentence("The code of the option."), tag="#indicator+verdict+code", required=True),
    Column("label", sentence("The option in English words."), tag="#indicator+text"),
    *(
        Column(name, about, "integer", "#indicator+num", required=True, least=0)
        for name, about in (
            ("k", sentence("How many reports gave this option.")),
            ("n_valid", sentence("How many gave a valid answer: for a verdict yes, partly or no.")),
            ("n_answered", sentence("How many answered the part: asked without no answer and declined.")),
            ("n_asked", sentence("How many were asked: received without not asked and not shown.")),
            ("n_received", sentence("How many reports are received.")),
            ("n_due", sentence("How many reports are expected in the round.")),
        )
    ),
    Column(
        "lower_bound",
        sentence("The smallest share of the reports due that can turn out to have this option: k of n_due."),
        "number",
        "#indicator+num",
    ),
    Column(
        "upper_bound",
        sentence("The largest share: as if all that are missing or undecided would give this option."),
        "number",
        "#indicator+num",
    ),
    Column(
        "percent",
        sentence("k in per cent of the valid answers; empty below 20 of them."),
        "number",
        "#indicator+num",
    ),
    FICTITIOUS,
)
