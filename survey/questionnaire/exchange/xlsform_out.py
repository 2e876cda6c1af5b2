"""A version of the questionnaire as an XLSForm, which ODK, Kobo and others read.

Sections and questions are groups, the text to the letter is a note, tables of counts are groups of whole numbers.
Columns that XLSForm does not know (such as aims) hold what only we know; other programs pass them over.
"""

from collections.abc import Iterator, Mapping, Sequence

from survey.questionnaire import structure
from survey.questionnaire.conditions import Test
from survey.questionnaire.exchange.findings import Finding
from survey.questionnaire.exchange.incoming import LANGUAGES
from survey.questionnaire.exchange.sheets import CHOICES, SETTINGS, SURVEY, Rows
from survey.questionnaire.structure import Choice, Part, Question, Questionnaire, Words
from survey.web.wording import BadInput, Sentence, sentence

COLUMNS = {code: f"{name} ({code})" for code, name in LANGUAGES.items()}
OWN_COLUMNS = ("number", "origin", "aims", "polarity", "optional", "unit", "counts")
PLAIN_TYPES = {"text": "text", "number": "decimal", "date": "date"}
TEXT_SUFFIX = "_text"

ALTERNATIVE = sentence(
    "The other label, used after certain answers, is not carried. The first label is used always."
)
REFERENCE = sentence("“${” would be read as the name of another answer there; it is written as “$ {”.")
UNKNOWN_KIND = sentence("This kind of answer box is not carried.")
DANGLING = sentence("It depends on an answer that this version does not have. This condition is not carried.")
UNFINISHED = sentence(
    "The draft refers to something that it does not have, so that no form can be made of it yet. Put right what its "
    "check names, or save it as a data file."
)
NO_DECLINING = sentence(
    "“Prefer not to answer” and “not recorded” are not carried: XLSForm has nothing of the kind."
)
NO_HISTORY = sentence(
    "The aims in words, the notes about versions, and the questionnaire’s title in languages other than English are "
    "not carried."
)


def name_of(part_code: str) -> str:
    """The name of a part in a form: its code with an underscore for the point, as points mean something there."""
    return part_code.replace(".", "_")


def xlsform(document: Mapping, number: int) -> tuple[dict[str, Rows], list[Finding]]:
    """The three sheets of version `number` of a data file, and what they cannot carry.

    Raises BadInput for a draft so far from complete that it has no form.
    """
    try:
        questionnaire = structure.questionnaire(document, number)
    except (KeyError, TypeError, ValueError):
        raise BadInput(UNFINISHED) from None
    made = _Form(questionnaire, structure.shared_lists(document))
    survey = [made.header(), *made.survey()]
    choices = [["list_name", "name", *(f"label::{name}" for name in COLUMNS.values())], *made.choices()]
    settings = [
        ["form_title", "form_id", "version", "default_language"],
        [
            made.plain(questionnaire.title.to("en"), questionnaire.code),
            questionnaire.code,
            str(questionnaire.number),
            COLUMNS["en"],
        ],
    ]
    everywhere = [Finding(questionnaire.code, words) for words in (NO_DECLINING, NO_HISTORY)]
    return {SURVEY: survey, CHOICES: choices, SETTINGS: settings}, everywhere + made.findings


