"""Kinds answered by choosing: a verdict, one option, many options."""

from survey.questionnaire.conditions import chosen
from survey.questionnaire.kinds.kind import Fields, Kind, first
from survey.questionnaire.structure import Part
from survey.web.wording import BadInput, sentence

UNKNOWN = sentence("One of these answers cannot be chosen here. Choose from the list.")


class OneChoice(Kind):
    name = "one_choice"
    coded = True

    def read(self, part: Part, fields: Fields) -> str:
        value = first(fields, part.code)
        self.check(part, value)
        return value

    def check(self, part: Part, value: str) -> None:
        if value and value not in part.option_labels:
            raise BadInput(
                sentence("This is not one of the answers that can be chosen here. Choose one of the list.")
            )

    def shown(self, part: Part, value: str, language: str) -> str:
        return part.option_labels[value].to(language) if value in part.option_labels else value

    def counted(self, part: Part, value: str) -> tuple[str, ...]:
        return (value,) if value else ()


class Verdict(OneChoice):
    """Yes, partly, no, too early, not applicable, don't know: the kind that the matrix compares."""

    name = "verdict"


class ManyChoices(Kind):
    """Any number of options; stored as their codes in the order of the questionnaire, joined by semicolons."""

    name = "many_choices"
    coded = True

    def read(self, part: Part, fields: Fields) -> str:
        codes = {code for code in fields.get(part.code, ()) if code}
        ordered = [option.code for option in part.options if option.code in codes]
        if codes - set(ordered):
            raise BadInput(UNKNOWN)
        return ";".join(ordered)

    def check(self, part: Part, value: str) -> None:
        codes = value.split(";") if value else []
        known = [option.code for option in part.options if option.code in codes]
        if codes != known:
            raise BadInput(UNKNOWN)

    def shown(self, part: Part, value: str, language: str) -> str:
        return "; ".join(option.label.to(language) for option in part.options if option.code in chosen(value))

    def counted(self, part: Part, value: str) -> tuple[str, ...]:
        return tuple(value.split(";")) if value else ()

    def typed(self, part: Part, fields: Fields) -> str:
        return ";".join(code for code in fields.get(part.code, ()) if code)
