"""Setting up one's own second factor, and who has to."""

import re

import pytest

from survey.accounts.queries import person_by_email
from survey.accounts.second_factor.queries import recovery_codes_left, second_factor_of
from tests.accounts.second_factor.people import another_code, code_of, give_second_factor
from tests.support.app import EMAILS, build_app, prepare_sample, writing
from tests.support.factories import PASSWORD, give_password, report_ids

ADMIN, GROUP, STAFF = (EMAILS[role] for role in ("administrator", "working_group", "mission_staff"))
PAGE = "/account/second-factor"


def seed_of(page):
    return re.search(r'name="seed" value="([^"]+)"', page).group(1)


def set_up(app, client, email, **fields):
    seed = seed_of(client.get(PAGE).text)
    return client.send(PAGE, {"seed": seed, "one_time_code": code_of(app, email, seed), **fields})


def shown_codes(page):
    return re.findall(r"<li><code[^>]*>(\w{5}-\w{5})</code></li>", page)


def left(app, email):
    with writing(app) as session:
        person = person_by_email(session, email)
        return recovery_codes_left(session, person.id) if second_factor_of(session, person.id) else None


@pytest.fixture
def strict_app(prepared_database, tmp_path):
    """The sample where the second factor is required."""
    app = build_app(prepared_database("sqlite", prepare_sample), tmp_path, SURVEY_SECOND_FACTOR="required")
    yield app
    app.extensions["database"].close()


def test_page_shows_a_picture_and_the_key_as_text_and_writes_nothing(sqlite_app, client_for):
    page = client_for("working_group").get(PAGE).text
    assert re.search(r"<code[^>]*>([A-Z2-7]{4} ){7}[A-Z2-7]{4}</code>", page)
    picture = re.search(r"<svg.*?</svg>", page, re.DOTALL).group()
    assert ("style" in picture, "<title>QR code for your app</title>" in picture) == (False, True)
    assert left(sqlite_app, GROUP) is None


def test_code_of_the_app_sets_it_up_and_shows_recovery_codes_once(app, client_for):
    client, other = client_for("working_group"), client_for("working_group")
    done = set_up(app, client, GROUP)
    codes = shown_codes(done.text)
    assert (done.status_code, len(codes), left(app, GROUP)) == (200, 10, 10)
    assert [code for code in codes if code in client.get(PAGE).text + client.get("/account").text] == []
    assert (client.get("/rounds/2001").status_code, other.get("/rounds/2001").status_code) == (200, 302)


def test_wrong_code_keeps_the_key(sqlite_app, client_for):
    client = client_for("working_group")
    seed = seed_of(client.get(PAGE).text)
    wrong = another_code(code_of(sqlite_app, GROUP, seed))
    refused = client.send(PAGE, {"seed": seed, "one_time_code": wrong})
    assert (refused.status_code, seed_of(refused.text)) == (422, seed)
    assert "This code does not fit. Take the one that the app shows now" in refused.text
    assert left(sqlite_app, GROUP) is None


@pytest.mark.parametrize("seed", ["", "a b", "x" * 500, "\0", '"><script>'])
def test_strange_seed_is_replaced(sqlite_app, client_for, seed):
    refused = client_for("working_group").send(PAGE, {"seed": seed, "one_time_code": "123456"})
    assert (refused.status_code, len(seed_of(refused.text))) == (422, 43)


def test_whoever_has_a_password_shows_it_too(sqlite_app, client_for):
    give_password(sqlite_app, GROUP)
    client = client_for("working_group")
    for given in ({}, {"current": "wrong wrong wrong"}):
        assert set_up(sqlite_app, client, GROUP, **given).status_code == 422
    assert left(sqlite_app, GROUP) is None
    assert set_up(sqlite_app, client, GROUP, current=PASSWORD).status_code == 200


def test_wrong_passwords_bring_a_wait_here_too(sqlite_app, client_for):
    give_password(sqlite_app, GROUP)
    client = client_for("working_group")
    pages = [set_up(sqlite_app, client, GROUP, current="wrong wrong wrong").text for _ in range(6)]
    assert ["Too many attempts." in page for page in pages] == [False] * 5 + [True]


