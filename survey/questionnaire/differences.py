"""What differs between two versions of a questionnaire: what came, what went, what moved, what reads otherwise."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from survey.questionnaire.field_changes import (
    FieldChange,
    changes_of_part,
    changes_of_question,
    changes_of_questionnaire,
    changes_of_section,
)
from survey.questionnaire.structure import Part, Question, Questionnaire, Section, Words
from survey.web.wording import Sentence, sentence

ADDED, RETIRED, RESTORED, MOVED, CHANGED = "added", "retired", "restored", "moved", "changed"
HAPPENINGS = (ADDED, RESTORED, CHANGED, MOVED, RETIRED)
QUESTIONNAIRE, SECTION, QUESTION, PART = "questionnaire", "section", "question", "part"


@dataclass(frozen=True)
class Difference:
    """What happened to a section, a question or a part, or to the questionnaire's own texts.

    `says` tells it with its place. `changes` are the fields that differ, where it was changed.
    """

    happened: str
    level: str
    code: str
    says: Sentence
    changes: tuple[FieldChange, ...] = ()

    @property
    def is_to_declare(self) -> bool:
        """Whether its author has to say what the change means: a question or a part that reads otherwise now."""
        return self.happened == CHANGED and self.level in (QUESTION, PART)


def differences(old: Questionnaire, new: Questionnaire) -> list[Difference]:
    """Everything that leads from `old` to `new`, in the order of the newer one.

    Parts of a question that is added, restored or retired as a whole are not named one by one.
    """
    return [*_titles(old, new), *_sections(old, new), *_questions(old, new)]


def added_parts(old: Questionnaire, new: Questionnaire) -> list[Part]:
    """The parts that `new` asks and `old` does not, those of new questions too."""
    return [part for part in new.parts if part.code not in old.part]


def retired_parts(old: Questionnaire, new: Questionnaire) -> list[Part]:
    return [part for part in old.parts if part.code not in new.part]


def _titles(old: Questionnaire, new: Questionnaire) -> Iterator[Difference]:
    if changes := changes_of_questionnaire(old, new):
        yield Difference(CHANGED, QUESTIONNAIRE, new.code, sentence("The questionnaire itself"), changes)


def _sections(old: Questionnaire, new: Questionnaire) -> Iterator[Difference]:
    before = {section.code: section for section in old.sections}
    moved = _moved(before, [section.code for section in new.sections])
    for section in new.sections:
        older = before.get(section.code)
        if older and (changes := changes_of_section(older, section)):
            says = sentence("Section “%(section)s”", section=section.title)
            yield Difference(CHANGED, SECTION, section.code, says, changes)
        if section.code in moved:
            yield Difference(MOVED, SECTION, section.code, _section_moved(section, new.sections))


def _section_moved(section: Section, sections: tuple[Section, ...]) -> Sentence:
    place = sections.index(section)
    if place == 0:
        return sentence("The section “%(section)s” is now the first one.", section=section.title)
    before = sections[place - 1].title
    return sentence(
        "The section “%(section)s” now stands after “%(before)s”.", section=section.title, before=before
    )


def _questions(old: Questionnaire, new: Questionnaire) -> Iterator[Difference]:
    before, after = _sections_of(old), _sections_of(new)
    moved = _moved(old.question, new.question)
    for code, question in new.question.items():
        older, section = old.question.get(code), after[code]
        if older is None:
            yield _question_came(question, section, restored=question.since <= old.number)
            continue
        if changes := changes_of_question(older, question):
            says = sentence("Question “%(question)s” in “%(section)s”", **_names(question, section))
            yield Difference(CHANGED, QUESTION, code, says, changes)
        if code in moved or before[code].code != section.code:
            yield Difference(MOVED, QUESTION, code, _question_moved(question, section))
        yield from _parts(older, question, old, new)
    for code, question in old.question.items():
        if code not in new.question:
            says = sentence(
                "Question “%(question)s” in “%(section)s” is no longer asked; what was answered is kept.",
                **_names(question, before[code]),
            )
            yield Difference(RETIRED, QUESTION, code, says)


def _names(question: Question, section: Section) -> dict[str, Words]:
    return {"question": question.title, "section": section.title}


def _question_came(question: Question, section: Section, *, restored: bool) -> Difference:
    names = _names(question, section)
    if restored:
        says = sentence("Question “%(question)s” in “%(section)s” is asked again.", **names)
        return Difference(RESTORED, QUESTION, question.code, says)
    says = sentence(
        "New question “%(question)s” in “%(section)s”. Parts to answer: %(number)s.",
        **names,
        number=len(question.parts),
    )
    return Difference(ADDED, QUESTION, question.code, says)


def _question_moved(question: Question, section: Section) -> Sentence:
    names = _names(question, section)
    place = section.questions.index(question)
    if place == 0:
        return sentence("Question “%(question)s” is now the first one of “%(section)s”.", **names)
    return sentence(
        "Question “%(question)s” now stands in “%(section)s” after “%(before)s”.",
        **names,
        before=section.questions[place - 1].title,
    )


def _parts(
    older: Question, question: Question, old: Questionnaire, new: Questionnaire
) -> Iterator[Difference]:
    before = {part.code: part for part in older.parts}
    after = {part.code: part for part in question.parts}
    moved = _moved(before, after)
    for code, part in after.items():
        names = {"part": part.short, "question": question.title}
        if code not in before:
            yield _part_came(code, names, restored=part.since <= old.number)
        elif changes := changes_of_part(before[code], part, old, new):
            says = sentence("Part “%(part)s” of the question “%(question)s”", **names)
            yield Difference(CHANGED, PART, code, says, changes)
        if code in moved:
            says = sentence(
                "Part “%(part)s” of the question “%(question)s” stands in another place.", **names
            )
            yield Difference(MOVED, PART, code, says)
    for code, part in before.items():
        if code not in after:
            says = sentence(
                "Part “%(part)s” of the question “%(question)s” is no longer asked; what was answered is kept.",
                part=part.short,
                question=question.title,
            )
            yield Difference(RETIRED, PART, code, says)


def _part_came(code: str, names: dict[str, Words], *, restored: bool) -> Difference:
    if restored:
        says = sentence("Part “%(part)s” of the question “%(question)s” is asked again.", **names)
        return Difference(RESTORED, PART, code, says)
    return Difference(
        ADDED, PART, code, sentence("New part “%(part)s” of the question “%(question)s”.", **names)
    )


def _sections_of(version: Questionnaire) -> dict[str, Section]:
    """The section of each question, by the question's code."""
    return {question.code: section for section in version.sections for question in section.questions}


def _moved(old: Iterable[str], new: Iterable[str]) -> set[str]:
    """The codes in both that had to be moved, as few as are needed to tell one order from the other."""
    before, after = list(old), list(new)
    before, after = [code for code in before if code in after], [code for code in after if code in before]
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    stayed = {code for block in blocks for code in before[block.a : block.a + block.size]}
    return set(before) - stayed
