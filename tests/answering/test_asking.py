from survey.answering.asking import asked_parts, label, needed_codes, read_sent, show_as_typed
from tests.answering.examples import NEWEST, saved

AWARENESS = NEWEST.question["Q1_AWARENESS"].parts
SPINOFF = NEWEST.question["Q2_SPINOFF"].parts
ACCESS = NEWEST.question["Q10_ACCESS"].parts


def sent(parts, **fields):
    """What a form holds in which all these parts stood, with these texts in its fields."""
    seen = {f"seen:{part.code}": ["0"] for part in parts}
    return seen | {name.replace("__", "."): values for name, values in fields.items()}


def test_label_turns_into_why_not_when_both_verdicts_are_no():
    how = NEWEST.part["Q1_AWARENESS.how"]
    both = {"Q1_AWARENESS.partners": "no", "Q1_AWARENESS.staff": "no"}
    assert label(how, both) == how.alternative_label
    assert label(how, both | {"Q1_AWARENESS.staff": "yes"}) == how.label
    assert label(how, {}) == how.label


def test_asked_parts_hide_what_depends_on_another_answer():
    shown = [part.shown for part in asked_parts(NEWEST, SPINOFF, saved(Q2_SPINOFF__resulted="no"))]
    assert shown == [True, False]
    shown = [part.shown for part in asked_parts(NEWEST, SPINOFF, saved(Q2_SPINOFF__resulted="partly"))]
    assert shown == [True, True]


def test_asked_parts_say_in_words_what_they_depend_on():
    which = asked_parts(NEWEST, SPINOFF, saved())[1]
    [(other, negated, answers)] = which.depends
    assert other == NEWEST.part["Q2_SPINOFF.resulted"].short
    assert not negated
    assert [answer.to("en") for answer in answers] == ["Yes", "Planned, not started"]


def test_needed_codes_are_the_questions_own_and_those_its_conditions_hang_on():
    assert needed_codes(NEWEST, [NEWEST.part["Q2_SPINOFF.which"]]) == [
        "Q2_SPINOFF.which",
        "Q2_SPINOFF.resulted",
    ]
    assert needed_codes(NEWEST, [NEWEST.part["Q8_DATA.tools_which"]]) == [
        "Q8_DATA.tools_which",
        "Q8_DATA.tools",
        "Q8_DATA.data",
    ]


def test_read_sent_takes_each_part_that_stood_on_the_page():
    fields = sent(AWARENESS, Q1_AWARENESS__partners=["yes"], Q1_AWARENESS__how=["Ça va\r\nbien"])
    changes = [(c.part_code, c.value, c.status) for c in read_sent(AWARENESS, fields).changes]
    assert changes == [
        ("Q1_AWARENESS.partners", "yes", "answered"),
        ("Q1_AWARENESS.staff", "", "no_answer"),
        ("Q1_AWARENESS.how", "Ça va\nbien", "answered"),
    ]


def test_read_sent_leaves_alone_what_did_not_stand_on_the_page():
    assert read_sent(AWARENESS, {"Q1_AWARENESS.partners": ["yes"]}).changes == []


def test_read_sent_keeps_the_good_parts_when_one_is_bad():
    fields = sent(AWARENESS, Q1_AWARENESS__partners=["perhaps"], Q1_AWARENESS__how=["fine"])
    found = read_sent(AWARENESS, fields)
    assert list(found.faults) == ["Q1_AWARENESS.partners"]
    assert [c.part_code for c in found.changes] == ["Q1_AWARENESS.staff", "Q1_AWARENESS.how"]


def test_read_sent_declines_a_part_and_lets_its_button_go():
    fields = sent(AWARENESS, Q1_AWARENESS__partners=["yes"]) | {"declined:Q1_AWARENESS.partners": ["1"]}
    first = read_sent(AWARENESS, fields).changes[0]
    assert (first.value, first.status) == ("", "declined")


def test_read_sent_refuses_to_let_a_text_vanish_behind_the_tick():
    fields = sent(AWARENESS, Q1_AWARENESS__how=["words"]) | {"declined:Q1_AWARENESS.how": ["1"]}
    assert list(read_sent(AWARENESS, fields).faults) == ["Q1_AWARENESS.how"]


def test_read_sent_takes_a_version_that_is_no_number_for_one_that_nobody_was_given():
    for version in ("", "x", "-1", "1e3", "٣", "9" * 30):
        fields = sent(AWARENESS) | {"seen:Q1_AWARENESS.partners": [version]}
        assert read_sent(AWARENESS, fields).changes[0].seen_version == -1


def test_read_sent_refuses_a_malformed_table_with_a_sentence():
    fields = sent(ACCESS) | {"Q10_ACCESS.reach:eligible:women": ["a dozen"]}
    fault = read_sent(ACCESS, fields).faults["Q10_ACCESS.reach"]
    assert str(fault) == (
        "Write each count as a whole number, such as 84. Leave the cell empty if it was not recorded."
    )


def test_show_as_typed_keeps_wrong_cells_visible():
    reach = asked_parts(NEWEST, ACCESS, saved())[1]
    fields = sent(ACCESS) | {
        "Q10_ACCESS.reach:eligible:women": ["a dozen"],
        "Q10_ACCESS.reach:reached:men": ["7"],
    }
    show_as_typed(reach, fields)
    assert '"women": "a dozen"' in reach.value
    assert '"men": "7"' in reach.value