def test_second_set_up_changes_nothing(sqlite_app, client_for):
    give_second_factor(sqlite_app, GROUP)
    client = client_for("working_group")
    response = client.send(PAGE, {"seed": "other", "one_time_code": code_of(sqlite_app, GROUP, "other")})
    assert (response.status_code, left(sqlite_app, GROUP)) == (409, 2)


def test_new_recovery_codes_need_a_code(sqlite_app, client_for):
    first = give_second_factor(sqlite_app, GROUP)
    client = client_for("working_group")
    assert client.send(f"{PAGE}/recovery-codes", {"one_time_code": "123"}).status_code == 422
    page = client.send(f"{PAGE}/recovery-codes", {"one_time_code": first[0]})
    codes = shown_codes(page.text)
    assert (len(codes), left(sqlite_app, GROUP), set(codes) & set(first)) == (10, 10, set())
    assert client.send(f"{PAGE}/recovery-codes", {"one_time_code": first[1]}).status_code == 422


def test_taking_it_away_needs_a_code(sqlite_app, client_for):
    codes = give_second_factor(sqlite_app, GROUP)
    client = client_for("working_group")
    assert client.send(f"{PAGE}/take-away", {"one_time_code": "123"}).status_code == 422
    response = client.send(f"{PAGE}/take-away", {"one_time_code": codes[0]})
    assert (response.location, left(sqlite_app, GROUP)) == ("/account", None)
    assert client.get("/rounds/2001").status_code == 200


@pytest.mark.parametrize("role", ["administrator", "working_group"])
def test_role_that_needs_one_sets_it_up_before_anything_else(strict_app, role):
    client = strict_app.test_client().sign_in(EMAILS[role])
    assert [client.get(path).location for path in ("/rounds/2001", "/people", "/account")] == (
        [PAGE, PAGE, PAGE] if role == "administrator" else [PAGE, None, PAGE]
    )
    assert client.send("/language", {"language": "fr"}).status_code == 302
    assert '<html lang="fr"' in client.get(PAGE).text
    assert set_up(strict_app, client, EMAILS[role]).status_code == 200
    assert client.get("/rounds/2001").status_code == 200


def test_missions_do_not_need_one(strict_app):
    client = strict_app.test_client().sign_in(STAFF)
    assert client.get("/projects").status_code == 200


def test_what_was_typed_before_it_was_required_is_kept(strict_app):
    client = strict_app.test_client().sign_in(GROUP)
    path = f"/reports/{report_ids(strict_app)[3]}/return"
    refused = client.send(path, {"comment": "Please say <b>how</b>"})
    assert refused.status_code == 403
    assert "Your role needs a second factor" in refused.text
    assert "Please say &lt;b&gt;how&lt;/b&gt;" in refused.text
    asked = client.get("/rounds/2001", headers={"Accept": "application/json"})
    assert (asked.status_code, asked.json["outcome"]) == (403, "refused")


def test_moving_it_leads_to_setting_it_up_again(strict_app):
    client = strict_app.test_client().sign_in(ADMIN)
    codes = shown_codes(set_up(strict_app, client, ADMIN).text)
    response = client.send(f"{PAGE}/take-away", {"one_time_code": codes[0]})
    assert response.location == PAGE
    assert client.get("/people").location == PAGE


def test_somebody_who_becomes_an_administrator_sets_it_up_at_once(strict_app):
    admin, staff = (strict_app.test_client().sign_in(email) for email in (ADMIN, STAFF))
    set_up(strict_app, admin, ADMIN)
    with writing(strict_app) as session:
        public_id = person_by_email(session, STAFF).public_id
    seen = re.search(r'name="seen" value="(\w+)"', admin.get(f"/people/{public_id}").text).group(1)
    assert admin.send(f"/people/{public_id}", {"role": "administrator", "seen": seen}).status_code == 302
    assert staff.get("/people").location == PAGE


def test_sign_in_without_a_second_factor_leads_to_setting_it_up(strict_app):
    give_password(strict_app, ADMIN)
    browser = strict_app.test_client().prepare_token()
    response = browser.send("/sign-in", {"email": ADMIN, "password": PASSWORD}, follow_redirects=True)
    assert "<h1>Set up the second factor</h1>" in response.text
    assert "Your role can read or change much" in response.text
