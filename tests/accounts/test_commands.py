import pytest
from sqlalchemy import func, select

from survey.accounts.models import Person
from survey.accounts.queries import open_link, person_by_email
from survey.accounts.second_factor.queries import second_factor_of
from tests.accounts.second_factor.people import give_second_factor
from tests.support.app import build_app, prepare_sample, writing
from tests.support.factories import give_password


@pytest.fixture
def run(sqlite_app):
    """`run(*arguments)` is (exit status, output, complaint) of `survey people …`."""

    def ran(*arguments):
        result = sqlite_app.test_cli_runner().invoke(args=["people", *arguments])
        return result.exit_code, result.stdout, result.stderr

    return ran


def number_of_people(app):
    with writing(app) as session:
        return session.scalar(select(func.count(Person.id)))


def test_invite_prints_one_link_that_works(sqlite_app, run):
    status, output, complaint = run(
        "invite", "Anna@example.org", "--role", "mission_lead", "--mission", "Manila", "--mission", "San José"
    )
    assert (status, complaint) == (0, "")
    base, token = output.strip().rsplit("/", 1)
    assert base == "http://localhost/links"
    with writing(sqlite_app) as session:
        person = person_by_email(session, "anna@example.org")
        assert open_link(session, token).person is person
        assert (person.role, [mission.name for mission in person.missions]) == (
            "mission_lead",
            ["Manila", "San José"],
        )


def test_link_of_invite_begins_with_the_configured_address(prepared_database, tmp_path):
    app = build_app(
        prepared_database("sqlite", prepare_sample), tmp_path, SURVEY_BASE_URL="https://survey.example.org/"
    )
    result = app.test_cli_runner().invoke(
        args=["people", "invite", "a@example.org", "--role", "administrator"]
    )
    app.extensions["database"].close()
    assert result.output.startswith("https://survey.example.org/links/")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["anna", "--role", "administrator"], "'anna' is not an e-mail address."),
        (
            ["a@example.org", "--role", "mission_staff"],
            "The role mission_staff needs at least one --mission.",
        ),
        (["a@example.org", "--role", "mission_lead"], "The role mission_lead needs at least one --mission."),
        (
            ["a@example.org", "--role", "administrator", "--mission", "Manila"],
            "The role administrator takes no --mission.",
        ),
        (
            ["a@example.org", "--role", "mission_lead", "--mission", "Atlantis"],
            "There is no mission 'Atlantis'.",
        ),
    ],
)
def test_invite_refuses_wrong_input_in_one_sentence(sqlite_app, run, arguments, sentence):
    before = number_of_people(sqlite_app)
    assert run("invite", *arguments) == (2, "", f"{sentence}\n")
    assert number_of_people(sqlite_app) == before


def test_invite_without_a_base_address_prints_a_link_for_this_machine(sqlite_app, run):
    sqlite_app.config["SURVEY_BASE_URL"] = ""
    status, output, complaint = run("invite", "a@example.org", "--role", "working_group")
    assert (status, complaint) == (
        0,
        "SURVEY_BASE_URL is not set, so this link works on this machine only.\n",
    )
    assert output.startswith("http://127.0.0.1:5000/links/")


def test_invite_refuses_an_unknown_role_and_names_the_roles(run):
    status, output, complaint = run("invite", "a@example.org", "--role", "boss")
    assert (status, output) == (2, "")
    assert (
        "'boss' is not one of 'mission_staff', 'mission_lead', 'working_group', 'administrator'." in complaint
    )


def test_list_shows_people_with_roles_missions_and_closed_accounts(sqlite_app, run):
    with writing(sqlite_app) as session:
        person_by_email(session, "group@example.org").active = False
        session.commit()
    assert run("list") == (
        0,
        "administrator@example.org  administrator\n"
        "group@example.org  working_group   (closed)\n"
        "lead@sanjose.example.org  mission_lead  San José\n"
        "staff@sanjose.example.org  mission_staff  San José\n",
        "",
    )


def test_reset_prints_a_link_to_a_new_password(sqlite_app, run):
    give_password(sqlite_app, "lead@sanjose.example.org")
    status, output, complaint = run("reset", "Lead@sanjose.example.org")
    assert (status, complaint) == (0, "")
    page = sqlite_app.test_client().get(output.strip().removeprefix("http://localhost")).text
    assert "<h1>Choose a new password</h1>" in page


def test_reset_takes_the_second_factor_away_where_it_is_asked_to(sqlite_app, run):
    give_second_factor(sqlite_app, "group@example.org")
    left = []
    for options in ((), ("--second-factor",)):
        assert run("reset", "group@example.org", *options)[0] == 0
        with writing(sqlite_app) as session:
            left.append(second_factor_of(session, person_by_email(session, "group@example.org").id) is None)
    assert left == [False, True]


def test_reset_refuses_the_unknown_and_the_closed_in_one_sentence(sqlite_app, run):
    with writing(sqlite_app) as session:
        person_by_email(session, "group@example.org").active = False
        session.commit()
    assert [run("reset", email) for email in ("nobody@example.org", "group@example.org")] == [
        (2, "", "There is nobody with the address 'nobody@example.org'.\n"),
        (2, "", "The account of 'group@example.org' is closed. Invite the person again to open it.\n"),
    ]


def test_invite_does_not_take_the_last_administrator_away(sqlite_app, run):
    status, output, complaint = run("invite", "administrator@example.org", "--role", "working_group")
    assert (status, output) == (2, "")
    assert complaint.startswith("This is the last survey administrator who can sign in.")
