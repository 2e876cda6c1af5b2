from survey.answering.queries.history import savings, values_of
from survey.answering.services.answers import save_answers
from tests.answering.examples import change, person_of, report_number
from tests.support.factories import NOON

CODE = "Q4_LESSONS.lessons"


def save(session, text, seen, role, status="answered", code=CODE):
    report, person = report_number(session, 8), person_of(session, role)
    mine = [change(code, text, seen, status)]
    save_answers(session, report=report, changes=mine, person=person, language="fr", at=NOON)


def test_savings_are_all_that_was_written_for_the_part_oldest_first(session):
    save(session, "one", 0, "mission_staff")
    save(session, "elsewhere", 0, "mission_lead", code="Q7_SUCCESS.why")
    save(session, "two", 1, "mission_lead")
    save(session, "late", 1, "mission_staff")
    save(session, "", 2, "mission_staff", "declined")
    found = savings(session, report_number(session, 8).id, CODE)
    staff, lead = "Sample Staff, San José", "Sample Lead, San José"
    assert [(s.number, s.outcome, s.version, s.status, s.language, s.author, s.at) for s in found] == [
        (1, "saved", 1, "answered", "fr", staff, NOON),
        (2, "saved", 2, "answered", "fr", lead, NOON),
        (3, "kept_aside", 2, "answered", "fr", staff, NOON),
        (4, "saved", 3, "declined", "fr", staff, NOON),
    ]
    values = values_of(session, [saving.row for saving in found])
    assert [values[saving.row] for saving in found] == ["one", "two", "late", ""]


def test_savings_of_an_untouched_part_are_none(session):
    assert savings(session, report_number(session, 8).id, CODE) == []
    assert values_of(session, []) == {}
