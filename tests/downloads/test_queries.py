import csv
from io import StringIO

import pytest
from sqlalchemy import event, update

from survey.answering.models.reports import Answer, Report
from survey.comparison.queries import batches
from survey.comparison.records import Filters
from survey.downloads.files import FILES
from survey.downloads.order import Order
from survey.downloads.products import PRODUCTS
from survey.downloads.queries import content_of, file_pieces
from survey.downloads.reader import read_rows
from survey.rounds.queries import round_by_code
from tests.answering.examples import report_number, returned, save_one, sign
from tests.support.app import writing

DUE, PARTS = 8, 43


def made(app, name, bom=True, **filters):
    """The bytes of a file of the sample's round."""
    pieces = file_pieces(
        app.extensions["database"],
        PRODUCTS[f"{name}.csv"],
        round_code="2001",
        order=Order(Filters(**filters), bom=bom),
    )
    return b"".join(pieces)


def rows(app, name, **filters):
    header, *found = read_rows(StringIO(made(app, name, **filters).decode("utf-8-sig"), newline=""))
    return [dict(zip(header, row, strict=True)) for row in found]


def contents(session, **filters):
    return content_of(session, round_by_code(session, "2001"), Order(Filters(**filters)))


def test_answers_long_has_a_row_for_each_due_report_and_part(app):
    found = rows(app, "answers_long")
    assert len(found) == DUE * PARTS
    assert len({(row["project_code"], row["part_code"]) for row in found}) == DUE * PARTS


def test_reports_that_answered_version_1_were_not_asked_the_added_questions(app):
    found = [
        row
        for row in rows(app, "answers_long")
        if row["question_code"] in ("Q9_IMPACTDIFF", "Q10_ACCESS", "Q11_NEEDS")
    ]
    of_version_1 = {row["status"] for row in found if row["project_code"] in ("2001-01", "2001-04")}
    assert of_version_1 == {"not_asked"}
    assert {row["value"] for row in found if row["status"] == "not_asked"} == {""}


def test_reports_that_are_not_received_are_due_and_empty(app):
    found = [
        row for row in rows(app, "answers_long") if row["project_code"] in ("2001-05", "2001-07", "2001-08")
    ]
    assert len(found) == 3 * PARTS
    assert {(row["status"], row["value"], row["submitted_at"]) for row in found} == {("not_reached", "", "")}


def test_returned_report_is_not_received_and_counts_again_with_its_last_answers(app):
    lessons = "Q4_LESSONS.lessons"
    with writing(app) as session:
        save_one(session, 8, lessons, "Words of the first signature")
        session.commit()
    returned(app, 8, lessons)

    def own():
        return [row for row in rows(app, "answers_long") if row["project_code"] == "2001-08"]

    assert {(row["status"], row["value"], row["submitted_at"]) for row in own()} == {("not_reached", "", "")}
    with writing(app) as session:
        save_one(session, 8, lessons, "Words of the second signature")
        sign(session, 8)
        session.commit()
        signed_at = report_number(session, 8).submitted_at
    again = own()
    assert len(again) == PARTS
    assert [row["value"] for row in again if row["part_code"] == lessons] == ["Words of the second signature"]
    assert {row["submitted_at"] for row in again} == {signed_at.strftime("%Y-%m-%dT%H:%M:%SZ")}


def test_the_sample_is_marked_as_fictitious(app):
    found = rows(app, "answers_wide")
    assert [row["fictitious"] for row in found if row["submitted_at"]] == ["yes"] * 5


@pytest.mark.parametrize("name", list(FILES))
def test_words_of_drafts_and_of_hidden_parts_are_in_no_file(app, name):
    with writing(app) as session:
        states = dict(
            session.execute(Report.__table__.select().with_only_columns(Report.id, Report.state)).all()
        )
        open_ones = [id for id, state in states.items() if state in ("draft", "with_lead")]
        assert len(open_ones) == 3
        texts = (Answer.report_id.in_(open_ones), Answer.status == "answered")
        assert session.execute(update(Answer).where(*texts).values(value="a draft's word")).rowcount > 10
        hidden = update(Answer).where(Answer.status != "answered").values(value="a hidden word")
        assert session.execute(hidden).rowcount > 10
        session.commit()
    assert b"draft's word" not in made(app, name)
    assert b"hidden word" not in made(app, name)


