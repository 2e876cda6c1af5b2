"""A draft as a mission sees it, in each language. It can be filled in and checked; nothing is stored anywhere."""

from collections.abc import Mapping

from flask import Blueprint, render_template, request
from markupsafe import Markup

from survey.answering.asking import AskedPart, asked_parts, read_sent, show_as_typed
from survey.answering.records import SavedAnswer
from survey.answering.review import reviewed
from survey.answering.tasks import task_list
from survey.publishing.routes.drafts import OpenDraft, open_draft
from survey.publishing.trial import carried, gentle, held_answers, showable, with_changes
from survey.questionnaire.kinds.kind import Fields
from survey.questionnaire.structure import Question, Questionnaire
from survey.web.languages import LANGUAGES, language, speaking
from survey.web.roles import ADMINISTRATOR, allow, reads

blueprint = Blueprint("preview", __name__, url_prefix="/versions/<questionnaire>/draft")
LIST, CHECK, NEXT = "list", "check", "next"


@blueprint.get("/preview")
@allow(ADMINISTRATOR)
def preview(questionnaire: str):
    """The list of questions, or the question that the address names."""
    opened = open_draft(questionnaire)
    if opened.new is None:
        return render_template("publishing/unreadable.html", opened=opened), 422
    version = showable(opened.new)
    return _page(opened, version, held_answers(version, {}), request.args.get("question", LIST))


@blueprint.post("/preview")
@allow(ADMINISTRATOR)
@reads
def trial(questionnaire: str):
    """Reads what was typed and shows the next page with all of it; nothing is written."""
    opened = open_draft(questionnaire)
    if opened.new is None:
        return render_template("publishing/unreadable.html", opened=opened), 422
    version, fields = showable(opened.new), request.form.to_dict(flat=False)
    answers = held_answers(version, fields)
    show = request.form.get("show") or request.form.get("at", LIST)
    question = version.question.get(request.form.get("from", ""))
    if question is None:
        return _page(opened, version, answers, show)
    sent = read_sent(question.parts, fields)
    answers = with_changes(answers, sent.changes)
    if "language" in request.form or sent.faults:
        asked = asked_parts(version, question.parts, answers)
        faults = {} if "language" in request.form else sent.faults
        _as_typed(asked, fields, faults)
        return _page(opened, version, answers, question.code, asked), 422 if faults else 200
    _before, after = version.around(question.code)
    onward = after.code if after else CHECK
    return _page(opened, version, answers, onward if show == NEXT else show)


def _as_typed(asked: list[AskedPart], fields: Fields, faults: Mapping) -> None:
    for part in asked:
        show_as_typed(part, fields)
        part.fault = faults.get(part.part.code)
        part.shown = True


def _page(
    opened: OpenDraft,
    version: Questionnaire,
    answers: Mapping[str, SavedAnswer],
    show: str,
    asked: list[AskedPart] | None = None,
):
    """The page that shows the list, the check or a question; the page's frame stays in the reader's own language."""
    spoken = request.values.get("language") or request.values.get("spoken")
    spoken = spoken if spoken in LANGUAGES else language()
    question = version.question.get(show)
    with speaking(spoken):
        if question:
            content = _question(version, question, answers, asked)
        elif show == CHECK:
            warned = gentle(version, answers)
            content = _rendered("check", sections=reviewed(version, answers), warnings=warned)
        else:
            content = _rendered("list", version=version, sections=task_list(version, answers))
    return render_template(
        "publishing/preview.html",
        opened=opened,
        version=version,
        question=question,
        show=show,
        spoken=spoken,
        content=content,
        carried=carried(answers, [part.code for part in question.parts] if question else ()),
    )


def _question(
    version: Questionnaire,
    question: Question,
    answers: Mapping[str, SavedAnswer],
    asked: list[AskedPart] | None,
) -> Markup:
    before, after = version.around(question.code)
    return _rendered(
        "question",
        question=question,
        asked=asked or asked_parts(version, question.parts, answers),
        warnings=gentle(version, answers),
        before=before,
        after=after,
        place=version.questions.index(question) + 1,
        total=len(version.questions),
    )


def _rendered(name: str, **values: object) -> Markup:
    # drafts change: their parts are no pieces to keep like those of published versions
    return Markup(render_template(f"publishing/_preview_{name}.html", **values))  # noqa: S704