class _Form:
    """Makes the rows, and notes what they cannot hold."""

    def __init__(self, questionnaire: Questionnaire, shared: Mapping[str, Sequence[Choice]]):
        self.questionnaire, self.shared = questionnaire, shared
        self.findings: list[Finding] = []
        self.lists: dict[str, Sequence[Choice]] = {}

    def header(self) -> list[str]:
        words = [f"{name}::{language}" for name in ("label", "hint") for language in COLUMNS.values()]
        short = [f"short::{language}" for language in COLUMNS.values()]
        return ["type", "name", *words, "relevant", *short, *OWN_COLUMNS]

    def survey(self) -> Iterator[list[str]]:
        for section in self.questionnaire.sections:
            yield self._row("begin_group", section.code, section.title)
            for question in section.questions:
                yield from self._question(question)
            yield self._row("end_group")

    def choices(self) -> Iterator[list[str]]:
        for name, options in self.lists.items():
            for option in options:
                yield [name, option.code, *self._words(option.label, name)]

    def _question(self, question: Question) -> Iterator[list[str]]:
        own = {"number": str(question.number or ""), "origin": question.origin}
        yield self._row("begin_group", question.code, question.title, own=own)
        yield self._row("note", question.code + TEXT_SUFFIX, question.text)
        for part in question.parts:
            yield from self._part(part)
        yield self._row("end_group")

    def _part(self, part: Part) -> Iterator[list[str]]:
        if part.alternative_when:
            self._say(part.code, ALTERNATIVE)
        if part.kind == "table":
            yield from self._table(part)
        elif part.options:
            many = "select_multiple" if part.kind == "many_choices" else "select_one"
            yield self._asked(f"{many} {self._list(part)}", part)
        elif part.kind in PLAIN_TYPES:
            yield self._asked(PLAIN_TYPES[part.kind], part)
        else:
            self._say(part.code, UNKNOWN_KIND)

    def _table(self, part: Part) -> Iterator[list[str]]:
        yield self._asked("begin_group", part)
        for row in part.rows:
            name = f"{name_of(part.code)}_{row.code}"
            yield self._row("begin_group", name, row.label)
            for column in part.columns:
                yield self._row("integer", f"{name}_{column.code}", column.label)
            yield self._row("end_group")
        yield self._row("end_group")

    def _asked(self, type: str, part: Part) -> list[str]:
        return self._row(
            type,
            name_of(part.code),
            part.label,
            part.help,
            self._relevant(part),
            part.short,
            {
                "aims": " ".join(part.aims),
                "polarity": part.polarity,
                "optional": "yes" if part.optional else "",
                "unit": part.unit,
                "counts": part.counts,
            },
        )

    def _row(
        self,
        type: str,
        name: str = "",
        label: Words | None = None,
        hint: Words | None = None,
        relevant: str = "",
        short: Words | None = None,
        own: Mapping[str, str] | None = None,
    ) -> list[str]:
        words = [text for found in (label, hint) for text in self._words(found or Words(), name)]
        columns = [(own or {}).get(column, "") for column in OWN_COLUMNS]
        return [type, name, *words, relevant, *self._words(short or Words(), name), *columns]

    def _words(self, words: Mapping[str, str], place: str) -> list[str]:
        return [self.plain(words.get(language, ""), place) for language in COLUMNS]

    def plain(self, text: str, place: str) -> str:
        if "${" in text:
            self._say(place, REFERENCE)
        return text.replace("${", "$ {")

    def _list(self, part: Part) -> str:
        """The name of the list with these options: the shared one, or one of the part's own."""
        shared = (name for name, options in self.shared.items() if options == part.options)
        name = next(shared, name_of(part.code))
        self.lists[name] = part.options
        return name

    def _relevant(self, part: Part) -> str:
        tests = [self._test(test, part, many=len(part.when) > 1) for test in part.when]
        return " and ".join(filter(None, tests))

    def _test(self, test: Test, part: Part, many: bool) -> str:
        asked = self.questionnaire.part.get(test.part)
        codes = [code for code in asked.option_labels if code in test.codes] if asked else []
        if asked is None or not codes:
            self._say(part.code, DANGLING)
            return ""
        reference = f"${{{name_of(test.part)}}}"
        if asked.kind == "many_choices":
            said = [f"selected({reference}, '{code}')" for code in codes]
            said = [f"not({text})" for text in said] if test.negated else said
        else:
            mark = "!=" if test.negated else "="
            said = [f"{reference} {mark} '{code}'" for code in codes]
        joined = (" and " if test.negated else " or ").join(said)
        return f"({joined})" if many and len(said) > 1 else joined

    def _say(self, code: str, words: Sentence) -> None:
        finding = Finding(code, words)
        if finding not in self.findings:
            self.findings.append(finding)
