from survey.comparison.meanings import FIRST, Meanings, asking
from survey.questionnaire.structure import questionnaire
from tests.support.factories import document, verdict

CODE, OTHER = "X_TRIAL.first", "X_TRIAL.second"


def versions(declared):
    """Four versions of a question of two verdicts, the second since version 2; `declared` by version and code."""
    made = document(verdict(), verdict("second", since=2), versions=(1, 2, 3, 4))
    for entry in made["versions"]:
        said = declared.get(entry["number"], {})
        entry["changes"] = [{"code": code, "declared": word} for code, word in said.items()]
    return {number: questionnaire(made, number) for number in (1, 2, 3, 4)}


def since(declared, code=CODE):
    found = versions(declared)
    meanings = Meanings(tuple(found.values()))
    return [meanings.since(version, code) for version in found.values()]


def test_part_means_the_same_while_nobody_declares_otherwise():
    assert since({}) == [FIRST] * 4
    assert since({2: {CODE: "wording"}, 3: {CODE: "clarification"}}) == [FIRST] * 4


def test_new_meaning_counts_from_its_version_on():
    assert since({3: {CODE: "new meaning"}}) == [FIRST, FIRST, 3, 3]
    assert since({2: {CODE: "new meaning"}, 4: {CODE: "new meaning"}}) == [FIRST, 2, 2, 4]


def test_new_meaning_of_a_question_is_one_of_all_its_parts_and_that_of_a_part_of_no_other():
    assert since({3: {"X_TRIAL": "new meaning"}}, OTHER) == [FIRST, FIRST, 3, 3]
    assert since({3: {OTHER: "new meaning"}}) == [FIRST] * 4


def test_versions_of_another_questionnaire_declare_nothing_here():
    found = versions({2: {CODE: "new meaning"}})
    other = questionnaire(document(code="other"), 1)
    assert Meanings(tuple(found.values())).since(other, CODE) == FIRST


def test_meanings_among_versions_are_of_those_that_ask_the_part():
    found = versions({2: {OTHER: "new meaning"}, 3: {OTHER: "new meaning"}})
    meanings = Meanings(tuple(found.values()))
    assert meanings.among(found.values(), OTHER) == [2, 3]
    assert meanings.among([found[1]], OTHER) == []
    assert asking(found, OTHER) == [2, 3, 4]
