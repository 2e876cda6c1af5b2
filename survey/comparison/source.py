"""Where a text comes from: what stands beside every answer and quote of the reading pages and in their files."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """The project, its round and the part that was answered; `report_kind` is the asked project's."""

    project_code: str
    project: str
    mission: str
    country: str
    region: str
    report_kind: str
    round_code: str
    question_code: str
    part_code: str
