from survey.questionnaire.editing.outline import outline
from survey.questionnaire.editing.published import gathered
from survey.questionnaire.findings import Finding
from survey.web.wording import sentence
from tests.questionnaire.editing.drafts import NUMBER, draft
from tests.support.factories import verdict


def test_outline_says_what_is_new_retired_missing_and_wrong():
    published = gathered([draft()])
    changed = draft(verdict(), {"code": "why", "retired": 2}, {"code": "new", "when": [{}]})
    finding = Finding("X_TRIAL.new", sentence("Wrong."))
    one, two = outline(changed, NUMBER, published, missing={"X_TRIAL": ("fr",)}, findings=[finding])
    [trial] = one.lines
    assert (one.code, one.place, one.last, two.place, two.last) == ("ONE", 1, 2, 2, 2)
    assert (trial.is_new, trial.retired, trial.missing, trial.title.to("en")) == (
        False,
        False,
        ("fr",),
        "Title",
    )
    assert [
        (part.code, part.own_code, part.part_kind, part.is_new, part.retired, part.conditional, part.findings)
        for part in trial.lines
    ] == [
        ("X_TRIAL.first", "first", "verdict", False, False, False, []),
        ("X_TRIAL.why", "why", "text", False, True, False, []),
        ("X_TRIAL.new", "new", "text", True, False, True, [finding]),
    ]


def test_parts_of_a_retired_question_are_retired():
    changed = draft()
    changed["sections"][0]["questions"][0]["retired"] = 2
    [trial] = outline(changed, NUMBER, gathered([draft()]))[0].lines
    assert [(line.code, line.retired) for line in (trial, *trial.lines)] == [
        ("X_TRIAL", True),
        ("X_TRIAL.first", True),
        ("X_TRIAL.why", True),
    ]
