"""The outline of a draft: its sections, questions and parts, with what is new, retired, not translated or wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from survey.questionnaire.editing.places import PART, QUESTION, SECTION
from survey.questionnaire.editing.published import Published
from survey.questionnaire.findings import Finding
from survey.questionnaire.structure import Words, in_version


@dataclass(frozen=True)
class Line:
    """A section, a question or a part. `place` counts its siblings from 1, `last` is the number of all of them."""

    kind: str
    code: str
    title: Words
    place: int
    last: int
    is_new: bool = False
    retired: bool = False
    missing: Sequence[str] = ()
    findings: Sequence[Finding] = ()
    part_kind: str = ""
    number: int | None = None
    conditional: bool = False
    lines: list["Line"] = field(default_factory=list)

    @property
    def own_code(self) -> str:
        return self.code.rpartition(".")[2]


def outline(
    document: Mapping,
    number: int,
    published: Published,
    *,
    missing: Mapping[str, Sequence[str]] | None = None,
    findings: Sequence[Finding] = (),
) -> list[Line]:
    """The sections with all that is in them. `missing` holds the languages that are missing, by code."""
    missing = missing or {}

    def line(kind: str, code: str, entry: Mapping, siblings: Sequence, **more) -> Line:
        return Line(
            kind,
            code,
            Words(entry.get("short" if kind == PART else "title", {})),
            place=[sibling is entry for sibling in siblings].index(True) + 1,
            last=len(siblings),
            is_new=not published.has(code),
            missing=missing.get(code, ()),
            findings=[finding for finding in findings if finding.place == code],
            **more,
        )

    def question_line(question: Mapping, section: Mapping) -> Line:
        gone = not in_version(question, number)
        parts = [
            line(
                PART,
                f"{question['code']}.{part['code']}",
                part,
                question["parts"],
                retired=gone or not in_version(part, number),
                part_kind=part["kind"],
                conditional=bool(part.get("when")),
            )
            for part in question["parts"]
        ]
        more = {"retired": gone, "number": question.get("number"), "lines": parts}
        return line(QUESTION, question["code"], question, section["questions"], **more)

    return [
        line(
            SECTION,
            section["code"],
            section,
            document["sections"],
            lines=[question_line(question, section) for question in section["questions"]],
        )
        for section in document["sections"]
    ]
