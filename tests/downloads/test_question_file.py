from dataclasses import replace

import pytest

from survey.downloads.question_file import (
    change,
    expression,
    languages,
    options,
    question_header,
    question_rows,
)
from survey.questionnaire.conditions import condition
from survey.questionnaire.instrument import read_file
from survey.questionnaire.structure import Words, questionnaire
from tests.downloads.records import content, two_versions, verdict, version
from tests.support.factories import part


@pytest.fixture
def instrument():
    document = read_file()
    return content(versions={1: questionnaire(document, 1), 2: questionnaire(document, 2)})


def test_columns():
    assert question_header(content()) == [
        "code", "version", "text_en", "text_es", "text_fr", "label_en", "label_es", "label_fr",
        "kind", "options", "condition", "aims", "polarity", "added_in", "change_declared_as",
    ]  # fmt: skip


def test_a_row_for_each_part_and_version():
    rows = list(question_rows(content(versions=two_versions())))
    assert [(row[0], row[1], *row[-2:]) for row in rows] == [
        ("X_TRIAL.told", 1, 1, ""),
        ("X_TRIAL.seen", 1, 1, ""),
        ("X_ADDED.new", 2, 2, ""),
        ("X_TRIAL.told", 2, 1, "unchanged"),
        ("X_TRIAL.seen", 2, 1, "unchanged"),
    ]


def test_exact_row():
    part = verdict(aims=["A1_AWARENESS"], when=[{"part": "X_TRIAL.before", "in": ["no", "yes"]}])
    [_, row] = question_rows(content(versions={11: version(verdict("before"), part)}))
    assert row == [
        "X_TRIAL.first", 1, "Text", "Text (es)", "Text (fr)", "Label", "Label (es)", "Label (fr)", "verdict",
        "yes (yes); partly (partly); no (no)", "X_TRIAL.before in (yes, no)", "A1_AWARENESS", "good", 1, "",
    ]  # fmt: skip


def test_an_untranslated_text_is_empty():
    [row] = question_rows(content(versions={11: version({"code": "first", "label": {"en": "Only"}})}))
    assert row[5:8] == ["Only", "", ""]


def test_a_difference_is_what_its_version_declared_it_to_be():
    question = version().questions[0]
    [own] = question.parts
    reworded, relabelled = replace(question, text=Words(en="Other")), replace(own, label=Words(en="Other"))
    declared = {question.code: "wording", own.code: "new meaning"}
    assert change(None, question, own, declared) == ""
    assert change((question, own), question, own, declared) == "unchanged"
    assert change((question, own), reworded, own, {}) == "not declared"
    assert change((question, own), reworded, own, declared) == "wording"
    assert change((question, own), question, relabelled, declared) == "new meaning"
    assert change((question, own), reworded, relabelled, declared) == "wording; new meaning"


def test_conditions_are_readable():
    asked = version(verdict(), {"code": "other"})
    tests = condition(
        [{"part": "X_TRIAL.first", "in": ["partly", "yes"]}, {"part": "X_OLD.gone", "not_in": ["b", "a"]}]
    )
    assert expression(tests, asked) == "X_TRIAL.first in (yes, partly) and X_OLD.gone not in (a, b)"
    assert expression((), asked) == ""


def test_a_table_lists_its_rows_and_columns():
    table = part("table", rows=("met", "helped"), columns=("men",))
    assert options(table) == "rows: met (Met); helped (Helped); columns: men (Men)"
    assert options(part("text")) == ""


def test_the_instrument_of_2001_comes_out_to_the_letter(instrument):
    rows = {(row[0], row[1]): row for row in question_rows(instrument)}
    parts = [
        (part.code, version.number) for version in instrument.versions.values() for part in version.parts
    ]
    assert list(rows) == parts
    spoken = languages(instrument)
    for version_ in instrument.versions.values():
        for question in version_.questions:
            for asked in question.parts:
                row = rows[asked.code, version_.number]
                assert row[2 : 2 + len(spoken)] == [question.text[language] for language in spoken]
    header = question_header(instrument)
    assert rows["Q2_SPINOFF.which", 2][header.index("condition")] == "Q2_SPINOFF.resulted in (yes, partly)"
    assert (
        rows["Q5_BALANCE.direction", 2][header.index("condition")]
        == "Q5_BALANCE.balanced not in (not_applicable)"
    )
