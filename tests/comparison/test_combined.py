from survey.comparison.combined import combined
from survey.questionnaire.structure import questionnaire
from tests.comparison.examples import VERSIONS
from tests.support.factories import document


def trial(number, *parts, question="X_TRIAL"):
    return questionnaire(document(*parts, question=question), number)


def test_one_version_stays_as_it_is():
    assert combined([VERSIONS[1]]) == VERSIONS[1]


def test_newest_version_leads_whatever_the_order():
    assert combined([VERSIONS[1], VERSIONS[2]]) == combined([VERSIONS[2], VERSIONS[1]])
    assert combined([VERSIONS[1], VERSIONS[2]]).parts == VERSIONS[2].parts


def test_retired_question_and_part_come_last():
    old = trial(1, {"code": "first"}, {"code": "gone"})
    new = trial(2, {"code": "first"}, {"code": "added"})
    assert [part.code for part in combined([old, new]).parts] == [
        "X_TRIAL.first",
        "X_TRIAL.added",
        "X_TRIAL.gone",
    ]
    other = trial(3, question="X_OTHER")
    assert [question.code for question in combined([old, other]).questions] == ["X_OTHER", "X_TRIAL"]


def test_option_of_an_older_version_stays_and_the_newest_wording_wins():
    def asking(number, label, *options):
        entry = {"code": "first", "kind": "one_choice", "options": "own", "label": {"en": label}}
        asked = document(entry)
        asked["lists"].append({"code": "own", "options": [{"code": c, "label": {"en": c}} for c in options]})
        return questionnaire(asked, number)

    part = combined([asking(1, "Old words", "red", "green"), asking(2, "New words", "blue", "red")]).parts[0]
    assert part.label.to("en") == "New words"
    assert [option.code for option in part.options] == ["blue", "red", "green"]
