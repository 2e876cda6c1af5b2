"""Plain functions that make records of reports and answers, on the questionnaire as it ships."""

from collections import Counter
from datetime import UTC, datetime

from survey.comparison.records import AnswerRecord, ReportRecord
from survey.questionnaire.instrument import read_file
from survey.questionnaire.kinds.registry import kind_of
from survey.questionnaire.structure import questionnaire
from tests.comparison.counting import Tally

#: the two versions that ship, under ids of their own
VERSIONS = {number: questionnaire(read_file(), number) for number in (1, 2)}
SUCCESS, DATA, CONSTRAINTS = "Q7_SUCCESS.success", "Q8_DATA.indicators", "Q3_ENCOURAGE.constraint_kinds"
ACCESS, LESSONS = "Q10_ACCESS.equal", "Q4_LESSONS.lessons"
NOON = datetime(2001, 10, 12, 12, 0, tzinfo=UTC)


def report(id=1, state="submitted", *, version=2, **fields):
    """A report that is due; submitted unless said otherwise."""
    defaults = {
        "public_id": f"report-{id}",
        "fictitious": False,
        "version_number": version,
        "saved_at": NOON,
        "submitted_at": NOON if state == "submitted" else None,
        "report_kind": "final",
        "number": id,
        "project_code": f"2001-{id:02}",
        "project": f"Project {id}",
        "mission": f"Mission {id}",
        "country": "TCD",
        "region": "Africa",
        "funding_usd": 1_000,
        "service_areas": ("research",),
        "round_code": "2001",
    }
    return ReportRecord(id=id, state=state, version_id=version, **(defaults | fields))


def answer(report_id, part_code, value="", status="answered", language="en"):
    return AnswerRecord(report_id, part_code, 2, status, value, language, NOON)


def tallies_of(answers, reports, versions=VERSIONS):
    """What the database would count: one tally for each part, status, value and version."""
    holders = [one for report in reports for one in report.with_supplements]
    version = {one.id: one.version_id for one in holders if one.received}
    kinds = {part.code: kind_of(part) for asked in versions.values() for part in asked.parts}
    counted = Counter(
        (a.part_code, a.status, a.value if kinds[a.part_code].coded else "", version[a.report_id])
        for a in answers
        if a.report_id in version
    )
    return [Tally(part, status, value, n, at) for (part, status, value, at), n in counted.items()]
