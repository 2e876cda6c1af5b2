"""What goes out comes back: the data file as it was, an XLSForm but for what it cannot say."""

from datetime import UTC, datetime

import pytest

from survey.questionnaire import structure
from survey.questionnaire.exchange.taking_over import APPEND
from survey.questionnaire.exchange.writing import FORMATS
from survey.questionnaire.instrument import canonical
from tests.questionnaire.exchange.examples import DRAFT, SHIPPED, read, take
from tests.support.factories import document

NOW = datetime(2001, 10, 12, tzinfo=UTC)
EMPTY = {**SHIPPED, "sections": [], "lists": SHIPPED["lists"][:1], "versions": [{"number": 3}]}
FORMS = ["xlsx", "csv", "md"]


@pytest.mark.parametrize("suffix", ["toml", "json"])
def test_data_file_comes_back_byte_for_byte(suffix):
    data = FORMATS[suffix].make(DRAFT, 3, NOW)
    taken = take(read(data, f"file.{suffix}"))
    assert (taken.document, taken.findings) == (DRAFT, [])
    assert FORMATS[suffix].make(taken.document, 3, NOW) == data


@pytest.mark.parametrize("suffix", ["toml", "json"])
def test_data_file_keeps_what_it_does_not_know(suffix):
    draft = {
        **DRAFT,
        "extra": {"note": [1, True, "é"]},
        "versions": [*DRAFT["versions"][:2], {"number": 3, "declared": {"a": "wording"}}],
    }
    data = FORMATS[suffix].make(draft, 3, NOW)
    assert canonical(take(read(data, f"file.{suffix}"), draft=draft).document) == canonical(draft)


@pytest.mark.parametrize("suffix", FORMS)
def test_form_comes_back_into_its_own_draft_without_any_change(suffix):
    data = FORMATS[suffix].make(DRAFT, 3, NOW)
    taken = take(read(data, f"form.{suffix}"))
    assert (taken.document, taken.findings) == (DRAFT, [])


@pytest.mark.parametrize("suffix", FORMS)
def test_form_comes_back_into_an_empty_questionnaire_but_for_the_other_label(suffix):
    data = FORMATS[suffix].make(SHIPPED, 2, NOW)
    taken = take(read(data, f"form.{suffix}"), draft=EMPTY, registered={})
    made, given = structure.questionnaire(taken.document, 3), structure.questionnaire(SHIPPED, 2)
    differences = [
        (part.code, name)
        for part, own in zip(given.parts, made.parts, strict=True)
        for name in part.__dataclass_fields__
        if getattr(part, name) != getattr(own, name) and name != "since"
    ]
    assert differences == [
        ("Q1_AWARENESS.how", "alternative_when"),
        ("Q1_AWARENESS.how", "alternative_label"),
    ]
    fields = ("code", "number", "origin", "title", "text")
    assert [[getattr(question, name) for name in fields] for question in made.questions] == [
        [getattr(question, name) for name in fields] for question in given.questions
    ]
    assert [(s.code, s.title) for s in made.sections] == [(s.code, s.title) for s in given.sections]
    assert taken.findings == []


def test_line_breaks_are_lost_in_markdown_only():
    made = document({"code": "first", "label": {"en": "One\ntwo | three"}})
    labels = {}
    for suffix in FORMS:
        [question] = read(FORMATS[suffix].make(made, 1, NOW), f"form.{suffix}").questions
        labels[suffix] = question["parts"][0]["label"]["en"]
    assert labels == {"xlsx": "One\ntwo | three", "csv": "One\ntwo | three", "md": "One two | three"}


@pytest.mark.parametrize("suffix", [*FORMS, "toml", "json"])
def test_appended_questionnaire_gets_free_codes_everywhere(suffix):
    data = FORMATS[suffix].make(DRAFT, 3, NOW)
    taken = take(read(data, f"form.{suffix}"), APPEND)
    version = structure.questionnaire(taken.document, 3)
    assert [question.code for question in version.questions[13:]] == [
        f"{question.code}_2" for question in version.questions[:13]
    ]
    assert len(taken.findings) == 16
    conditions = {
        test.part for part in version.parts[40:] for test in part.when if part.question_code.endswith("_2")
    }
    assert all(code.partition(".")[0].endswith("_2") for code in conditions)
