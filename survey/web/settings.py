"""Reads the settings and says, before the first request, why this installation must not start."""

import os
import secrets
import stat
from pathlib import Path
from urllib.parse import urlsplit

from flask import Config

from survey.data.engine import parse_reading_url, parse_url, sqlite_file
from survey.web.roles import ADMINISTRATOR, WORKING_GROUP

ROOT = Path(__file__).parents[2]
INSTANCE = ROOT / "instance"
SECOND_FACTOR = ("required", "offered")
WEAK_KEYS = {"dev", "secret", "changeme", "password", "test"}


class StartRefused(Exception):
    """The installation is not safe or not complete; `reasons` holds one sentence for each thing to mend."""

    def __init__(self, reasons: list[str]):
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def read_settings(instance: Path | None = None) -> dict:
    """All SURVEY_ settings: config.py, then instance/config.py, then the environment."""
    instance = instance or Path(os.environ.get("SURVEY_INSTANCE") or INSTANCE)
    config = Config(str(ROOT))
    config.from_pyfile(str(ROOT / "config.py"))
    defaults = {key: config[key] for key in config if key.startswith("SURVEY_")}
    config.from_pyfile(str(instance / "config.py"), silent=True)
    settings = {key: _same_kind(key, os.environ.get(key, config[key]), defaults[key]) for key in defaults}
    settings["SURVEY_INSTANCE"] = str(instance)
    settings["SURVEY_DATABASE_URL"] = settings["SURVEY_DATABASE_URL"] or f"sqlite:///{instance / 'survey.db'}"
    try:
        parse_url(settings["SURVEY_DATABASE_URL"])
        if settings["SURVEY_READING_URL"]:
            parse_reading_url(settings["SURVEY_READING_URL"], settings["SURVEY_DATABASE_URL"])
        reminder_days(settings)
    except ValueError as refusal:
        raise StartRefused([str(refusal)]) from None
    return settings


def _same_kind(key: str, value, default):
    if not isinstance(default, int):
        return value
    try:
        return int(value)
    except ValueError:
        raise StartRefused([f"{key} must be a whole number, not '{value}'."]) from None


def reminder_days(settings: dict) -> tuple[int, ...]:
    """How many days before the end of answering missions are reminded. Raises ValueError with a sentence."""
    text = settings["SURVEY_REMINDER_DAYS"]
    days = {word.strip() for word in text.split(",") if word.strip()}
    if not all(word.isascii() and word.isdigit() and len(word) < 4 for word in days):
        raise ValueError(f"SURVEY_REMINDER_DAYS must be numbers of days such as 14,7,3,1, not '{text}'.")
    return tuple(sorted(int(word) for word in days))


def development_key(instance: Path) -> str:
    """A key of this machine's own, made once and readable by its owner only."""
    instance.mkdir(parents=True, exist_ok=True)
    file = instance / "secret_key"
    if not file.exists():
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "w") as writer:
            writer.write(secrets.token_hex(32))
    return file.read_text().strip()


def refusals(settings: dict, *, debug: bool = False) -> list[str]:
    """Why production must not start with these settings: one sentence each, empty when all is well."""
    key, base = settings["SURVEY_SECRET_KEY"], settings["SURVEY_BASE_URL"]
    reasons = []
    if not key:
        reasons.append("SURVEY_SECRET_KEY is not set; set it to at least 32 random characters.")
    elif len(key) < 32 or len(set(key)) < 8 or key.lower() in WEAK_KEYS:
        reasons.append("SURVEY_SECRET_KEY is too easy to guess; use at least 32 random characters.")
    if debug:
        reasons.append("Debug mode is on; it shows the program's inside to visitors. Switch it off.")
    if not base:
        reasons.append("SURVEY_BASE_URL is not set; links in invitations would lead nowhere.")
    elif not _host(base):
        reasons.append(f"SURVEY_BASE_URL '{base}' is not an address such as https://survey.example.org.")
    if settings["SURVEY_PROXIES"] and not settings["SURVEY_TRUSTED_HOSTS"]:
        reasons.append(
            "SURVEY_PROXIES is set without SURVEY_TRUSTED_HOSTS; name the hosts that the proxy serves."
        )
    if settings.get("SURVEY_SECOND_FACTOR", "") not in ("", *SECOND_FACTOR):
        reasons.append(
            f"SURVEY_SECOND_FACTOR is '{settings['SURVEY_SECOND_FACTOR']}'; write required or offered."
        )
    return reasons + _open_database(settings["SURVEY_DATABASE_URL"])


def roles_with_second_factor(settings: dict) -> frozenset[str]:
    """The roles that must confirm a sign-in with a one-time code. A setting that nobody knows asks for it too."""
    chosen = settings["SURVEY_SECOND_FACTOR"]
    offered = chosen == "offered" or (not chosen and settings["SURVEY_MODE"] == "development")
    return frozenset() if offered else frozenset((ADMINISTRATOR, WORKING_GROUP))


def _host(base: str) -> str | None:
    """The host in an address of the web, or None where it is none."""
    try:
        parts = urlsplit(base)
    except ValueError:
        return None
    return parts.hostname if parts.scheme in ("http", "https") else None


def _open_database(url: str) -> list[str]:
    try:
        file = sqlite_file(parse_url(url))
    except ValueError as refusal:
        return [str(refusal)]
    if file and file.exists() and stat.S_IMODE(file.stat().st_mode) & 0o007:
        return [
            f"The database file {file.name} can be read by everybody on this machine; run chmod o-rwx on it."
        ]
    return []


def trusted_hosts(settings: dict) -> list[str] | None:
    """The host names that a request may name, or None in development without any."""
    named = [host.strip() for host in settings["SURVEY_TRUSTED_HOSTS"].split(",") if host.strip()]
    base = _host(settings["SURVEY_BASE_URL"])
    return named or ([base] if base else None)
