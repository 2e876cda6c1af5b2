"""The columns of each file, in the order of its header: type, meaning, HXL tag and all values that there can be."""

from collections.abc import Callable, Sequence

from survey.comparison.names import COMPLETIONS
from survey.downloads.column_words import (
    AREAS,
    COUNTRY,
    FICTITIOUS,
    FUNDING,
    LONG,
    MISSION,
    PROJECT,
    REGION,
    REPORT_KIND,
    STATUS_CATEGORIES,
    SUMMARY,
    WIDE,
    Column,
)
from survey.downloads.content import Content
from survey.downloads.person_columns import ACCESS, COUNTS
from survey.downloads.question_file import languages
from survey.questionnaire.kinds.registry import KINDS
from survey.questionnaire.structure import SOURCE_LANGUAGE, Part
from survey.web.wording import Sentence, sentence

VERDICT_TAG, NUMBER_TAG, TEXT_TAG = "#indicator+verdict+code", "#indicator+num", "#indicator+text"
#: type and tag of what a part of this kind says; all others are texts
PART_TYPES = {
    "number": ("number", NUMBER_TAG),
    "date": ("date", TEXT_TAG),
    "verdict": ("string", VERDICT_TAG),
}
KIND_NAMES = tuple((kind, kind) for kind in KINDS)
#: how the value of such a part is written
FORMS: dict[str, Sentence] = {
    "many_choices": sentence("Codes, separated by semicolons."),
    "table": sentence("A table of counts as JSON, row by row; or not_recorded."),
}

PROJECTS = (
    Column(
        "number",
        sentence("The project’s number in the list of Annex I."),
        "integer",
        "#meta+id",
        required=True,
    ),
    Column("title", PROJECT.about, tag=PROJECT.tag),
    MISSION,
    COUNTRY,
    REGION,
    AREAS,
    Column("target_group", sentence("Whom the project is for, in words; never a count."), tag="#beneficiary"),
    Column(
        "status",
        sentence("How far the project is, as the institution’s own report says."),
        tag="#status+code",
        categories=tuple((code, str(name)) for code, name in COMPLETIONS.items()),
    ),
    REPORT_KIND,
    Column("constraint_kinds", sentence("What held the project up, as codes separated by semicolons.")),
    Column("reason_not_completed", sentence("Why the project is not completed, in words.")),
    Column("results", sentence("What came of the project, in words.")),
    FUNDING,
)


def columns_of(name: str, content: Content) -> Sequence[Column]:
    """The columns of the file of this name, as many as its header has."""
    return COLUMNS[name](content)


def _long(content: Content) -> Sequence[Column]:
    return LONG


def _wide(content: Content) -> Sequence[Column]:
    return (*WIDE, *(column for part in content.parts for column in (part_column(part), status_column(part))))


def _matrix(content: Content) -> Sequence[Column]:
    verdicts = (part for part in content.parts if part.kind == "verdict")
    return (MISSION, PROJECT, *map(_verdict_column, verdicts), FICTITIOUS)


def _summary(content: Content) -> Sequence[Column]:
    return SUMMARY


def _counts(content: Content) -> Sequence[Column]:
    return COUNTS


def _access(content: Content) -> Sequence[Column]:
    return ACCESS


def _projects(content: Content) -> Sequence[Column]:
    return PROJECTS


def _questions(content: Content) -> Sequence[Column]:
    spoken = languages(content)
    return (
        Column("code", sentence("The code of the part."), tag="#indicator+part+code", required=True),
        Column(
            "version",
            sentence("The version of the questionnaire."),
            "integer",
            "#meta+version",
            required=True,
            least=1,
        ),
        *(
            Column(
                f"text_{language}",
                sentence("The question to the letter, in the language “%(code)s”.", code=language),
                tag=f"{TEXT_TAG}+i_{language}",
            )
            for language in spoken
        ),
        *(
            Column(
                f"label_{language}",
                sentence("The label of the part, in the language “%(code)s”.", code=language),
            )
            for language in spoken
        ),
        Column("kind", sentence("How the part is answered."), categories=KIND_NAMES, required=True),
        Column(
            "options",
            sentence(
                "What can be chosen, each code with its English label; of a table its rows and columns."
            ),
        ),
        Column("condition", sentence("When the part is shown; empty for always.")),
        Column("aims", sentence("The aims that the part speaks to, as codes separated by semicolons.")),
        Column(
            "polarity",
            sentence("Of a verdict: whether a yes is welcome (good), a difficulty (adverse) or neither."),
        ),
        Column(
            "added_in",
            sentence("The first version that had the part."),
            "integer",
            required=True,
            least=1,
        ),
        Column(
            "change_declared_as",
            sentence("What its author says about a change since the version before."),
        ),
    )


COLUMNS: dict[str, Callable[[Content], Sequence[Column]]] = {
    "answers_long": _long,
    "answers_wide": _wide,
    "matrix": _matrix,
    "summary": _summary,
    "counts": _counts,
    "equal_access": _access,
    "projects": _projects,
    "questions": _questions,
}


def part_column(part: Part) -> Column:
    """What a report says to a part, in a line of its own; empty unless it was answered."""
    type, tag = PART_TYPES.get(part.kind, ("string", TEXT_TAG))
    one_code = bool(part.options) and part.kind != "many_choices"
    return Column(
        part.code,
        part.label,
        type,
        tag,
        categories=_options(part) if one_code else (),
        title=str(part.short or part.label),
        form=FORMS.get(part.kind),
    )


def status_column(part: Part) -> Column:
    return Column(
        f"{part.code}_status",
        sentence("Why %(code)s has a value or none.", code=part.code),
        tag="#meta+missing+code",
        categories=STATUS_CATEGORIES,
        title=f"{part.short or part.label}: status",
        required=True,
    )


def _verdict_column(part: Part) -> Column:
    bracketed = tuple((f"[{code}]", words) for code, words in STATUS_CATEGORIES if code != "answered")
    return Column(
        part.code,
        part.label,
        tag=VERDICT_TAG,
        categories=(*_options(part), *bracketed),
        title=str(part.short or part.label),
        required=True,
    )


def _options(part: Part) -> tuple[tuple[str, str], ...]:
    return tuple((option.code, option.label.to(SOURCE_LANGUAGE)) for option in part.options)
