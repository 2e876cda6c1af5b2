import pytest

from survey.answering.services.answers import save_answers
from survey.web.wording import LONGEST_TEXT
from tests.answering.examples import answer_of, change, person_of, question_path, report_number
from tests.answering.rounds import earlier_round
from tests.benchmarks.statements import counted_statements
from tests.support.app import writing

WHY = "Q7_SUCCESS.why"
SUGGESTION = "“manpower”: better “workforce”, or staff"


def write_text(app, text, *, language="en", number=8):
    with writing(app) as session:
        report, staff = report_number(session, number), person_of(session, "mission_staff")
        save_answers(session, report=report, changes=[change(WHY, text, 0)], person=staff, language=language)
        session.commit()


def terms(client, **fields):
    return client.send("/writing/terms", fields).json


def test_last_rounds_answer_stands_folded_beside_the_part(app, client_for):
    with writing(app) as session:
        earlier_round(session, 8, {WHY: "Two <b>courses</b>\nwere held", "Q7_SUCCESS.success": "partly"})
        session.commit()
    page = client_for("mission_staff").get(question_path(app, 8, "Q7_SUCCESS")).text
    assert page.count("<summary>In the round 2000 you answered<") == 2
    assert "Two &lt;b&gt;courses&lt;/b&gt;<br>were held" in page
    assert "Submitted 12 Oct 2000, 12:00 UTC" in page
    assert '<div class="answer" dir="auto">Partly</div>' in page
    assert "<details open" not in page
    # it is for reading: the field itself stays empty
    assert "aria-describedby" not in page.split(f'name="{WHY}"')[1].split(">")[0]
    assert answer_of(app, 8, WHY).version == 0


def test_last_rounds_table_is_told_in_words(sqlite_app, client_for):
    with writing(sqlite_app) as session:
        earlier_round(session, 8, {"Q10_ACCESS.reach": '{"eligible":{"women":1200}}'})
        session.commit()
    page = client_for("mission_staff").get(question_path(sqlite_app, 8, "Q10_ACCESS")).text
    assert '<td class="number">1,200</td>' in page


def test_first_round_has_nothing_to_offer(sqlite_app, client_for):
    assert "<details" not in client_for("mission_staff").get(question_path(sqlite_app, 8, "Q7_SUCCESS")).text


def test_question_page_takes_as_many_statements_with_help_and_with_many_parts_as_with_few(
    sqlite_app, client_for
):
    client = client_for("mission_staff")
    with writing(sqlite_app) as session:
        earlier_round(session, 8, {WHY: "Then"})
        session.commit()
    paths = [question_path(sqlite_app, 8, code) for code in ("Q7_SUCCESS", "Q3_ENCOURAGE")]
    for path in paths:
        client.get(path)
        with counted_statements(sqlite_app) as seen:
            client.get(path)
        # the person, the report, its answers, who else is here, who wrote them, evidence, the last round
        assert len(seen) == 7


def test_saved_text_comes_with_words_to_reconsider(sqlite_app, client_for):
    write_text(sqlite_app, "The manpower of the “chairman”")
    page = client_for("mission_staff").get(question_path(sqlite_app, 8, "Q7_SUCCESS")).text
    assert f"<li>{SUGGESTION}</li>" in page
    assert "chair”" not in page


def test_saved_text_is_looked_at_in_its_own_language_and_in_the_persons(sqlite_app, client_for):
    write_text(sqlite_app, "The manpower, les migrants illégaux, la señorita", language="fr")
    page = client_for("mission_staff").get(question_path(sqlite_app, 8, "Q7_SUCCESS")).text
    found = page.split('data-terms="fr"')[1].split("</ul>")[0]
    assert found.count("<li>") == 2
    assert "migrants illégaux" in found


def test_words_to_reconsider_never_stand_in_the_way_of_saving(sqlite_app, client_for):
    client, path = client_for("mission_staff"), question_path(sqlite_app, 8, "Q7_SUCCESS")
    assert client.send(path, {f"seen:{WHY}": "0", WHY: "The manpower"}).status_code == 302
    assert answer_of(sqlite_app, 8, WHY).value == "The manpower"


def test_suggestions_switched_off_on_the_question_page_are_gone_everywhere_and_nothing_is_lost(
    app, client_for
):
    client, path = client_for("mission_staff"), question_path(app, 8, "Q7_SUCCESS")
    answer = client.send(path, {f"seen:{WHY}": "0", WHY: "The manpower", "then": "without-aid"})
    assert answer.headers["Location"] == path
    page = client.get(path).text
    assert "The manpower</textarea>" in page
    assert SUGGESTION not in page
    assert "data-terms" not in page
    assert 'value="without-aid"' not in page
    assert "data-count" in page
    client.send("/account/writing-aid", {"on": "yes"})
    assert SUGGESTION in client.get(path).text


def test_suggestions_are_switched_off_for_one_person_only(sqlite_app, client_for):
    write_text(sqlite_app, "The manpower")
    staff, lead = client_for("mission_staff"), client_for("mission_lead")
    staff.send("/account/writing-aid")
    pages = [client.get(question_path(sqlite_app, 8, "Q7_SUCCESS")).text for client in (staff, lead)]
    assert [SUGGESTION in page for page in pages] == [False, True]


def test_question_without_a_text_offers_no_count(sqlite_app, client_for):
    assert (
        "data-writing" not in client_for("mission_staff").get(question_path(sqlite_app, 8, "S_PRE_POST")).text
    )


def test_terms_are_found_while_typing(sqlite_app, client_for):
    client = client_for("mission_staff")
    assert terms(client, text="The manpower") == {"suggestions": [SUGGESTION]}
    assert terms(client, text="The “manpower”") == {"suggestions": []}
    assert terms(client, text="les migrants illégaux", language="fr")["suggestions"] != []
    assert terms(client, text="les migrants illégaux", language="xx") == {"suggestions": []}
    assert terms(client) == {"suggestions": []}


def test_terms_are_said_in_the_persons_language(sqlite_app, client_for):
    client = client_for("mission_staff")
    client.send("/language", {"language": "fr"})
    assert terms(client, text="les migrants illégaux")["suggestions"] != []


def test_terms_write_nothing(sqlite_app, client_for):
    client = client_for("mission_staff")
    with counted_statements(sqlite_app) as seen:
        terms(client, text="The manpower")
    assert [statement.split()[0] for statement in seen] == ["SELECT"]


def test_terms_do_not_wait_for_somebody_who_saves(sqlite_app, client_for):
    client = client_for("mission_staff")
    with writing(sqlite_app):
        assert terms(client, text="The manpower") == {"suggestions": [SUGGESTION]}


def test_terms_of_the_longest_text_are_found_and_a_longer_request_is_refused(sqlite_app, client_for):
    client = client_for("mission_staff")
    text = "manpower " + "\N{CJK UNIFIED IDEOGRAPH-20000}" * (LONGEST_TEXT - 9)
    assert terms(client, text=text) == {"suggestions": [SUGGESTION]}
    assert client.send("/writing/terms", {"text": "x" * 300_000}).status_code == 413


@pytest.mark.parametrize("text", ["NUL \0", "\ufffd", "“" * 20_000, "'a " * 6_000, "\n" * 20_000])
def test_terms_of_odd_texts_are_no_fault(sqlite_app, client_for, text):
    assert terms(client_for("mission_staff"), text=text) == {"suggestions": []}


def test_terms_need_the_token_of_a_page(sqlite_app, client_for):
    assert client_for("mission_staff").post("/writing/terms", data={"text": "x"}).status_code == 400
