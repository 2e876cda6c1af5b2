"""The story of 2001: eight questions are answered, three are missing, and only these are asked of those who signed.

From the shipped data file: version 1 has the eight questions of Annex II, version 2 the three added ones too.
"""

from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO

import pytest
from sqlalchemy import select

from survey.answering.models.reports import Answer, AnswerHistory, Report, ReportEvent, Snapshot
from survey.answering.sample import read_sample
from survey.answering.services.answers import open_report
from survey.answering.services.sample import load_sample
from survey.data.engine import Database
from survey.data.migrations import upgrade
from survey.downloads.order import Order
from survey.downloads.products import PRODUCTS
from survey.downloads.queries import file_pieces
from survey.downloads.reader import read_rows
from survey.installation.services import add_sample
from survey.questionnaire.instrument import read_file
from survey.questionnaire.queries import published_versions
from survey.questionnaire.services import publish
from survey.rounds.models import AskedProject
from survey.rounds.projects_file import read_projects
from survey.rounds.queries import asked_projects, round_by_code
from survey.rounds.services import ask_projects, ensure_round
from tests.answering.examples import hidden_fields
from tests.answering.supplements import added_question, ask, publish_next, supplement_ids, whole
from tests.comparison.pages import main_of, said
from tests.support.app import build_app, writing

EQUAL, LESSONS, NOTICED = "Q10_ACCESS.equal", "Q4_LESSONS.lessons", "X_NOTICED.who"
ADDED = ("Q9_IMPACTDIFF", "Q10_ACCESS", "Q11_NEEDS", "X_NOTICED")
# signed in the story: five reports of the sample and San José's first one; the mission's second one never starts
SIGNED, OWN = 6, 5


def prepare_version_1(url):
    """An installation of which nothing but version 1 was ever published, with the sample's answers to it."""
    database = Database(url, create=True)
    upgrade(database.engine)
    with database.writing() as session:
        document = read_file()
        publish(session, document=document | {"versions": document["versions"][:1]})
        [first] = published_versions(session, document["code"])
        round = ensure_round(
            session, code="2001", title="2001", version_id=first.id, opens_at=datetime(2001, 1, 1, tzinfo=UTC)
        )
        ask_projects(session, round=round, projects=read_projects())
        reports = {
            asked.number: open_report(session, asked_project_id=asked.id, version_id=first.id)
            for asked in asked_projects(session, round.id)
        }
        for entry in read_sample():
            told = {code: value for code, value in entry.answers.items() if code in first.questionnaire.part}
            declined = tuple(code for code in entry.declined if code in first.questionnaire.part)
            sample = replace(entry, version=1, answers=told, declined=declined)
            load_sample(session, report=reports[entry.project], sample=sample, versions={1: first})
        add_sample(session, reports, {1: first})
        session.commit()
    database.close()


@pytest.fixture
def app(database_kind, prepared_database, tmp_path):
    made = build_app(prepared_database(database_kind, prepare_version_1), tmp_path)
    yield made
    made.extensions["database"].close()


def publish_for_all(app, *questions, number):
    """Publishes a version and lets the round ask it, as the page for publishing does."""
    with writing(app) as session:
        if number == 2:
            publish(session, document=read_file())
        else:
            publish_next(session, *questions, number=number)
        round_by_code(session, "2001").version_id = whole(session, number).id
        session.commit()


def ask_signed(app, number):
    with writing(app) as session:
        asked = ask(session, number)
        session.commit()
        return asked


def own_report(app):
    with writing(app) as session:
        own = AskedProject.number == OWN, Report.supplements_id.is_(None)
        return session.scalar(select(Report.public_id).join(AskedProject).where(*own))


def sign(client, report):
    fields = {"name": "María Example", "function": "Chief of Mission", "sure": "y"}
    assert client.send(f"/reports/{report}/sign", fields).status_code == 302


def answer(client, report, question, **values):
    path = f"/reports/{report}/questions/{question}"
    fields = hidden_fields(client.get(path).text.split("data-question")[1])
    fields |= {f"{question}.{part}": value for part, value in values.items()}
    assert client.send(path, fields | {"then": "list"}).status_code == 302


def base_of(client, code):
    """What the summary counts a part from, in the words of its page, zeros left out; None where it is not there."""
    page = client.get("/rounds/2001/summary").text
    if f"/summary/{code}/due" not in page:
        return None
    items = page.split(f"/summary/{code}/asked")[0].rpartition('<ul class="base"')[2]
    items += page.split(f"/summary/{code}/asked", 1)[1].split("</ul>")[0]
    words = [said(f"<{item}").strip() for item in items.split("<li>")[1:]]
    return [word for word in words if not word.startswith("0 ")]


def bytes_of(app, name):
    pieces = file_pieces(
        app.extensions["database"], PRODUCTS[f"{name}.csv"], round_code="2001", order=Order(bom=False)
    )
    return b"".join(pieces)


def rows_of(app, name):
    return list(read_rows(StringIO(bytes_of(app, name).decode(), newline="")))


