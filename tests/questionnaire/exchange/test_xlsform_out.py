import io
from datetime import UTC, datetime

import openpyxl
import pytest
from pyxform.xls2xform import convert

from survey.questionnaire.exchange.workbooks import to_workbook
from survey.questionnaire.exchange.writing import FORMATS, not_carried
from survey.questionnaire.exchange.xlsform_out import UNFINISHED, xlsform
from survey.web.wording import BadInput
from tests.questionnaire.exchange.examples import DRAFT, SHIPPED, said
from tests.support.factories import document, verdict

NOW = datetime(2001, 10, 12, tzinfo=UTC)
EVERYWHERE = [
    "%s: “Prefer not to answer” and “not recorded” are not carried: XLSForm has nothing of the kind.",
    "%s: The aims in words, the notes about versions, and the questionnaire’s title in languages other than English "
    "are not carried.",
]


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("suffix", ["xlsx", "csv", "md"])
def test_pyxform_converts_every_version_without_a_warning(suffix, number):
    data = FORMATS[suffix].make(SHIPPED, number, NOW)
    made = convert(io.BytesIO(data), file_type=f".{suffix}", validate=False)
    assert made.warnings == []
    assert 'nodeset="/data/ANNEX2/Q8_DATA/Q8_DATA_tools_which"' in made.xform
    assert ("Q11_NEEDS_accounted" in made.xform) is (number == 2)
    assert ('lang="Français (fr)"' in made.xform, 'lang="Español (es)"' in made.xform) == (True, True)


def test_rows_of_a_question_are_a_group_with_a_note_and_its_parts():
    rows = {row[1]: row for row in xlsform(SHIPPED, 2)[0]["survey"] if row[1]}
    header = rows["name"]
    question = [name for name in rows if name.startswith("Q2_SPINOFF")]
    assert question == ["Q2_SPINOFF", "Q2_SPINOFF_text", "Q2_SPINOFF_resulted", "Q2_SPINOFF_which"]
    assert [rows[name][0] for name in question] == [
        "begin_group",
        "note",
        "select_one Q2_SPINOFF_resulted",
        "text",
    ]
    which = dict(zip(header, rows["Q2_SPINOFF_which"], strict=True))
    assert which["relevant"] == "${Q2_SPINOFF_resulted} = 'yes' or ${Q2_SPINOFF_resulted} = 'partly'"
    assert which["label::Français (fr)"] == "De quelles activités ou de quels projets s’agit-il ?".replace(
        " ?", "\u00a0?"
    )
    assert which["aims"] == "A3_CAPACITY A5_TOOLS"
    direction = dict(zip(header, rows["Q9_IMPACTDIFF_direction"], strict=True))
    assert direction["relevant"] == "${Q9_IMPACTDIFF_different} != 'not_applicable'"


def test_table_is_a_group_of_groups_of_whole_numbers():
    rows = [row[:2] for row in xlsform(SHIPPED, 2)[0]["survey"]]
    start = rows.index(["begin_group", "Q9_IMPACTDIFF_outcomes"])
    assert rows[start : start + 6] == [
        ["begin_group", "Q9_IMPACTDIFF_outcomes"],
        ["begin_group", "Q9_IMPACTDIFF_outcomes_assessed"],
        ["integer", "Q9_IMPACTDIFF_outcomes_assessed_women"],
        ["integer", "Q9_IMPACTDIFF_outcomes_assessed_men"],
        ["end_group", ""],
        ["begin_group", "Q9_IMPACTDIFF_outcomes_with_good_outcome"],
    ]


def test_what_is_not_carried_is_listed_with_its_place():
    assert said(not_carried(SHIPPED, 2)) == [
        *(text % "gender-mainstreaming" for text in EVERYWHERE),
        "Q1_AWARENESS.how: The other label, used after certain answers, is not carried. The first label is used "
        "always.",
    ]


def test_several_tests_and_many_choices_make_one_condition():
    parts = (
        verdict(),
        {"code": "some", "kind": "many_choices", "options": "colours"},
        {
            "code": "last",
            "when": [
                {"part": "X_TRIAL.first", "in": ["yes", "no"]},
                {"part": "X_TRIAL.some", "not_in": ["red", "blue"]},
            ],
        },
    )
    rows = {row[1]: row for row in xlsform(document(*parts), 1)[0]["survey"]}
    place = rows["name"].index("relevant")
    assert rows["X_TRIAL_last"][place] == (
        "(${X_TRIAL_first} = 'yes' or ${X_TRIAL_first} = 'no') and "
        "(not(selected(${X_TRIAL_some}, 'red')) and not(selected(${X_TRIAL_some}, 'blue')))"
    )


def test_text_that_looks_like_a_reference_is_written_apart_and_said():
    made = document({"code": "first", "label": {"en": "Costs ${amount}"}})
    sheets, findings = xlsform(made, 1)
    assert any("Costs $ {amount}" in row for row in sheets["survey"])
    assert said(findings)[2:] == [
        "X_TRIAL_first: “${” would be read as the name of another answer there; it is written as “$ {”."
    ]


def test_draft_with_a_condition_on_nothing_is_written_without_it():
    made = document({"code": "first", "when": [{"part": "X_GONE.part", "in": ["yes"]}]})
    assert said(xlsform(made, 1)[1])[2:] == [
        "X_TRIAL.first: It depends on an answer that this version does not have. This condition is not carried."
    ]


def test_draft_that_refers_to_a_list_that_is_gone_is_refused_with_a_sentence():
    with pytest.raises(BadInput) as refused:
        xlsform(document({"code": "first", "kind": "one_choice", "options": "gone"}), 1)
    assert refused.value.sentence == UNFINISHED


def test_texts_that_look_like_formulas_are_cells_of_text():
    texts = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "http://example.org", "007"]
    book = openpyxl.load_workbook(
        io.BytesIO(to_workbook({"survey": [["label"], *([text] for text in texts)]}, NOW))
    )
    cells = [row[0] for row in book["survey"].iter_rows(min_row=2)]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in cells] == [
        (text, "s", None) for text in texts
    ]


def test_the_same_version_gives_the_same_bytes():
    assert FORMATS["xlsx"].make(DRAFT, 3, NOW) == FORMATS["xlsx"].make(DRAFT, 3, NOW)
