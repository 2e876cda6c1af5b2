"""The file of the questions: every part of every version, with its question's text to the letter."""

from collections.abc import Iterator, Mapping, Sequence

from survey.downloads.content import Content
from survey.questionnaire.conditions import Condition, Test
from survey.questionnaire.structure import SOURCE_LANGUAGE, Choice, Part, Question, Questionnaire
from survey.web.cells import Cell

UNCHANGED, UNDECLARED = "unchanged", "not declared"


def languages(content: Content) -> list[str]:
    """The languages in which questions are worded, English first."""
    found = {
        language
        for version in content.versions.values()
        for question in version.questions
        for language in (*question.text, *(code for part in question.parts for code in part.label))
    }
    return [SOURCE_LANGUAGE, *sorted(found - {SOURCE_LANGUAGE})]


def question_header(content: Content) -> list[str]:
    spoken = languages(content)
    return [
        "code",
        "version",
        *(f"text_{language}" for language in spoken),
        *(f"label_{language}" for language in spoken),
        "kind",
        "options",
        "condition",
        "aims",
        "polarity",
        "added_in",
        "change_declared_as",
    ]


def question_rows(content: Content) -> Iterator[list[Cell]]:
    """One row for each part and version, the oldest version first. An untranslated text is empty."""
    spoken = languages(content)
    first: dict[str, int] = {}
    before: dict[str, tuple[Question, Part]] = {}
    for version in content.versions.values():
        for question in version.questions:
            for part in question.parts:
                first.setdefault(part.code, version.number)
                yield [
                    part.code,
                    version.number,
                    *(question.text.get(language, "") for language in spoken),
                    *(part.label.get(language, "") for language in spoken),
                    part.kind,
                    options(part),
                    expression(part.when, version),
                    "; ".join(part.aims),
                    part.polarity,
                    first[part.code],
                    change(before.get(part.code), question, part, version.declared),
                ]
                before[part.code] = (question, part)


def change(
    before: tuple[Question, Part] | None, question: Question, part: Part, declared: Mapping[str, str]
) -> str:
    """What a version says it did to a part: nothing for a new one, else as what it declared the difference.

    Where the question's texts and the part differ, both declarations are named, the question's first.
    """
    if before is None:
        return ""
    old_question, old_part = before
    differing = []
    if (old_question.text, old_question.title) != (question.text, question.title):
        differing.append(question.code)
    if old_part != part:
        differing.append(part.code)
    return "; ".join(dict.fromkeys(declared.get(code, UNDECLARED) for code in differing)) or UNCHANGED


def options(part: Part) -> str:
    """What can be chosen, each code with its English label, or a table's rows and columns."""
    if part.rows:
        return f"rows: {_labelled(part.rows)}; columns: {_labelled(part.columns)}"
    return _labelled(part.options)


def _labelled(choices: Sequence[Choice]) -> str:
    return "; ".join(f"{choice.code} ({choice.label.to(SOURCE_LANGUAGE)})" for choice in choices)


def expression(condition: Condition, version: Questionnaire) -> str:
    """When a part is shown, such as `Q2_SPINOFF.resulted in (yes, partly)`; nothing for always."""
    return " and ".join(_test(test, version) for test in condition)


def _test(test: Test, version: Questionnaire) -> str:
    part = version.part.get(test.part)
    order = [option.code for option in part.options] if part else []
    known = [code for code in order if code in test.codes]
    codes = known + sorted(test.codes - set(known))
    return f"{test.part} {'not in' if test.negated else 'in'} ({', '.join(codes)})"