def frozen(app):
    """Every row that belongs to a signed report itself."""
    with writing(app) as session:
        mains = select(Report.id).where(Report.supplements_id.is_(None), Report.submitted_at.is_not(None))
        found = []
        for model in (Report, Answer, AnswerHistory, ReportEvent, Snapshot):
            key = model.id if model is Report else model.report_id
            table = model.__table__
            found.append(session.execute(table.select().where(key.in_(mains)).order_by(table.c.id)).all())
        return found


def exported(app):
    """The files as they would be without what was added: the rows and columns of the eight questions."""
    long = [row for row in rows_of(app, "answers_long") if row[9] not in ADDED]
    files = [long]
    for name in ("answers_wide", "matrix"):
        header, *rows = rows_of(app, name)
        kept = [place for place, column in enumerate(header) if not column.startswith(ADDED)]
        files.append([[row[place] for place in kept] for row in (header, *rows)])
    files.append([row for row in rows_of(app, "summary") if row[0] not in ADDED])
    return files


def statuses(app, code):
    """How often each status of a part stands in answers_long, where the signed reports are concerned."""
    header, *rows = rows_of(app, "answers_long")
    part, status = header.index("part_code"), header.index("status")
    found = [row[status] for row in rows if row[part] == code]
    return {name: found.count(name) for name in sorted(set(found))}


def test_questions_added_after_the_signatures_are_asked_of_those_who_signed(app, client_for):
    staff, lead, group = (client_for(role) for role in ("mission_staff", "mission_lead", "working_group"))
    report = own_report(app)
    answer(staff, report, "Q4_LESSONS", lessons="Start with the women themselves.")
    sign(lead, report)
    before, files = frozen(app), exported(app)
    assert len(before[0]) == SIGNED
    assert base_of(group, EQUAL) is None

    # version 2 has eleven questions; nobody has been asked yet
    publish_for_all(app, number=2)
    assert base_of(group, EQUAL) == ["8 due", "6 received", "6 not asked", "2 not received"]
    assert statuses(app, EQUAL) == {"not_asked": 6, "not_reached": 2}

    # the signed reports are asked the three, and only these
    assert ask_signed(app, 2) == SIGNED
    assert base_of(group, EQUAL) == ["8 due", "8 not received"]
    assert base_of(group, LESSONS) == [
        "8 due",
        "6 received",
        "6 asked",
        "6 answered",
        "6 valid",
        "2 not received",
    ]
    assert (frozen(app), exported(app)) == (before, files)
    overview = said(main_of(group.get("/rounds/2001")))
    assert "Further questions: 6 supplements asked, 0 received." in overview

    # one mission answers and signs
    with writing(app) as session:
        [further] = supplement_ids(session, OWN)
    tasks = staff.get(f"/reports/{further}").text
    assert [code for code in ("Q4_LESSONS", *ADDED) if f"/questions/{code}" in tasks] == list(ADDED[:3])
    answer(staff, further, "Q10_ACCESS", equal="no", explanation="The courses were held at night.")
    assert base_of(group, EQUAL) == ["8 due", "8 not received"]
    sign(lead, further)
    assert base_of(group, EQUAL) == [
        "8 due", "1 received", "1 asked", "1 answered", "1 valid", "7 not received",
    ]  # fmt: skip
    assert statuses(app, EQUAL) == {"answered": 1, "not_reached": 7}
    assert (frozen(app), exported(app)) == (before, files)
    assert "The courses were held at night." in group.get(f"/reports/{report}/answers").text
    behind = said(main_of(group.get(f"/rounds/2001/summary/{EQUAL}/answered")))
    assert "Further questions: Submitted" in behind
    in_full = said(main_of(group.get("/rounds/2001/questions/Q10_ACCESS")))
    assert "Further questions · Version 2 of the questionnaire · submitted on" in in_full
    row = next(row for row in rows_of(app, "answers_long") if row[10] == EQUAL and row[14] == "answered")
    assert (row[1], row[11], row[12]) == ("2001-05", "2", "no")

    # version 3 adds one more: unsigned supplements take it along, the signed one is followed by another
    publish_for_all(app, added_question(number=3), number=3)
    assert base_of(group, NOTICED) == ["8 due", "6 received", "6 not asked", "2 not received"]
    assert ask_signed(app, 3) == SIGNED
    with writing(app) as session:
        assert [len(supplement_ids(session, n)) for n in range(1, 9)] == [1, 1, 1, 1, 2, 1, 0, 0]
        second = supplement_ids(session, OWN)[-1]
    assert base_of(group, NOTICED) == ["8 due", "8 not received"]
    assert base_of(group, EQUAL)[-1] == "7 not received"
    answer(staff, second, "X_NOTICED", who="The women’s association.")
    sign(lead, second)
    assert base_of(group, NOTICED)[:2] == ["8 due", "1 received"]
    assert statuses(app, NOTICED) == {"answered": 1, "not_reached": 7}
    assert (frozen(app), exported(app)) == (before, files)
