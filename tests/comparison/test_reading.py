import pytest

from survey.comparison.reading import buckets, is_in, read_reports, verdict_parts
from tests.comparison.examples import ACCESS, DATA, SUCCESS, VERSIONS, answer, report

NEWEST = VERSIONS[2]


def read_one(code, report, *answers):
    """What one report says to one part."""
    return read_reports([report], [NEWEST.part[code]], answers, VERSIONS)[0].readings[0]


def test_answer_comes_with_its_value_language_and_mark():
    reading = read_one(SUCCESS, report(), answer(1, SUCCESS, "partly", language="fr"))
    assert (reading.status, reading.value, reading.language, reading.mark) == (
        "answered",
        "partly",
        "fr",
        "◐",
    )


def test_answers_stay_with_their_reports_in_the_order_of_the_reports():
    answers = [answer(2, SUCCESS, "no"), answer(1, SUCCESS, "yes")]
    rows = read_reports([report(2), report(1), report(3)], [NEWEST.part[SUCCESS]], answers, VERSIONS)
    assert [(row.report.id, row.readings[0].value) for row in rows] == [(2, "no"), (1, "yes"), (3, "")]


@pytest.mark.parametrize("status", ["no_answer", "declined", "not_shown"])
def test_value_is_shown_only_where_the_part_is_answered(status):
    assert read_one(SUCCESS, report(), answer(1, SUCCESS, "yes", status)).value == ""


def test_draft_says_nothing():
    reading = read_one(SUCCESS, report(state="draft"), answer(1, SUCCESS, "yes"))
    assert (reading.status, reading.value) == ("not_reached", "")


def test_report_on_a_version_without_the_question_is_not_asked():
    row = read_reports([report(version=1)], NEWEST.question["Q10_ACCESS"].parts, [], VERSIONS)[0]
    assert {reading.status for reading in row.readings} == {"not_asked"}
    assert not row.is_asked
    assert read_reports([report()], [NEWEST.part[ACCESS]], [], VERSIONS)[0].is_asked


def test_label_turns_where_its_condition_holds():
    how = NEWEST.part["Q1_AWARENESS.how"]
    no = [answer(1, "Q1_AWARENESS.partners", "no"), answer(1, "Q1_AWARENESS.staff", "no")]
    assert read_one(how.code, report(), *no).label == how.alternative_label
    assert read_one(how.code, report(), no[0], answer(1, "Q1_AWARENESS.staff", "yes")).label == how.label


def test_matrix_has_the_verdict_parts_of_the_version():
    assert len(verdict_parts(VERSIONS[1])) == 11
    assert [part.code for part in verdict_parts(NEWEST)][-3:] == [
        "Q9_IMPACTDIFF.different", "Q10_ACCESS.equal", "Q11_NEEDS.accounted",
    ]  # fmt: skip


def groups(code, report, *answers):
    part = NEWEST.part[code]
    reading = read_one(code, report, *answers)
    return {bucket for bucket in buckets(part) if is_in(bucket, reading)}


def test_groups_of_a_report():
    asked = {"due", "received", "asked"}
    assert groups(SUCCESS, report(), answer(1, SUCCESS, "yes")) == asked | {"answered", "valid", "yes"}
    assert groups(SUCCESS, report(), answer(1, SUCCESS, "too_early")) == asked | {"answered", "too_early"}
    assert groups(SUCCESS, report(), answer(1, SUCCESS, "", "declined")) == asked | {"declined"}
    assert groups(SUCCESS, report()) == asked | {"no_answer"}
    assert groups(SUCCESS, report(), answer(1, SUCCESS, "", "not_shown")) == {"due", "received", "not_shown"}
    assert groups(ACCESS, report(version=1)) == {"due", "received", "not_asked"}
    assert groups(SUCCESS, report(state="with_lead")) == {"due", "not_reached"}


def test_many_choices_put_a_report_into_several_groups():
    found = groups(DATA, report(), answer(1, DATA, "sex;age"))
    assert found == {"due", "received", "asked", "answered", "valid", "sex", "age"}
