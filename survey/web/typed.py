"""What somebody typed into a form, for showing it again where the form itself cannot be shown."""

from collections.abc import Iterable

from survey.web.wording import Sentence, sentence

#: fields that carry a page's own business or a choice, not somebody's words
OWN = {
    "aims",
    "counts",
    "do",
    "entry",
    "filename",
    "filled",
    "join",
    "key",
    "kind",
    "kept_path",
    "language",
    "listed",
    "mission",
    "message",
    "missions",
    "mode",
    "next",
    "optional",
    "options",
    "polarity",
    "project",
    "questionnaire_version",
    "region",
    "report",
    "revision",
    "role",
    "round",
    "same",
    "section",
    "seen",
    "service_area",
    "sheet",
    "sure",
    "take",
    "then",
    "time_zone",
    "version",
    "way",
}
#: fields of our own forms, by the words that stand beside them
NAMES = {
    "email": sentence("E-mail address"),
    "name": sentence("Your name"),
    "function": sentence("Your function"),
}
DECLINED = sentence("Prefer not to answer")


def typed_words(fields: Iterable[tuple[str, str]]) -> list[tuple[str | Sentence, str | Sentence]]:
    """The texts in a form's fields, each with a name that its author knows.

    A form may send the name of a field beside it, as "words:<field>"; a part of a field, "<field>:<row>:<column>",
    goes by the field's name and its own.
    """
    fields = list(fields)
    names = {name.removeprefix("words:"): text for name, text in fields if name.startswith("words:")}
    shown: list[tuple[str | Sentence, str | Sentence]] = []
    for name, text in fields:
        if not text or name in OWN or name.startswith(("seen:", "use:", "words:")):
            continue
        if name.startswith("declined:"):
            field = name.removeprefix("declined:")
            shown.append((names.get(field, field), DECLINED))
        else:
            field, _colon, place = name.partition(":")
            own = names.get(field, field)
            shown.append((f"{own} ({place.replace(':', ', ')})" if place else NAMES.get(own, own), text))
    return shown
