"""The fields of a part as HTML. Those that look the same for everybody are kept: they are most of a question's page."""

from dataclasses import replace
from weakref import WeakKeyDictionary

from flask import render_template
from markupsafe import Markup, escape

from survey.answering.asking import AskedPart
from survey.questionnaire.structure import Questionnaire
from survey.web.languages import language
from survey.web.wording import Sentence

MOST = 5_000
# stands for a text until the text is put in; a private character, which no escaping changes
TEXT = "\ue000"
# a published version never changes, and what somebody wrote is never kept here
_kept: WeakKeyDictionary[Questionnaire, dict[tuple, list[str]]] = WeakKeyDictionary()


def rendered(questionnaire: Questionnaire, asked: AskedPart, warning: Sentence | None) -> Markup:
    """The part's fields with what stands in them, what is wrong with them and the gentle `warning`."""
    text = asked.part.kind == "text"
    if asked.fault or asked.conflict or warning or not (asked.kind.coded or text or not asked.value):
        return Markup(_render(asked, warning))  # noqa: S704
    kept = _kept.setdefault(questionnaire, {})
    value = TEXT if text else asked.value
    key = (asked.part.code, asked.label is asked.part.label, value, asked.declined, language())
    if key not in kept:
        if len(kept) >= MOST:
            kept.clear()
        kept[key] = _render(replace(asked, value=value), None).split(TEXT)
    return Markup(str(escape(asked.value)).join(kept[key]))  # noqa: S704


def _render(asked: AskedPart, warning: Sentence | None) -> str:
    return render_template("answering/_part.html", part=asked, warning=warning)
