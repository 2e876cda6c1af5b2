"""What a file would bring into the questionnaire, in the words of our data file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from survey.questionnaire.exchange.findings import Finding


@dataclass
class Content:
    """Sections and lists as the data file has them, and what the file cannot bring.

    `whole` is a data file of our own, which says everything. What another file does not say stays as it is: a text
    without English, a missing short label or polarity is completed only when nothing was there before.
    """

    sections: list[dict]
    lists: list[dict]
    findings: list[Finding] = field(default_factory=list)
    whole: Mapping | None = None

    @property
    def questions(self) -> Iterator[dict]:
        return (question for section in self.sections for question in section["questions"])
