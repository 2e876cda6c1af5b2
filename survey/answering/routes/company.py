"""Who else is on the report, in a sentence for its pages."""

from collections.abc import Sequence

from babel.lists import format_list
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from flask_login import current_user

from survey.answering.colleagues import Colleague, colleagues
from survey.answering.queries.colleagues import traces
from survey.answering.records import ReportHead
from survey.web.database import session


def company(head: ReportHead, question: str = "") -> str:
    """The sentence about the others on the report, as somebody on this question reads it; empty when alone."""
    found = traces(session(), head.id)
    return said(colleagues(found, person_id=current_user.person_id, question=question))


def said(others: Sequence[Colleague]) -> str:
    """The others in a sentence or two, those on the same question first."""
    here = [other for other in others if other.here]
    elsewhere = [other for other in others if not other.here]
    sentences = []
    if here:
        sentences.append(
            ngettext(
                "%(names)s is also on this question.",
                "%(names)s are also on this question.",
                len(here),
                names=_names(here),
            )
        )
    if elsewhere:
        sentences.append(
            ngettext(
                "%(names)s is on this report too.",
                "%(names)s are on this report too.",
                len(elsewhere),
                names=_names(elsewhere),
            )
        )
    return " ".join(sentences)


def _names(others: Sequence[Colleague]) -> str:
    return format_list([other.name or _("a colleague") for other in others], locale=get_locale())
