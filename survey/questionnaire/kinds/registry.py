"""All kinds by name. A new kind is a class, its entry here and its template."""

from survey.questionnaire.kinds.choices import ManyChoices, OneChoice, Verdict
from survey.questionnaire.kinds.kind import Kind
from survey.questionnaire.kinds.tables import Table
from survey.questionnaire.kinds.texts import Date, Number, Text

KINDS: dict[str, Kind] = {
    kind.name: kind for kind in (Verdict(), OneChoice(), ManyChoices(), Text(), Number(), Date(), Table())
}


def kind_of(part) -> Kind:
    return KINDS[part.kind]
