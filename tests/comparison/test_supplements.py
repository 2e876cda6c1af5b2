"""Supplements in the seam: what counts for which part, against figures counted by hand and one by one."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.comparison.combined import combined
from survey.comparison.reading import buckets, is_in, read_reports
from survey.comparison.records import SupplementRecord
from survey.comparison.states import Holders
from survey.questionnaire.structure import questionnaire
from survey.questionnaire.supplements import restricted
from tests.comparison.counting import summaries
from tests.comparison.examples import NOON, answer, report, tallies_of
from tests.support.factories import document, verdict

FIRST, SECOND, THIRD = "X_TRIAL.first", "X_TRIAL.second", "X_TRIAL.third"
STATES = ("draft", "with_lead", "submitted", "returned", "resubmitted", "accepted")


def trial():
    """Three versions of one question: each adds a verdict, and the third is shown after a yes to the first only."""
    yes = [{"part": FIRST, "in": ["yes"]}]
    parts = verdict("first"), verdict("second", since=2), verdict("third", since=3, when=yes)
    return document(*parts, versions=(1, 2, 3))


def asked_later(number, *after, first="yes"):
    known = [part.code for version in after for part in questionnaire(trial(), version).parts]
    made = restricted(trial(), number, after=after, known=set(known), values={FIRST: first})
    return made and questionnaire(made, number)


#: the three versions as a whole, and below what supplements ask: number and what was answered before
VERSIONS = {number: questionnaire(trial(), number) for number in (1, 2, 3)}
AFTER = {21: (2, 1), 31: (3, 1), 32: (3, 2), 312: (3, 1, 2)}
ASKED_LATER = {id: asked_later(*numbers) for id, numbers in AFTER.items()} | {
    310: asked_later(3, 1, first="no")
}
ALL = VERSIONS | ASKED_LATER


def supplement(id, version, state="submitted"):
    return SupplementRecord(id, f"supplement-{id}", state, version, ALL[version].number, NOON, NOON)


def with_supplements(made, *supplements):
    return replace(made, supplements=supplements)


def base_of(code, reports, *answers):
    return summaries(tallies_of(answers, reports, ALL), reports, ALL)[code].base


def figures(base):
    return {
        "due": base.due,
        "received": base.received,
        "not_asked": base.not_asked,
        "asked": base.asked,
        "answered": base.answered,
        "not_reached": base.not_received,
    }


def test_what_supplements_ask():
    asked = {
        id: (sorted(version.part), [part.code for part in version.ruled_out])
        for id, version in ASKED_LATER.items()
    }
    assert asked == {
        21: ([SECOND], []), 31: ([SECOND, THIRD], []), 32: ([THIRD], []), 312: ([THIRD], []), 310: ([SECOND], [THIRD]),
    }  # fmt: skip


def test_part_of_a_supplement_is_not_asked_before_and_not_reached_until_it_is_signed():
    made = report(1, version=1)
    assert figures(base_of(SECOND, [made])) == {
        "due": 1, "received": 1, "not_asked": 1, "asked": 0, "answered": 0, "not_reached": 0,
    }  # fmt: skip
    waiting = with_supplements(made, supplement(11, 21, "draft"))
    assert figures(base_of(SECOND, [waiting])) == {
        "due": 1, "received": 0, "not_asked": 0, "asked": 0, "answered": 0, "not_reached": 1,
    }  # fmt: skip
    signed = with_supplements(made, supplement(11, 21))
    assert figures(base_of(SECOND, [signed], answer(11, SECOND, "yes"))) == {
        "due": 1, "received": 1, "not_asked": 0, "asked": 1, "answered": 1, "not_reached": 0,
    }  # fmt: skip


def test_parts_of_the_report_do_not_wait_for_its_supplement():
    waiting = with_supplements(report(1, version=1), supplement(11, 21, "draft"))
    assert base_of(FIRST, [waiting], answer(1, FIRST, "no")).valid == 1


def test_supplement_that_is_received_counts_while_its_report_is_returned():
    made = with_supplements(report(1, "returned", version=1), supplement(11, 21))
    answers = answer(1, FIRST, "no"), answer(11, SECOND, "yes")
    assert figures(base_of(FIRST, [made], *answers))["not_reached"] == 1
    assert figures(base_of(SECOND, [made], *answers))["answered"] == 1


def test_answer_that_a_report_holds_beside_what_it_is_asked_does_not_count():
    made = with_supplements(report(1, version=1), supplement(11, 21))
    answers = answer(1, SECOND, "no"), answer(11, SECOND, "yes")
    assert dict(base_of(SECOND, [made], *answers).options) == {"yes": 1}
    [row] = read_reports([made], [VERSIONS[3].part[SECOND]], answers, ALL)
    assert (row.readings[0].value, row.readings[0].holder.id) == ("yes", 11)
    assert Holders(ALL).own(made, answers)[SECOND].value == "yes"


def test_part_that_was_ruled_out_is_not_shown():
    made = with_supplements(report(1, version=1), supplement(11, 310))
    base = base_of(THIRD, [made], answer(11, SECOND, "yes"), answer(11, THIRD, status="not_shown"))
    assert (base.not_shown, base.not_asked, base.asked) == (1, 0, 0)


def test_page_knows_which_of_a_report_and_its_supplements_says_what():
    made = with_supplements(report(1, version=1), supplement(11, 21), supplement(12, 312, "draft"))
    parts = [VERSIONS[3].part[code] for code in (FIRST, SECOND, THIRD)]
    [row] = read_reports([made], parts, [answer(1, FIRST, "yes"), answer(11, SECOND, "no")], ALL)
    assert [holder.id for holder in row.holders] == [1, 11, 12]
    assert [reading.status for reading in row.readings] == ["answered", "answered", "not_reached"]
    assert row.is_received
    [row] = read_reports([made], parts[2:], [], ALL)
    assert not row.is_received


@pytest.mark.parametrize("order", [list(ALL), list(reversed(ALL))])
def test_versions_are_put_together_in_the_order_of_the_whole_ones(order):
    whole = combined([ALL[id] for id in order])
    assert [part.code for part in whole.parts] == [FIRST, SECOND, THIRD]
    assert (whole.after, whole.ruled_out) == ((), ())
    # the test that a supplement has settled is still told
    assert whole.part[THIRD].when == VERSIONS[3].part[THIRD].when


# a main version, and which supplements can follow it
FOLLOWING = {1: [(), (21,), (31,), (310,), (21, 312)], 2: [(), (32,)], 3: [()]}
SAID = st.sampled_from(["yes", "partly", "no", "", "declined"])


@st.composite
def mixtures(draw):
    """A round of reports in any state, signed ones with supplements in any state, and what they hold."""
    reports, answers = [], []
    for number in range(1, draw(st.integers(1, 8)) + 1):
        made = report(number, draw(st.sampled_from(STATES)), version=draw(st.sampled_from((1, 2, 3))))
        chosen = ()
        if made.state not in ("draft", "with_lead"):
            chosen = draw(st.sampled_from(FOLLOWING[made.version_id]))
        later = [
            supplement(100 * number + place, version, draw(st.sampled_from(STATES)))
            for place, version in enumerate(chosen)
        ]
        reports.append(with_supplements(made, *later))
        for holder in reports[-1].with_supplements:
            for code in (FIRST, SECOND, THIRD):
                answers += said(draw, holder, code)
    return reports, answers


def said(draw, holder, code):
    """The row of an answer: of any part, asked or not; a received report has one of each part that it was asked."""
    word = draw(SAID)
    covered = ALL[holder.version_id].covered
    if code in covered and code not in ALL[holder.version_id].part:
        return [answer(holder.id, code, status="not_shown")]
    if not word:
        return [answer(holder.id, code, status="no_answer")] if holder.received and code in covered else []
    return [
        answer(holder.id, code, status="declined") if word == "declined" else answer(holder.id, code, word)
    ]


def naive(code, reports, answers):
    """What each report says to the part, one by one: the value of a verdict, or the status."""
    rows = {(a.report_id, a.part_code): a.value or a.status for a in answers}
    found = Counter()
    for made in reports:
        asking = [one for one in made.with_supplements if code in ALL[one.version_id].covered]
        holder = asking[0] if asking else made
        word = "not_asked" if not asking else rows.get((holder.id, code), "no_answer")
        found[word if holder.state in ("submitted", "resubmitted", "accepted") else "not_reached"] += 1
    return found


@settings(max_examples=60, deadline=None)
@given(mixtures())
def test_reports_due_are_always_the_valid_ones_and_all_that_is_missing(mixture):
    reports, answers = mixture
    found = summaries(tallies_of(answers, reports, ALL), reports, ALL)
    for code in (FIRST, SECOND, THIRD):
        summary, expected = found[code], naive(code, reports, answers)
        counted = dict(summary.missing) | {
            option: summary.base.k(option) for option in ("yes", "partly", "no")
        }
        assert {name: number for name, number in counted.items() if number} == dict(expected)
        assert summary.base.due == len(reports) == summary.base.valid + sum(n for _, n in summary.missing)
        rows = read_reports(reports, [summary.part], answers, ALL)
        for bucket in buckets(summary.part):
            base = getattr(summary.base, bucket, None)
            number = base if isinstance(base, int) else counted.get(bucket, 0)
            assert sum(is_in(bucket, row.readings[0]) for row in rows) == number
