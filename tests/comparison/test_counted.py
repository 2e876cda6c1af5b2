"""Figures from tallies, against a naive count of random rounds, report by report."""

from collections import Counter

from hypothesis import given, settings

from survey.answering.bitmaps import EMPTY, Bitmap
from survey.answering.statuses import STATUSES
from survey.answering.tallied import Counting, DueReport, Holding, Reached
from survey.comparison.counted import NOTHING, Counted, summed
from survey.comparison.denominators import VALID_VERDICTS
from survey.comparison.reading import buckets, is_in, read_reports
from tests.comparison.counting import summaries
from tests.comparison.examples import report as due_report
from tests.comparison.examples import tallies_of
from tests.comparison.test_supplements import (
    ALL,
    FIRST,
    SECOND,
    THIRD,
    mixtures,
    supplement,
    with_supplements,
)


def counted_bits(reports, answers):
    """What the tallies of a round of these reports hold, by key."""
    counting = Counting(ALL)
    holders = {one.id: (made.number, one) for made in reports for one in made.with_supplements}
    for made in reports:
        standing = [Holding(one.version_id, one.state) for one in made.with_supplements]
        due = DueReport(
            made.number, standing[0], tuple(standing[1:]), made.fictitious, made.region, made.mission,
            made.report_kind, made.funding_usd, made.service_areas,
        )  # fmt: skip
        counting.add_report(due, made.number)
    for one in answers:
        number, holder = holders[one.report_id]
        if holder.received:
            counting.add_answer(holder.version_id, one.part_code, one.status, one.value, number)
    return {key: Bitmap({0: bits}) for key, bits in counting.bits(answers=True).items() if bits}


def counted(bits):
    parts = {}
    for (key, value), bitmap in bits.items():
        parts.setdefault(key, {})[value] = len(bitmap)
    due, received, fictitious = (len(bits.get((key, ""), EMPTY)) for key in ("due", "received", "fictitious"))
    return Counted(due, received, bool(fictitious), {key: parts[key] for key in parts if "." in key})


@settings(max_examples=80, deadline=None)
@given(mixtures())
def test_tallies_say_what_counting_every_answer_says(mixture):
    reports, answers = mixture
    bits = counted_bits(reports, answers)
    assert summed(counted(bits), ALL) == summaries(tallies_of(answers, reports, ALL), reports, ALL)


@settings(max_examples=80, deadline=None)
@given(mixtures())
def test_reports_behind_every_number_are_those_that_say_it(mixture):
    reports, answers = mixture
    bits = counted_bits(reports, answers)
    received = bits.get(("received", ""), EMPTY)
    for code in (FIRST, SECOND, THIRD):
        part = ALL[3].part[code]
        own = {value: bitmap for (key, value), bitmap in bits.items() if key == code}
        reached = Reached(bits["due", ""], received, own)
        rows = read_reports(reports, [part], answers, ALL)
        for bucket in buckets(part):
            expected = [row.report.number for row in rows if is_in(bucket, row.readings[0])]
            assert list(reached.group(bucket, VALID_VERDICTS)) == expected


@settings(max_examples=80, deadline=None)
@given(mixtures())
def test_identities_of_the_denominators_hold(mixture):
    reports, answers = mixture
    found = summed(counted(counted_bits(reports, answers)), ALL)
    for code in (FIRST, SECOND, THIRD):
        base = found[code].base
        rows = read_reports(reports, [found[code].part], answers, ALL)
        statuses = Counter(row.readings[0].status for row in rows)
        values = Counter(row.readings[0].value for row in rows if row.readings[0].value)
        assert base.due == len(reports) == sum(statuses[status] for status in STATUSES)
        assert base.due == base.received + base.not_received
        assert base.received == base.due - statuses["not_reached"]
        assert base.asked == base.received - base.not_asked - base.not_shown
        assert base.answered == base.asked - base.no_answer - base.declined == statuses["answered"]
        assert (base.not_asked, base.not_shown) == (statuses["not_asked"], statuses["not_shown"])
        assert (base.no_answer, base.declined) == (statuses["no_answer"], statuses["declined"])
        assert base.valid == sum(values[verdict] for verdict in VALID_VERDICTS)
        assert base.options == dict(values)
        limits, could_be_yes = found[code].bounds("yes"), values["too_early"] + values["dont_know"]
        open_reports = could_be_yes + base.no_answer + base.declined + base.not_received
        assert limits.lower == values["yes"] / base.due
        assert limits.upper == (values["yes"] + open_reports) / base.due


def test_supplement_alone_is_something_to_count():
    made = with_supplements(due_report(1, "returned", version=1), supplement(11, 21))
    figures = counted(counted_bits([made], []))
    assert (figures.received, figures.none_received) == (0, False)
    assert counted(counted_bits([due_report(1, "returned", version=1)], [])).none_received
    assert NOTHING.none_received
