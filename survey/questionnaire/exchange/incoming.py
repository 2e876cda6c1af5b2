"""What a file from another program holds, in its own names, before codes of ours are given."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from survey.questionnaire.exchange.expressions import RawTest
from survey.questionnaire.exchange.findings import Finding
from survey.web.wording import BadInput, Sentence, clean_text, sentence

Place = Sentence | str
#: languages of the questionnaire, each with its own name
LANGUAGES = {"en": "English", "fr": "Français", "es": "Español"}
MOST_QUESTIONS, MOST_PARTS, MOST_OPTIONS = 500, 2_000, 500
TOO_MANY = sentence(
    "The file holds more than a questionnaire can hold: at most %(questions)s questions, %(parts)s answer boxes, and "
    "%(options)s options in a list.",
    questions=MOST_QUESTIONS,
    parts=MOST_PARTS,
    options=MOST_OPTIONS,
)


@dataclass
class InOption:
    name: str
    label: dict[str, str]
    place: Place


@dataclass
class InPart:
    """An answer box. `options` names a list; `rows` and `columns` are those of a table of counts.

    `source` is the name by which the conditions of the file know it, where that is another one than `name`.
    """

    name: str
    kind: str
    label: dict[str, str]
    place: Place
    help: dict[str, str] = field(default_factory=dict)
    options: str = ""
    rows: list[InOption] = field(default_factory=list)
    columns: list[InOption] = field(default_factory=list)
    when: list[RawTest] = field(default_factory=list)
    more: dict = field(default_factory=dict)
    source: str = ""


@dataclass
class InQuestion:
    name: str
    title: dict[str, str]
    text: dict[str, str]
    place: Place
    parts: list[InPart] = field(default_factory=list)
    more: dict = field(default_factory=dict)


@dataclass
class InSection:
    name: str
    title: dict[str, str]
    place: Place
    questions: list[InQuestion] = field(default_factory=list)


@dataclass
class Incoming:
    """The whole of a file. `lists` are the options by the list's name.

    `aliases` say of another name in conditions which option of which part it means.
    """

    sections: list[InSection] = field(default_factory=list)
    lists: dict[str, list[InOption]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    aliases: dict[str, tuple[str, str]] = field(default_factory=dict)

    def say(self, place: Place, words: Sentence) -> None:
        """Notes that something at this place is not taken over as it stands."""
        self.findings.append(Finding(place, words))

    @property
    def questions(self) -> Iterator[InQuestion]:
        return (question for section in self.sections for question in section.questions)

    def check_size(self) -> None:
        """Raises BadInput where there is more than a questionnaire can hold."""
        questions = list(self.questions)
        parts = sum(len(question.parts) for question in questions)
        longest = max(map(len, self.lists.values()), default=0)
        if len(questions) > MOST_QUESTIONS or parts > MOST_PARTS or longest > MOST_OPTIONS:
            raise BadInput(TOO_MANY)


def cleaned(text: str, place: Place) -> str:
    """The text as texts are stored. Raises BadInput that names the place."""
    try:
        return clean_text(text)
    except BadInput as refusal:
        raise BadInput(sentence("%(place)s: %(reason)s", place=place, reason=refusal.sentence)) from None
