"""What the tests of papers share: a voice, a report's head, forms with given answers."""

from datetime import UTC, datetime

from survey.answering.records import ReportHead
from survey.paper.boxes import all_boxes
from survey.paper.filled import read_file
from survey.paper.form_words import HOW_IN_WORD, opening
from survey.paper.layout import laid_out
from survey.paper.stamps import Stamp, stamped
from survey.paper.voice import Voice
from survey.paper.word_form import word_form
from survey.paper.workbook import workbook
from tests.answering.examples import NEWEST, saved
from tests.support.factories import OPENED

NOW = datetime(2001, 11, 5, 12, 0, tzinfo=UTC)
KEY = "a key of the tests"
ENGLISH = Voice("en", str, lambda day: day.isoformat(), lambda at: at.isoformat(" ", "minutes"), str)
CODES = [part.code for part in NEWEST.parts]
BOXES = all_boxes(NEWEST.parts)
MAKERS = {"docx": word_form, "xlsx": workbook}
#: texts that markup, a spreadsheet, XML or a typesetter could take for something of their own
NAUGHTY = (
    '#import "x": *',
    "$x^2$ *bold* _under_ `raw` @cite <label> // no comment",
    "\\u{41} \\ #let",
    "=1+1",
    "+49 30",
    "@SUM(A1)",
    "'quoted",
    "<w:t>&amp;</w:t> & <b>",
    "_x0041_ _x005F_",
    "line one\nline two\n\nline four",
    "a\ttab",
    "é e\u0301 ﬁ",
    "שלום and مرحبا",
    "\u202eright to left\u202c",
    "漢字 😀",
    "  “quotes” — dashes…",
    "{{ 7 * 7 }} {% raw %}",
    "]]> <!-- -->",
)


def head(**changes):
    fields = {
        "id": 8,
        "public_id": "0123456789abcdef",
        "state": "draft",
        "fictitious": True,
        "version_id": 2,
        "version_number": 2,
        "saved_at": NOW,
        "submitted_at": None,
        "signed_name": "",
        "signed_function": "",
        "report_kind": "final",
        "project_code": "2001-08",
        "project_title": "A film",
        "mission": "San José",
        "round_code": "2001",
        "round_title": "2001",
        "closes_at": None,
        "time_zone": "UTC",
        "opens_at": OPENED,
        "extension_reason": None,
    }
    return ReportHead(**fields | changes)


def made(format, answers=None, voice=ENGLISH):
    """A form of the newest version with these answers by part code."""
    answers = answers or saved()
    versions = tuple(answers[code].version for code in CODES)
    mark = stamped(Stamp(head().public_id, 2, voice.language, versions), KEY)
    begin = opening(NEWEST, head(), mark, HOW_IN_WORD, voice)
    return MAKERS[format](laid_out(NEWEST, answers, voice), begin, voice, NOW)


def read(data, filename="form"):
    return read_file(data, filename, BOXES)
