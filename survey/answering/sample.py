"""The invented answers that ship as an example."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from survey.answering.saving import Change
from survey.answering.statuses import ANSWERED, DECLINED
from survey.questionnaire.kinds.registry import kind_of
from survey.questionnaire.kinds.tables import stored as stored_table
from survey.questionnaire.structure import Questionnaire

FILE = Path(__file__).parent / "sample-2001.toml"


@dataclass(frozen=True)
class SampleReport:
    """An invented report: its project's number, the version that it answers, and how far it has come."""

    project: int
    version: int
    state: str
    language: str
    submitted: datetime | None
    signed_name: str
    signed_function: str
    answers: dict
    declined: tuple[str, ...]

    def changes(self, questionnaire: Questionnaire) -> list[Change]:
        """The answers as somebody would have saved them. Raises BadInput where the file does not fit."""
        given = {code: stored(questionnaire.part[code], value) for code, value in self.answers.items()}
        saved = [Change(code, value, ANSWERED, 0) for code, value in given.items()]
        return saved + [Change(code, "", DECLINED, 0) for code in self.declined]


def read_sample(path: Path = FILE) -> list[SampleReport]:
    """The reports of the file in their order."""
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["reports"]
    return [
        SampleReport(
            project=entry["project"],
            version=entry["version"],
            state=entry["state"],
            language=entry["language"],
            submitted=entry.get("submitted"),
            signed_name=entry.get("signed_name", ""),
            signed_function=entry.get("signed_function", ""),
            answers=entry.get("answers", {}),
            declined=tuple(entry.get("declined", ())),
        )
        for entry in entries
    ]


def stored(part, value) -> str:
    """The stored form of a value from the file: lists, dates and tables become text."""
    if isinstance(value, list):
        text = ";".join(option.code for option in part.options if option.code in value)
    elif isinstance(value, dict):
        text = stored_table(
            part, {(row, c): count for row, counts in value.items() for c, count in counts.items()}
        )
    elif isinstance(value, date):
        text = value.isoformat()
    else:
        text = str(value).strip()
    kind_of(part).check(part, text)
    return text
