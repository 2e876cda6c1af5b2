"""What was signed, as one text that is the same for the same content."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from survey.answering.evidence import Attached
from survey.answering.records import ReportHead, SavedAnswer


def snapshot(
    report: ReportHead,
    answers: dict[str, SavedAnswer],
    *,
    name: str,
    function: str,
    at: datetime,
    evidence: Sequence[Attached] = (),
) -> str:
    """The signed report as JSON: who signed when, the questionnaire's version, and each part's status and value.

    Files and links are named, with size and checksum, where there are any; of a supplement, its report.
    """
    content: dict[str, object] = {
        "round": report.round_code,
        "project": report.project_code,
        "questionnaire_version": report.version_number,
        "signed": {"name": name, "function": function, "at": at.isoformat()},
        "answers": [
            {"part": code, "version": answer.version, "status": answer.status, "value": answer.value}
            for code, answer in answers.items()
        ],
    }
    if report.supplements:
        content["supplements"] = report.supplements
    if evidence:
        content["evidence"] = [attached.signed() for attached in evidence]
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def signed_answers(content: str, codes: Iterable[str]) -> dict[str, SavedAnswer]:
    """The answers to these parts as a snapshot holds them; a part that it lacks was never answered."""
    kept = {entry["part"]: entry for entry in json.loads(content)["answers"]}
    return {
        code: SavedAnswer(code, *(kept[code][name] for name in ("version", "status", "value")))
        if code in kept
        else SavedAnswer(code)
        for code in codes
    }
