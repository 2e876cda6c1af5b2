"""What the tests of the authors' pages share: a draft of the sample's questionnaire, and its forms."""

import html
import re

from survey.questionnaire.queries import draft_of
from survey.questionnaire.services import start_draft
from tests.support.app import writing

CODE = "gender-mainstreaming"
HOME = f"/questionnaires/{CODE}"
DRAFT = f"{HOME}/draft"
FIELD = re.compile(
    r'<input type="(?P<type>hidden|text|checkbox|radio)"[^>]*? name="(?P<name>[^"]+)" '
    r'value="(?P<value>[^"]*)"(?P<rest>[^>]*)>'
    r'|<textarea [^>]*name="(?P<area>[^"]+)"[^>]*>\n(?P<words>.*?)</textarea>'
    r'|<select [^>]*name="(?P<select>[^"]+)"[^>]*>(?P<options>.*?)</select>',
    re.DOTALL,
)
SELECTED = re.compile(r'value="([^"]*)" selected')
FIRST = re.compile(r'<option value="([^"]*)"')


def begin(app):
    """Begins a draft; returns its document."""
    with writing(app) as session:
        draft = start_draft(session, code=CODE, person_id=None)
        session.commit()
    return draft.document


def stored(app):
    """The draft as it is in the database, or None."""
    with app.extensions["database"].reading() as session:
        return draft_of(session, CODE)


def fields_of(page):
    """The fields of the form of an element with what stands in them, as a browser sends them; never the token."""
    form = page.partition('<form id="element"')[2].partition("</form>")[0]
    found = {}
    for match in FIELD.finditer(form):
        name, value = _sent(match)
        if name not in (None, "csrf_token"):
            found.setdefault(name, []).append(html.unescape(value))
    return found


def _sent(match):
    if match["area"]:
        return match["area"], match["words"]
    if match["select"]:
        chosen = SELECTED.search(match["options"]) or FIRST.search(match["options"])
        return match["select"], chosen[1] if chosen else ""
    if match["type"] in ("checkbox", "radio") and "checked" not in match["rest"]:
        return None, ""
    return match["name"], match["value"]
