import os
import stat

import pytest

from survey.app import create_app
from survey.web.settings import (
    ROOT,
    StartRefused,
    development_key,
    read_settings,
    refusals,
    reminder_days,
    roles_with_second_factor,
    trusted_hosts,
)

GOOD = {
    "SURVEY_MODE": "production",
    "SURVEY_SECRET_KEY": "0123456789abcdef0123456789abcdef",
    "SURVEY_BASE_URL": "https://survey.example.org",
    "SURVEY_TRUSTED_HOSTS": "",
    "SURVEY_PROXIES": 0,
    "SURVEY_DATABASE_URL": "postgresql://survey@host/survey",
}


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch):
    for name in [name for name in os.environ if name.startswith("SURVEY_")]:
        monkeypatch.delenv(name)


def test_defaults_come_from_config_py(tmp_path):
    settings = read_settings(tmp_path)
    assert (settings["SURVEY_MODE"], settings["SURVEY_SECRET_KEY"], settings["SURVEY_PROXIES"]) == (
        "",
        "",
        0,
    )
    assert settings["SURVEY_DATABASE_URL"] == f"sqlite:///{tmp_path / 'survey.db'}"
    assert settings["SURVEY_INSTANCE"] == str(tmp_path)


def test_instance_overrides_config_py_and_the_environment_overrides_both(tmp_path, monkeypatch):
    (tmp_path / "config.py").write_text('SURVEY_IDLE_HOURS = 5\nSURVEY_LINK_HOURS = 6\nOTHER = "ignored"\n')
    monkeypatch.setenv("SURVEY_LINK_HOURS", "7")
    settings = read_settings(tmp_path)
    hours = [settings[f"SURVEY_{name}_HOURS"] for name in ("SIGN_IN", "IDLE", "LINK")]
    assert hours == [168, 5, 7]
    assert "OTHER" not in settings


def test_instance_folder_comes_from_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("SURVEY_INSTANCE", str(tmp_path / "elsewhere"))
    assert read_settings()["SURVEY_INSTANCE"] == str(tmp_path / "elsewhere")
    monkeypatch.delenv("SURVEY_INSTANCE")
    assert read_settings()["SURVEY_INSTANCE"] == str(ROOT / "instance")


def test_number_that_is_none_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("SURVEY_PROXIES", "two")
    with pytest.raises(StartRefused) as refusal:
        read_settings(tmp_path)
    assert refusal.value.reasons == ["SURVEY_PROXIES must be a whole number, not 'two'."]


def test_database_address_that_cannot_be_read_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("SURVEY_DATABASE_URL", "mysql://host/survey")
    with pytest.raises(StartRefused) as refusal:
        read_settings(tmp_path)
    assert refusal.value.reasons == ["The database 'mysql' is not supported; use SQLite or PostgreSQL."]


@pytest.mark.parametrize(
    ("given", "days"), [("14,7,3,1", (1, 3, 7, 14)), ("", ()), (" 7 , 7,,0 ", (0, 7)), ("365", (365,))]
)
def test_days_of_reminders_are_a_list_of_numbers(given, days):
    assert reminder_days({"SURVEY_REMINDER_DAYS": given}) == days


@pytest.mark.parametrize("given", ["a week", "7;3", "-1", "1000", "٣", "1.5"])
def test_days_of_reminders_that_are_no_numbers_are_refused(tmp_path, monkeypatch, given):
    monkeypatch.setenv("SURVEY_REMINDER_DAYS", given)
    with pytest.raises(StartRefused) as refusal:
        read_settings(tmp_path)
    sentence = f"SURVEY_REMINDER_DAYS must be numbers of days such as 14,7,3,1, not '{given}'."
    assert refusal.value.reasons == [sentence]


@pytest.mark.parametrize("mode", ["development", "production"])
def test_app_does_not_start_with_a_mail_server_that_cannot_be_read(tmp_path, mode):
    own = {
        "SURVEY_MODE": mode,
        "SURVEY_SMTP_URL": "mail.example.org",
        "SURVEY_SMTP_FROM": "survey@example.org",
    }
    with pytest.raises(StartRefused) as refusal:
        create_app(read_settings(tmp_path) | GOOD | own)
    assert refusal.value.reasons == [
        "SURVEY_SMTP_URL cannot be read; write smtp://user:password@mail.example.org:587 or "
        "smtps://user:password@mail.example.org."
    ]


