"""What is printed, as plain data for the typesetter: texts stay data there and are never read as markup."""

from collections.abc import Mapping
from datetime import date, datetime

from survey.answering.records import ReportHead, SavedAnswer
from survey.answering.review import ReadPart, reviewed
from survey.answering.states import RECEIVED, STATE_NAMES
from survey.answering.statuses import ANSWERED, STATUS_NAMES
from survey.paper.boxes import DECLINE, UNRECORDED
from survey.paper.layout import FICTITIOUS, PaperPart, facts, laid_out, title_of
from survey.paper.voice import Voice
from survey.questionnaire.kinds.tables import NOT_RECORDED, cells_of
from survey.questionnaire.structure import Part, Questionnaire
from survey.web.wording import sentence

RIGHT_TO_LEFT = {"ar", "he", "fa", "ur"}
FONTLESS = sentence(
    "Some characters have no font on the computer that made this file; empty boxes stand for them. The program "
    "shows them."
)
HIDDEN = sentence("Kept, but not part of the report, because another answer hides this part:")
DRAFT_NOTE = sentence("Draft of %(time)s. Not signed and not submitted.")
SIGNED = sentence("Signed by %(name)s, %(function)s, on %(time)s.")
CHECKSUM = sentence("Checksum of what was signed (SHA-256): %(checksum)s")


def blank(questionnaire: Questionnaire, head: ReportHead, voice: Voice) -> dict:
    """The empty questionnaire of a report: boxes to tick and lines to write on."""
    answers = {part.code: SavedAnswer(part.code) for part in questionnaire.parts}
    return _frame(head, voice) | {
        "title": questionnaire.title.to(voice.language),
        "facts": f"{head.project_title} · {facts(head, voice)}",
        "fictitious": None,
        "notes": [
            voice.say(
                sentence(
                    "For reading, planning and writing by hand. Copy the answers into the program afterwards: "
                    "only what is saved there is part of the report."
                )
            )
        ],
        "sections": [
            {
                "title": section.title,
                "questions": [
                    {
                        "title": asked.title,
                        "text": asked.text,
                        "parts": [_empty_part(part, voice) for part in asked.parts],
                    }
                    for asked in section.questions
                ],
            }
            for section in laid_out(questionnaire, answers, voice)
        ],
    }


def _empty_part(paper: PaperPart, voice: Voice) -> dict:
    part = paper.part
    return {
        "kind": part.kind,
        "label": paper.label,
        "notes": paper.notes,
        "options": [option.label.to(voice.language) for option in part.options],
        "table": _table(part, {}, voice) if part.kind == "table" else None,
        "unit": part.unit,
        "unrecorded": voice.say(UNRECORDED) if part.kind == "table" else "",
        "declined": voice.say(DECLINE),
        "date": [voice.say(word) for word in (sentence("Day"), sentence("Month"), sentence("Year"))],
    }


def report(
    questionnaire: Questionnaire,
    head: ReportHead,
    answers: Mapping[str, SavedAnswer],
    checksum: str,
    voice: Voice,
    now: datetime,
) -> dict:
    """All answers of a report with their statuses, who signed it, and the checksum of what was signed."""
    return _frame(head, voice) | {
        "title": head.project_title,
        "notes": _report_notes(head, checksum, voice, now),
        "sections": [
            {
                "title": section.section.title.to(voice.language),
                "questions": [
                    {
                        "title": title_of(read.question, voice.language),
                        "text": read.question.text.to(voice.language),
                        "parts": [_read_part(part, voice) for part in read.parts],
                    }
                    for read in section.questions
                ],
            }
            for section in reviewed(questionnaire, answers)
        ],
    }


def _report_notes(head: ReportHead, checksum: str, voice: Voice, now: datetime) -> list[str]:
    state = voice.say(STATE_NAMES[head.shown_state])
    if head.state not in RECEIVED or head.submitted_at is None:
        return [state, voice.say(sentence(DRAFT_NOTE.text, time=voice.moment(now)))]
    signed = {"name": head.signed_name, "function": head.signed_function}
    notes = [state, voice.say(sentence(SIGNED.text, time=voice.moment(head.submitted_at), **signed))]
    if checksum:
        notes.append(voice.say(sentence(CHECKSUM.text, checksum=checksum)))
    return notes


def _read_part(read: ReadPart, voice: Voice) -> dict:
    """A part with its status in words and, where there is one, its answer as a text or as a table."""
    part, value = read.part, read.value
    given = read.status == ANSWERED or read.kept_hidden
    is_table = given and part.kind == "table" and value != NOT_RECORDED
    text = ""
    if given and not is_table:
        text = (
            voice.say(UNRECORDED) if value == NOT_RECORDED else read.kind.shown(part, value, voice.language)
        )
        text = voice.day(date.fromisoformat(text)) if part.kind == "date" else text
    status = voice.say(HIDDEN if read.kept_hidden else STATUS_NAMES[read.status])
    return {
        "label": read.label.to(voice.language),
        "status": "" if read.status == ANSWERED else status,
        "text": text,
        "table": _table(part, cells_of(value), voice) if is_table else None,
    }


def _table(part: Part, cells: Mapping, voice: Voice) -> dict:
    """The table as on the question's page: the questionnaire's rows stand side by side."""
    return {
        "head": [row.label.to(voice.language) for row in part.rows],
        "lines": [
            {
                "label": column.label.to(voice.language),
                "counts": [
                    voice.figure(cells[row.code, column.code]) if (row.code, column.code) in cells else "–"
                    for row in part.rows
                ],
            }
            for column in part.columns
        ],
    }


def _frame(head: ReportHead, voice: Voice) -> dict:
    page = sentence("Page %(page)s of %(pages)s", page="{page}", pages="{pages}")
    return {
        "lang": voice.language,
        "dir": "rtl" if voice.language in RIGHT_TO_LEFT else "ltr",
        "service": voice.say(sentence("Gender Mainstreaming Survey")),
        "project": head.project_title,
        "facts": facts(head, voice),
        "fictitious": [voice.say(sentence("Fictitious")), voice.say(FICTITIOUS)] if head.fictitious else None,
        "page": voice.say(page),
        "fontless": voice.say(FONTLESS),
    }
