"""Drafts of the shipped questionnaire: version 3, with what a test changes."""

from copy import deepcopy

from sqlalchemy import select

from survey.publishing.services import publish_to_rounds
from survey.questionnaire.declarations import Declaration, with_declarations
from survey.questionnaire.services import change_draft, start_draft
from survey.rounds.models import Round
from tests.answering.examples import person_of
from tests.support.factories import words

INSTRUMENT = "gender-mainstreaming"
RELABELLED = "Q7_SUCCESS.why"
ADDED = "X_NOTICED"


def make_draft(session, *changes, code=INSTRUMENT):
    """A draft to which these functions, each from document to document, were applied; returns its revision."""
    draft = start_draft(session, code=code, person_id=None)
    document = deepcopy(draft.document)
    for change in changes:
        document = change(document) or document
    return change_draft(session, code=code, document=document, seen_revision=draft.revision, person_id=None)


def question_in(document, code):
    [found] = [q for section in document["sections"] for q in section["questions"] if q["code"] == code]
    return found


def part_in(document, code):
    question, own = code.split(".")
    [found] = [part for part in question_in(document, question)["parts"] if part["code"] == own]
    return found


def add_question(document):
    """A question of two parts, the second one only after a yes."""
    when = [{"part": f"{ADDED}.noticed", "in": ["yes", "partly"]}]
    same = {"since": 3, "label": words("Did partners notice the link?"), "short": words("Noticed")}
    document["sections"][-1]["questions"].append(
        {
            "code": ADDED,
            "origin": "added",
            "since": 3,
            "title": words("Link noticed"),
            "text": words("Did partners say that they noticed the link?"),
            "parts": [
                same | {"code": "noticed", "kind": "verdict", "polarity": "good"},
                same | {"code": "who", "kind": "text", "when": when, "short": words("Who noticed")},
            ],
        }
    )


def relabel(document):
    part_in(document, RELABELLED)["label"]["en"] = "Why do you think so, in short?"


def retire(code):
    """Retires a question or a part in version 3."""

    def change(document):
        (part_in if "." in code else question_in)(document, code)["retired"] = 3

    return change


def declare(*codes, declared="wording"):
    """Declares what the changes of these mean."""
    return lambda document: with_declarations(document, 3, [Declaration(code, declared) for code in codes])


def publish_draft_in(session, revision, *rounds, ask_until=None):
    """Publishes the draft into the rounds with these codes, as the sample's administrator."""
    return publish_to_rounds(
        session,
        code=INSTRUMENT,
        seen_revision=revision,
        round_ids=list(session.scalars(select(Round.id).where(Round.code.in_(rounds)).order_by(Round.id))),
        ask_until=ask_until,
        person=person_of(session, "administrator"),
    )