def test_good_settings_are_not_refused():
    assert refusals(GOOD) == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            {"SURVEY_SECRET_KEY": ""},
            "SURVEY_SECRET_KEY is not set; set it to at least 32 random characters.",
        ),
        (
            {"SURVEY_SECRET_KEY": "0123456789abcdef0123456789abcde"},
            "SURVEY_SECRET_KEY is too easy to guess; use at least 32 random characters.",
        ),
        (
            {"SURVEY_SECRET_KEY": "abcdefg" * 10},
            "SURVEY_SECRET_KEY is too easy to guess; use at least 32 random characters.",
        ),
        (
            {"SURVEY_SECRET_KEY": "changeme"},
            "SURVEY_SECRET_KEY is too easy to guess; use at least 32 random characters.",
        ),
        (
            {"SURVEY_BASE_URL": ""},
            "SURVEY_BASE_URL is not set; links in invitations would lead nowhere.",
        ),
        (
            {"SURVEY_BASE_URL": "survey.example.org"},
            "SURVEY_BASE_URL 'survey.example.org' is not an address such as https://survey.example.org.",
        ),
        (
            {"SURVEY_BASE_URL": "ftp://survey.example.org"},
            "SURVEY_BASE_URL 'ftp://survey.example.org' is not an address such as https://survey.example.org.",
        ),
        (
            {"SURVEY_BASE_URL": "https://"},
            "SURVEY_BASE_URL 'https://' is not an address such as https://survey.example.org.",
        ),
        (
            {"SURVEY_BASE_URL": "https://[survey"},
            "SURVEY_BASE_URL 'https://[survey' is not an address such as https://survey.example.org.",
        ),
        (
            {"SURVEY_PROXIES": 1},
            "SURVEY_PROXIES is set without SURVEY_TRUSTED_HOSTS; name the hosts that the proxy serves.",
        ),
        (
            {"SURVEY_DATABASE_URL": "mysql://host/survey"},
            "The database 'mysql' is not supported; use SQLite or PostgreSQL.",
        ),
    ],
)
def test_production_refuses_with_one_sentence(change, reason):
    assert refusals(GOOD | change) == [reason]


def test_production_refuses_debug():
    reason = "Debug mode is on; it shows the program's inside to visitors. Switch it off."
    assert refusals(GOOD, debug=True) == [reason]


def test_production_refuses_a_database_that_everybody_can_read(tmp_path):
    file = tmp_path / "survey.db"
    file.touch()
    settings = GOOD | {"SURVEY_DATABASE_URL": f"sqlite:///{file}"}
    file.chmod(0o604)
    reason = "The database file survey.db can be read by everybody on this machine; run chmod o-rwx on it."
    assert refusals(settings) == [reason]
    file.chmod(0o640)
    assert refusals(settings) == []
    file.unlink()
    assert refusals(settings) == []


def test_every_reason_is_named_at_once():
    assert len(refusals(GOOD | {"SURVEY_SECRET_KEY": "", "SURVEY_BASE_URL": "", "SURVEY_PROXIES": 1})) == 3


def test_app_does_not_start_in_production_with_a_reason(tmp_path):
    settings = read_settings(tmp_path) | GOOD | {"SURVEY_SECRET_KEY": "dev"}
    with pytest.raises(StartRefused) as refusal:
        create_app(settings)
    assert refusal.value.reasons == [
        "SURVEY_SECRET_KEY is too easy to guess; use at least 32 random characters."
    ]


def test_development_key_is_made_once_and_is_the_owners_only(tmp_path):
    folder = tmp_path / "instance"
    first = development_key(folder)
    assert (len(first), len(set(first)) > 7) == (64, True)
    assert development_key(folder) == first
    assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600
    assert development_key(tmp_path / "other") != first


@pytest.mark.parametrize(
    ("named", "base", "expected"),
    [
        ("", "https://survey.example.org:8443/path", ["survey.example.org"]),
        ("a.example, b.example ,", "https://survey.example.org", ["a.example", "b.example"]),
        ("", "", None),
    ],
)
def test_trusted_hosts_are_those_named_or_that_of_the_address(named, base, expected):
    assert trusted_hosts({"SURVEY_TRUSTED_HOSTS": named, "SURVEY_BASE_URL": base}) == expected


@pytest.mark.parametrize(
    ("mode", "setting", "required"),
    [
        ("production", "", True),
        ("", "", True),
        ("development", "", False),
        ("production", "offered", False),
        ("development", "required", True),
        ("development", "off", True),
    ],
)
def test_second_factor_is_required_in_production_unless_the_setting_says_otherwise(mode, setting, required):
    found = roles_with_second_factor({"SURVEY_MODE": mode, "SURVEY_SECOND_FACTOR": setting})
    assert found == (frozenset(("administrator", "working_group")) if required else frozenset())


def test_unknown_setting_of_the_second_factor_is_refused():
    assert refusals(GOOD | {"SURVEY_SECOND_FACTOR": "off"}) == [
        "SURVEY_SECOND_FACTOR is 'off'; write required or offered."
    ]


def test_reading_address_beside_sqlite_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("SURVEY_READING_URL", "postgresql://anna@db2/survey")
    with pytest.raises(StartRefused) as refusal:
        read_settings(tmp_path)
    assert refusal.value.reasons == [
        "SURVEY_READING_URL is for PostgreSQL with a standby; SQLite reads from its own file. Leave it empty."
    ]
