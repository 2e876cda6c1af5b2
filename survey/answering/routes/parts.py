"""The fields of a part as HTML: most of a question's page, and the same for everybody but for what stands in them."""

from dataclasses import replace

from flask import render_template
from markupsafe import Markup

from survey.answering.asking import AskedPart
from survey.questionnaire.structure import Questionnaire
from survey.web.fragments import fragment
from survey.web.languages import language
from survey.web.wording import Sentence


def rendered(questionnaire: Questionnaire, asked: AskedPart, warning: Sentence | None) -> Markup:
    """The part's fields with what stands in them, what is wrong with them and the gentle `warning`.

    Of a closed part its answer, for reading.
    """
    if asked.closed:
        return Markup(render_template("answering/_closed_part.html", part=asked))  # noqa: S704
    text = asked.part.kind == "text"
    if asked.fault or asked.conflict or warning or not (asked.kind.coded or text or not asked.value):
        return Markup(_render(asked, warning))  # noqa: S704

    def render(value: str = asked.value) -> str:
        return _render(replace(asked, value=value), None)

    chosen = "" if text else asked.value
    key = (
        questionnaire,
        asked.part.code,
        asked.label is asked.part.label,
        asked.declined,
        chosen,
        language(),
    )
    return fragment(key, render, asked.value) if text else fragment(key, render)


def _render(asked: AskedPart, warning: Sentence | None) -> str:
    return render_template("answering/_part.html", part=asked, warning=warning)
