"""Columns that only our own forms have: what an XLSForm cannot say, such as aims."""

from survey.questionnaire.consistency import POLARITIES
from survey.questionnaire.exchange.incoming import Incoming
from survey.questionnaire.exchange.xlsform_rows import Entry, shortened
from survey.web.wording import sentence

ORIGINS = ("status", "annex-2", "added")
HIGHEST_NUMBER = 999
ODD = sentence("“%(words)s” cannot stand in the column “%(column)s”. It was left out.")


def own_of_question(entry: Entry, form: Incoming) -> dict:
    """Number and origin of a question, where the file says them."""
    own: dict = {}
    if number := entry["number"]:
        if number.isascii() and number.isdigit() and 0 < int(number[:9]) <= HIGHEST_NUMBER:
            own["number"] = int(number)
        else:
            _odd(entry, "number", form)
    if entry["origin"] in ORIGINS:
        own["origin"] = entry["origin"]
    elif entry["origin"]:
        _odd(entry, "origin", form)
    return own


def own_of_part(entry: Entry, form: Incoming) -> dict:
    """Short label, aims, polarity, unit and what a table counts, where the file says them."""
    own: dict = {}
    if words := entry.words("short"):
        own["short"] = words
    if entry["aims"]:
        own["aims"] = list(dict.fromkeys(entry["aims"].split()))
    if entry["polarity"] in POLARITIES:
        own["polarity"] = entry["polarity"]
    elif entry["polarity"]:
        _odd(entry, "polarity", form)
    if entry["unit"]:
        own["unit"] = entry["unit"]
    if entry["counts"] == "persons":
        own["counts"] = "persons"
    elif entry["counts"]:
        _odd(entry, "counts", form)
    return own


def _odd(entry: Entry, column: str, form: Incoming) -> None:
    words = sentence(ODD.text, words=shortened(entry[column]), column=column)
    form.say(entry.place(column), words)
