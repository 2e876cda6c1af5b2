"""What differs in the fields of a question or a part: a text in one language, or a fact."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from survey.questionnaire.conditions import Condition, Test
from survey.questionnaire.structure import (
    SOURCE_LANGUAGE,
    Choice,
    Part,
    Question,
    Questionnaire,
    Section,
    Words,
)
from survey.questionnaire.worded import Field, texts_of_part, texts_of_question
from survey.web.word_differences import Stretch, differences
from survey.web.wording import Sentence, sentence

POLARITY_NAMES = {
    "good": sentence("A yes is welcome"),
    "adverse": sentence("A yes is a difficulty"),
    "open": sentence("No answer is better than another"),
}
TITLE = sentence("Title")
Fact = Sentence | Words | str


@dataclass(frozen=True)
class FieldChange:
    """What differs in one field: of a text the two wordings in one `language`, else the facts before and after.

    A fact is a sentence, a code or a text of the questionnaire, which readers get in their own language.
    """

    key: str
    name: Sentence
    language: str = ""
    before: tuple[Fact, ...] = ()
    after: tuple[Fact, ...] = ()

    @property
    def stretches(self) -> list[Stretch]:
        """The way from one wording to the other, word by word; empty for facts."""
        return differences(str(self.before[0]), str(self.after[0])) if self.language else []


@dataclass(frozen=True)
class Compared:
    """A fact as it is compared, and as it is told: a part that only has another name is no other condition."""

    key: str
    name: Sentence
    raw: object
    told: tuple[Fact, ...]


def changes_of_questionnaire(old: Questionnaire, new: Questionnaire) -> tuple[FieldChange, ...]:
    """What differs in the title and the aims."""
    texts = _texts(*([Field("title", TITLE, version.title), *_aims(version)] for version in (old, new)))
    return (*texts, *_differing([_choices("aims", sentence("Aims"), version.aims) for version in (old, new)]))


def changes_of_section(old: Section, new: Section) -> tuple[FieldChange, ...]:
    return tuple(_texts(*([Field("title", TITLE, section.title)] for section in (old, new))))


def changes_of_question(old: Question, new: Question) -> tuple[FieldChange, ...]:
    return tuple(_texts(texts_of_question(old), texts_of_question(new)))


def changes_of_part(
    old: Part, new: Part, old_version: Questionnaire, new_version: Questionnaire
) -> tuple[FieldChange, ...]:
    """What differs in texts, choices, condition, aims and the like. The versions say what a condition speaks of."""
    texts = _texts(texts_of_part(old), texts_of_part(new))
    return (*texts, *_differing(*zip(_facts(old, old_version), _facts(new, new_version), strict=True)))


def _aims(version: Questionnaire) -> Iterator[Field]:
    for aim in version.aims:
        yield Field(f"aims:{aim.code}", sentence("Aim “%(code)s”", code=aim.code), aim.label)


def _texts(old: Iterable[Field], new: Iterable[Field]) -> Iterator[FieldChange]:
    """Choices that only one of the two has are no change of a text: the list of the choices tells of them."""
    before = {field.key: field.words for field in old}
    for key, name, words in new:
        if key not in before:
            continue
        for language in _languages(before[key], words):
            texts = (before[key].get(language, ""), words.get(language, ""))
            if texts[0] != texts[1]:
                yield FieldChange(key, name, language, texts[:1], texts[1:])


def _languages(*texts: Words) -> list[str]:
    """The languages of these texts, English first."""
    found = dict.fromkeys(language for words in texts for language in words)
    return sorted(found, key=lambda language: language != SOURCE_LANGUAGE)


def _differing(*pairs: Sequence[Compared]) -> Iterator[FieldChange]:
    for before, after in pairs:
        if before.raw != after.raw:
            yield FieldChange(after.key, after.name, "", before.told, after.told)


def _facts(part: Part, version: Questionnaire) -> Iterator[Compared]:
    yield Compared("kind", sentence("Kind"), part.kind, (part.kind,))
    yield _choices("options", sentence("Choices"), part.options)
    yield _choices("rows", sentence("Rows"), part.rows)
    yield _choices("columns", sentence("Columns"), part.columns)
    yield _condition("condition", sentence("When it is shown"), part.when, version)
    other = sentence("When the other label is used")
    yield _condition("other condition", other, part.alternative_when, version)
    labels = {aim.code: aim.label for aim in version.aims}
    aims = tuple(labels.get(aim, Words(en=aim)) for aim in part.aims)
    yield Compared("aims", sentence("Aims"), part.aims, aims)
    polarity = POLARITY_NAMES.get(part.polarity, part.polarity)
    yield Compared("polarity", sentence("Polarity"), part.polarity, _known(polarity))
    optional = sentence("Optional") if part.optional else sentence("Not optional")
    yield Compared("optional", sentence("Needed for a complete report"), part.optional, (optional,))
    yield Compared("unit", sentence("Unit"), part.unit, _known(part.unit))
    yield Compared("counts", sentence("What its cells count"), part.counts, _known(part.counts))


def _known(fact: Fact) -> tuple[Fact, ...]:
    return (fact,) if fact else ()


def _choices(key: str, name: Sentence, choices: Sequence[Choice]) -> Compared:
    told = tuple(sentence("%(label)s (%(code)s)", label=choice.label, code=choice.code) for choice in choices)
    return Compared(key, name, [choice.code for choice in choices], told)


def _condition(key: str, name: Sentence, condition: Condition, version: Questionnaire) -> Compared:
    return Compared(key, name, condition, tuple(_test(test, version) for test in condition))


def _test(test: Test, version: Questionnaire) -> Sentence:
    part = version.part.get(test.part)
    offered = part.option_labels if part else {}
    known = [offered[code] for code in offered if code in test.codes]
    answers = (*known, *sorted(test.codes - offered.keys()))
    values = {"part": part.short if part else test.part, "answers": answers}
    if test.negated:
        return sentence("Leave this out if “%(part)s” is: %(answers)s.", **values)
    return sentence("Only if “%(part)s” is: %(answers)s.", **values)
