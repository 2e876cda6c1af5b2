from survey.answering.asking import read_sent
from survey.publishing.trial import carried, gentle, held_answers, showable, with_changes
from survey.questionnaire.structure import questionnaire
from tests.support.factories import document, verdict

VERSION = questionnaire(document(verdict(), {"code": "why"}, {"code": "days", "kind": "number"}), 1)
FIRST, WHY, DAYS = (part.code for part in VERSION.parts)


def test_what_was_typed_on_one_page_is_carried_to_the_next():
    sent = read_sent(
        VERSION.parts,
        {f"seen:{FIRST}": ["0"], FIRST: ["yes"], f"seen:{WHY}": ["0"], f"declared:{WHY}": ["1"]},
    )
    answers = with_changes(held_answers(VERSION, {}), sent.changes)
    hidden = carried(answers, [DAYS])
    assert hidden == [(f"held:{FIRST}", "yes")]
    again = held_answers(VERSION, {name: [text] for name, text in hidden})
    assert {code: (answer.value, answer.status) for code, answer in again.items()} == {
        FIRST: ("yes", "answered"),
        WHY: ("", "no_answer"),
        DAYS: ("", "no_answer"),
    }


def test_declined_part_is_carried_as_declined():
    answers = held_answers(VERSION, {f"held-declined:{WHY}": ["1"], f"held:{WHY}": ["text"]})
    assert (answers[WHY].status, answers[WHY].value) == ("declined", "")
    assert carried(answers, []) == [(f"held-declined:{WHY}", "1")]
    assert carried(answers, [WHY]) == []


def test_what_is_no_answer_to_the_part_is_dropped():
    answers = held_answers(
        VERSION, {f"held:{FIRST}": ["perhaps"], f"held:{DAYS}": ["many"], f"held:{WHY}": ["\0"]}
    )
    assert {answer.value for answer in answers.values()} == {""}


def test_part_of_an_unknown_kind_is_not_shown():
    odd = questionnaire(document({"code": "first"}, {"code": "odd", "kind": "odd"}), 1)
    assert [part.code for part in showable(odd).parts] == ["X_TRIAL.first"]


def test_figures_that_do_not_fit_are_warned_of_only_where_they_are_figures():
    asked = document({"code": "reach", "kind": "text"}, question="Q10_ACCESS")
    version = questionnaire(asked, 1)
    answers = held_answers(version, {"held:Q10_ACCESS.reach": ["no table"]})
    assert gentle(version, answers) == {}
