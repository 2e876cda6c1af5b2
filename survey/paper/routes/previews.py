"""The preview of a filled form: whose form it is, what it would change as things stand now, and the page for it."""

import secrets
from dataclasses import replace

from flask import current_app, render_template
from flask_login import current_user

from survey.answering.queries.answers import answers_as_seen
from survey.answering.queries.clarifications import writable_parts
from survey.answering.queries.reports import report_head
from survey.answering.records import ReportHead
from survey.answering.scope import scope_of
from survey.answering.states import STATE_NAMES
from survey.paper.boxes import all_boxes
from survey.paper.filled import Filled, read_file
from survey.paper.preview import TICKED, TO_DECIDE, Line, grouped, previewed
from survey.paper.queries import names_of_people
from survey.paper.reading import read_answers, texts_beside
from survey.paper.routes.files import all_answers, made_form
from survey.paper.routes.voices import speaking, voice
from survey.paper.stamps import Stamp, read_stamp
from survey.questionnaire.structure import Questionnaire
from survey.web.database import session
from survey.web.wording import BadInput, sentence

OTHER_REPORT = sentence("This form belongs to another report. Open that report and upload the form there.")
OTHER_REPORT_NAMED = sentence(
    "This form belongs to another report: “%(title)s”. Open that report and upload the form there."
)
OTHER_SUPPLEMENT = sentence(
    "This form belongs to further questions on “%(title)s”. Open these questions and upload the form there."
)
OTHER_VERSION = sentence(
    "This form asks version %(own)s of the questionnaire, but the report answers version %(report)s now. Download a "
    "new form and copy your answers into it."
)


def checked_stamp(filled: Filled, head: ReportHead, questionnaire: Questionnaire) -> Stamp:
    """The form's stamp, if it belongs to this report as it is now. Raises BadInput otherwise."""
    stamp = read_stamp(filled.mark, str(current_app.secret_key))
    if stamp.report != head.public_id:
        other = report_head(session(), stamp.report, scope_of(current_user))
        if other is None:
            raise BadInput(OTHER_REPORT)
        words = OTHER_SUPPLEMENT if other.supplements else OTHER_REPORT_NAMED
        raise BadInput(sentence(words.text, title=other.project_title))
    if stamp.questionnaire != head.version_number or len(stamp.versions) != len(questionnaire.parts):
        values = {"own": stamp.questionnaire, "report": head.version_number}
        raise BadInput(sentence(OTHER_VERSION.text, **values))
    return stamp


def lines_of(head: ReportHead, questionnaire: Questionnaire, filled: Filled, stamp: Stamp) -> list[Line]:
    """The preview as it would be now."""
    current = all_answers(head, questionnaire)
    seen = stamp.seen(list(current))
    older = {code: version for code, version in seen.items() if version != current[code].version}
    base = current | (answers_as_seen(session(), head.id, older) if older else {})
    read = read_answers(questionnaire.parts, filled, stamp.language)
    opened = writable_parts(session(), head)
    writable = current.keys() if opened is None else opened
    return previewed(questionnaire, read, base, current, writable)


def without_the_forms_own_words(
    filled: Filled, stamp: Stamp, head: ReportHead, questionnaire: Questionnaire
) -> Filled:
    """The form with what somebody wrote beside the boxes, without what stands in every such form anyway."""
    answers = all_answers(head, questionnaire)
    with speaking(stamp.language):
        made = made_form(filled.format, head, questionnaire, answers, voice(stamp.language))
    known = read_file(made, "", all_boxes(questionnaire.parts)).beside
    labels = [
        words.to(stamp.language)
        for part in questionnaire.parts
        for words in (part.label, part.alternative_label)
    ]
    return replace(filled, beside=texts_beside(filled, [*known, *labels]))


def preview_page(
    head: ReportHead,
    filled: Filled,
    lines: list[Line],
    *,
    chosen: set[str] | None = None,
    moved: bool = False,
    left: bool = False,
):
    """The preview. `chosen` are the parts that the person had ticked before, None for what is ticked at first."""
    ticked = {line.code for line in lines if line.outcome in TICKED} if chosen is None else chosen
    authors = {line.saved.person_id for line in lines if line.saved.person_id}
    page = render_template(
        "paper/preview.html",
        report=head,
        groups=grouped(lines),
        decidable=[line for line in lines if line.outcome in TO_DECIDE],
        ticked=ticked,
        beside=filled.beside,
        filled=filled.packed(),
        names=names_of_people(session(), authors),
        key=secrets.token_urlsafe(12),
        moved=moved,
        left=left,
        state_names=STATE_NAMES,
    )
    return page, 409 if moved else 200
