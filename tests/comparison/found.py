"""What tests of the search need: what it finds, and what somebody finds who reads all texts."""

from sqlalchemy import select

from survey.answering.models.texts import AnswerText
from survey.answering.texts import indexed, mission_mark, round_mark
from survey.comparison.queries.records import answer_records, due_reports, round_versions
from survey.comparison.queries.texts import found_texts, texts_found
from survey.comparison.records import UNFILTERED
from survey.comparison.searching import holds, search_for
from survey.comparison.states import Holders
from survey.missions.models import Mission
from survey.questionnaire.models import RegisteredPart
from survey.questionnaire.queries import part_ids
from survey.rounds.queries import round_by_code


def found(session, typed, filters=UNFILTERED, *, code="2001"):
    """Project's code and part of every text that a search finds, in its order."""
    round = round_by_code(session, code)
    ids = found_texts(session, search_for(typed), round_id=round.id, filters=filters)
    return [(record.project_code, record.part_code) for record in texts_found(session, ids)]


def scanned(session, typed, filters=UNFILTERED, *, code="2001"):
    """The same by reading every text of received reports and supplements, in no order."""
    search = search_for(typed)
    return {
        (report.project_code, answer.part_code)
        for report, answer in texts(session, filters, code=code)
        if holds(search, answer.value)
    }


def texts(session, filters=UNFILTERED, *, code="2001"):
    """Every text that counts, with its report."""
    round = round_by_code(session, code)
    versions = round_versions(session, round)
    holders = Holders(versions)
    answers = list(answer_records(session, round.id, filters))
    kinds = dict(session.execute(select(RegisteredPart.code, RegisteredPart.kind)).all())
    for report in due_reports(session, round.id, filters):
        ids = {one.id for one in report.with_supplements}
        own = holders.own(report, [answer for answer in answers if answer.report_id in ids])
        for answer in own.values():
            if answer.value and kinds[answer.part_code] == "text":
                yield report, answer


def kept(session):
    """What is kept for searching, but for its order: report, part and words."""
    rows = select(AnswerText.report_id, AnswerText.part_id, AnswerText.words)
    return {tuple(row) for row in session.execute(rows)}


def wanted(session, *codes):
    """What should be kept for the texts of these rounds."""
    keys = part_ids(session)
    missions = dict(session.execute(select(Mission.name, Mission.id)).all())
    return {
        (
            answer.report_id,
            keys[answer.part_code],
            indexed(
                answer.value,
                round_mark(round_by_code(session, code).id),
                mission_mark(missions[report.mission]),
            ),
        )
        for code in codes
        for report, answer in texts(session, code=code)
    }
