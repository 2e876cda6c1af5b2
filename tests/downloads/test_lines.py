"""The fast way to a file's bytes and the plain one give the same."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.comparison.records import SupplementRecord
from survey.downloads import lines
from survey.downloads.files import FILES
from survey.downloads.order import Order
from survey.downloads.queries import content_of
from survey.downloads.told import Suppression
from survey.questionnaire.structure import questionnaire
from survey.questionnaire.supplements import restricted
from survey.rounds.queries import round_by_code
from survey.web.csv_files import csv_pieces
from tests.downloads.records import INJECTIONS, NAUGHTY, SIGNED, answer, content, report, version
from tests.support.factories import document, verdict

FAST = [name for name, file in FILES.items() if file.lines]
TABLE = {
    "code": "met",
    "kind": "table",
    "rows": [{"code": "all", "label": {"en": "All, of them"}}],
    "columns": [{"code": "women", "label": {"en": "Women"}}, {"code": "men", "label": {"en": "=Men"}}],
}
PARTS = (
    verdict("seen"),
    {"code": "colours", "kind": "many_choices", "options": "colours"},
    {"code": "told"},
    {"code": "number", "kind": "number"},
    {"code": "day", "kind": "date"},
    TABLE,
)
WHOLE = document(*PARTS, verdict("new", since=2), versions=(1, 2))
VERSIONS = {11: questionnaire(WHOLE, 1), 12: questionnaire(WHOLE, 2)}
FURTHER = {21: questionnaire(restricted(WHOLE, 2, after=[1], known={"X_TRIAL.seen"}, values={}), 2)}

awkward = st.sampled_from([*INJECTIONS, *NAUGHTY[:-1]]) | st.text(max_size=12)
values = {
    "seen": st.sampled_from(["yes", "partly", "no", "too_early", "of another version"]),
    "new": st.sampled_from(["yes", "no"]),
    "colours": st.sampled_from(["red", "red;blue"]),
    "told": awkward,
    "number": st.sampled_from(["-5", "0.10000000000000000001", "1000000", "7"]),
    "day": st.just("2002-03-31"),
    "met": st.sampled_from(["not_recorded", '{"all":{"women":3,"men":0}}', '{"all":{"women":12}}']),
}
times = st.none() | st.integers(0, 3).map(lambda days: SIGNED + timedelta(days, microseconds=days))
languages = st.sampled_from(["", "en", "fr"])
states = st.sampled_from(["not_started", "draft", "submitted", "returned", "accepted"])


@st.composite
def answers_of(draw, report_id):
    answers = []
    for code in draw(st.lists(st.sampled_from(list(values)), unique=True)):
        status = draw(st.sampled_from(["answered", "answered", "no_answer", "declined", "not_shown"]))
        fields = {"question_version": draw(st.integers(1, 2)), "language": draw(languages)}
        fields |= {"report_id": report_id, "answered_at": draw(times)}
        value = draw(values[code]) if status == "answered" else ""
        answers.append(answer(f"X_TRIAL.{code}", value, status, **fields))
    return answers


@st.composite
def rounds(draw):
    """A round of up to five reports in any state, some with a supplement, and texts that files could stumble over."""
    reports, answers = [], []
    for id in range(1, 1 + draw(st.integers(0, 5))):
        supplements = ()
        if draw(st.booleans()):
            further = SupplementRecord(100 + id, "", draw(states), 21, 2, SIGNED, draw(times))
            supplements = (further,)
            answers += draw(answers_of(further.id))
        number = draw(st.integers(1, 2))
        reports.append(
            report(
                id,
                draw(states),
                version_id=10 + number,
                version_number=number,
                supplements=supplements,
                project=draw(awkward),
                mission=draw(awkward),
                service_areas=tuple(draw(st.lists(awkward, max_size=2))),
                fictitious=draw(st.booleans()),
                submitted_at=draw(times),
            )
        )
        answers += draw(answers_of(id))
    made = content(reports, VERSIONS, answers)
    suppression = draw(st.sampled_from([Suppression(), Suppression(True), Suppression(True, True)]))
    return replace(made, supplements=FURTHER, suppression=suppression)


def plainly(file, made, *, bom=True):
    """The file's bytes from its rows, cell by cell."""
    return b"".join(csv_pieces(file.header(made), file.rows(made), bom=bom))


@pytest.mark.parametrize("name", FAST)
@given(made=rounds())
@settings(max_examples=60, deadline=None)
def test_lines_and_rows_give_the_same_bytes(name, made):
    file = FILES[name]
    assert b"".join(file.pieces(made)) == plainly(file, made)


@pytest.mark.parametrize("name", FAST)
@pytest.mark.parametrize("order", [Order(), Order(bom=False), Order(for_others=True)])
def test_lines_and_rows_of_the_sample_give_the_same_bytes(app, name, order):
    file = FILES[name]
    with app.extensions["database"].reading() as session:
        made = content_of(session, round_by_code(session, "2001"), order)
        assert b"".join(file.pieces(made, order)) == plainly(file, made, bom=order.bom)


@pytest.mark.parametrize("text", [*INJECTIONS, *NAUGHTY])
@pytest.mark.parametrize("name", FAST)
def test_awkward_texts_are_the_same_in_lines_and_rows(name, text):
    made = content([report(mission=text)], {11: version({"code": "told"})}, [answer("X_TRIAL.told", text)])
    assert b"".join(FILES[name].pieces(made)) == plainly(FILES[name], made)


def test_a_file_without_parts_has_no_comma_too_many():
    nothing = replace(VERSIONS[11], sections=())
    made = content([report()], {11: nothing})
    assert b"".join(FILES["answers_wide"].pieces(made)) == plainly(FILES["answers_wide"], made)


def test_what_is_kept_is_bounded(monkeypatch):
    monkeypatch.setattr(lines, "MOST_KEPT", 3)
    answers = [answer("X_TRIAL.seen", "yes", report_id=id, question_version=id) for id in range(1, 9)]
    made = content([report(id) for id in range(1, 9)], VERSIONS, answers)
    assert b"".join(FILES["answers_long"].pieces(made)) == plainly(FILES["answers_long"], made)