@pytest.mark.parametrize("name", list(FILES))
def test_the_same_bytes_each_time_and_counts_that_hold(app, name):
    first = made(app, name)
    assert first == made(app, name)
    assert first == b"\xef\xbb\xbf" + made(app, name, bom=False)
    with app.extensions["database"].reading() as session:
        content = contents(session)
        assert len(rows(app, name)) == FILES[name].count(content)


@pytest.mark.parametrize("name", list(FILES))
def test_pandas_reads_every_file(app, name):
    import pandas

    frame = pandas.read_csv(StringIO(made(app, name).decode("utf-8-sig"), newline=""))
    assert len(frame) == len(rows(app, name)) > 0
    assert list(frame.columns) == list(rows(app, name)[0])


def test_pandas_adds_the_funding_up_to_50000(app):
    import pandas

    frame = pandas.read_csv(StringIO(made(app, "projects").decode("utf-8-sig")))
    assert frame["funding_usd"].sum() == 50_000
    assert len(frame) == DUE


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"mission": "San José"}, ["2001-05", "2001-08"]),
        ({"region": "Africa"}, ["2001-02"]),
        ({"report_kind": "final", "mission": "Nairobi"}, ["2001-02"]),
        ({"service_area": "migrant health", "region": "Africa"}, ["2001-02"]),
        ({"mission": "Atlantis"}, []),
        ({"report_kind": "weekly"}, []),
        ({"region": "\0"}, []),
    ],
)
def test_filters_cut_files_down(app, filters, expected):
    assert [row["project_code"] for row in rows(app, "answers_wide", **filters)] == expected
    assert len(rows(app, "answers_long", **filters)) == len(expected) * PARTS
    assert len(rows(app, "matrix", **filters)) == len(rows(app, "projects", **filters)) == len(expected)
    assert {row["n_due"] for row in rows(app, "summary", **filters)} == (
        {str(len(expected))} if expected else set()
    )


def test_a_file_holds_one_moment_although_somebody_writes(app):
    whole = made(app, "answers_wide")
    pieces = file_pieces(
        app.extensions["database"], PRODUCTS["answers_wide.csv"], round_code="2001", order=Order()
    )
    with app.extensions["database"].reading() as session:
        first, _answers = next(contents(session).by_report())
        with writing(app) as writer:
            writer.execute(update(Answer).where(Answer.report_id == first.id).values(value="no"))
            writer.commit()
        later = contents(session)
        assert b"".join(FILES["answers_wide"].pieces(later)) == whole
    assert b"".join(pieces) != whole


def test_a_stopped_download_gives_its_connection_back(app):
    database = app.extensions["database"]
    pieces = file_pieces(database, PRODUCTS["answers_long.csv"], round_code="2001", order=Order())
    next(pieces)
    assert database.engine.pool.checkedout() == 1
    pieces.close()
    assert database.engine.pool.checkedout() == 0


def test_the_number_of_statements_does_not_grow_with_the_reports(app):
    engine, counted = app.extensions["database"].engine, []
    made(app, "answers_wide")
    event.listen(engine, "before_cursor_execute", lambda *args: counted.append(args[2]))
    made(app, "answers_wide", mission="Nairobi")
    one = len(counted)
    made(app, "answers_wide")
    assert len(counted) - one == one


@pytest.mark.parametrize("name", list(FILES))
def test_a_round_of_several_batches_gives_the_same_file(app, name, monkeypatch):
    whole = made(app, name)
    for size in (1, 3):
        monkeypatch.setattr(batches, "REPORTS", size)
        assert made(app, name) == whole


def test_a_batch_takes_three_statements(app, monkeypatch):
    engine, counted = app.extensions["database"].engine, []
    event.listen(engine, "before_cursor_execute", lambda *args: counted.append(args[2]))
    seen = []
    # of the last two reports none is received, so nothing is asked for their answers
    for size in (DUE, 4, 2):
        monkeypatch.setattr(batches, "REPORTS", size)
        counted.clear()
        made(app, "answers_wide")
        seen.append(
            len([text for text in counted if "answer" in text or "service" in text or "report" in text])
        )
    assert seen == [seen[0], seen[0] + 3, seen[0] + 3 + 5]


def test_an_unknown_round_is_a_fault(app):
    pieces = file_pieces(app.extensions["database"], PRODUCTS["matrix.csv"], round_code="1999", order=Order())
    with pytest.raises(LookupError):
        next(pieces)


def test_other_readers_find_the_same_number_of_rows(app):
    text = made(app, "answers_long").decode("utf-8-sig")
    assert len(list(csv.reader(StringIO(text, newline="")))) == DUE * PARTS + 1
