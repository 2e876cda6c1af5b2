"""Builds the application: a list of steps."""

from datetime import timedelta

from flask import Flask
from flask_compress import Compress
from werkzeug.middleware.proxy_fix import ProxyFix

from survey.accounts import commands as people_commands
from survey.accounts.routes import (
    account,
    in_place,
    invitations,
    links,
    people,
    person,
    second_factor,
    sign_in,
)
from survey.answering import commands as answering_commands
from survey.answering.routes import (
    changes,
    evidence,
    history,
    leaving,
    presence,
    questions,
    reports,
    returning,
    saving,
    threads,
    writing,
)
from survey.comparison.routes import (
    access,
    against,
    against_files,
    against_lists,
    before_after,
    charts,
    groups,
    pattern_lists,
    patterns,
    quotes,
    texts,
)
from survey.comparison.routes import pages as comparison
from survey.comparison.routes import persons as persons_outside
from survey.downloads import commands as download_commands
from survey.downloads.routes import access_tokens, by_token
from survey.downloads.routes import files as download_files
from survey.downloads.routes import listing as downloads
from survey.downloads.routes import preview as download_preview
from survey.fieldwork import commands as fieldwork_commands
from survey.fieldwork.routes import asking, board, extensions, reminders
from survey.fieldwork.routes import rounds as fieldwork
from survey.installation import commands as installation
from survey.installation.moving import commands as moving_commands
from survey.intake import commands as intake_commands
from survey.intake import routes as intake
from survey.messages.servers import faults as faults_of_messages
from survey.paper.routes import files as paper
from survey.paper.routes import upload
from survey.publishing.routes import changes as changes_of_draft
from survey.publishing.routes import impact, preview, versions
from survey.questionnaire import commands as questionnaire_commands
from survey.questionnaire.routes import arranging, exchange, library, lists, outline, parts, sections
from survey.web.addresses import install_addresses
from survey.web.database import install_database
from survey.web.errors import install_errors
from survey.web.filters import install_filters
from survey.web.fragments import install_fragments
from survey.web.gate import install_gate
from survey.web.headers import install_headers
from survey.web.languages import install_languages
from survey.web.logs import install_logs
from survey.web.offline import install_offline
from survey.web.requests import install_requests
from survey.web.settings import (
    ROOT,
    StartRefused,
    read_settings,
    refusals,
    roles_with_second_factor,
    trusted_hosts,
)
from survey.web.static import install_static
from survey.web.way import install_way

BLUEPRINTS = (
    sign_in.blueprint,
    in_place.blueprint,
    links.blueprint,
    account.blueprint,
    second_factor.blueprint,
    people.blueprint,
    person.blueprint,
    invitations.blueprint,
    leaving.blueprint,
    reports.blueprint,
    questions.blueprint,
    saving.blueprint,
    history.blueprint,
    presence.blueprint,
    returning.blueprint,
    threads.blueprint,
    changes.blueprint,
    evidence.blueprint,
    writing.blueprint,
    paper.blueprint,
    upload.blueprint,
    fieldwork.blueprint,
    asking.blueprint,
    extensions.blueprint,
    board.blueprint,
    reminders.blueprint,
    intake.blueprint,
    comparison.blueprint,
    texts.blueprint,
    quotes.blueprint,
    patterns.blueprint,
    pattern_lists.blueprint,
    charts.blueprint,
    groups.blueprint,
    against.blueprint,
    against_files.blueprint,
    against_lists.blueprint,
    access.blueprint,
    before_after.blueprint,
    persons_outside.blueprint,
    downloads.blueprint,
    download_preview.blueprint,
    download_files.blueprint,
    by_token.blueprint,
    access_tokens.blueprint,
    exchange.blueprint,
    questionnaire_commands.blueprint,
    outline.blueprint,
    sections.blueprint,
    parts.blueprint,
    lists.blueprint,
    arranging.blueprint,
    library.blueprint,
    versions.blueprint,
    changes_of_draft.blueprint,
    impact.blueprint,
    preview.blueprint,
    people_commands.blueprint,
    answering_commands.blueprint,
    download_commands.blueprint,
    fieldwork_commands.blueprint,
    intake_commands.blueprint,
    installation.blueprint,
    moving_commands.blueprint,
)
#: the packages whose pages are read from a copy of the database, where there is one
READ_FROM_COPY = ("survey.comparison.", "survey.downloads.")
LARGEST_REQUEST = 4 * 2**20  # the longest question filled with 20,000 four-byte characters a part, encoded


def create_app(settings: dict | None = None, *, check: bool = True) -> Flask:
    """The application with these settings, or with those of config.py, instance/config.py and the environment.

    Raises StartRefused in production while the installation is not safe, and everywhere where its mail server cannot
    be read; commands pass check=False.
    """
    app = Flask(__name__, template_folder=str(ROOT / "templates"), static_folder=None)
    configure(app, settings or read_settings())
    if check:
        production = app.config["SURVEY_MODE"] != "development"
        reasons = refusals(app.config, debug=app.debug) if production else []
        reasons += faults_of_messages(app.config)
        if reasons:
            raise StartRefused(reasons)
    install_addresses(app)
    install_logs(app)
    install_database(app, [one.name for one in BLUEPRINTS if one.import_name.startswith(READ_FROM_COPY)])
    install_languages(app)
    install_filters(app)
    install_static(app)
    install_fragments(app)
    install_offline(app)
    install_gate(app)
    install_requests(app)
    install_errors(app)
    install_headers(app)
    Compress(app)
    install_way(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app


def configure(app: Flask, settings: dict) -> None:
    """Flask's own settings, derived from ours."""
    secure = settings["SURVEY_BASE_URL"].startswith("https://")
    app.config.update(settings)
    app.config.update(
        SECRET_KEY=settings["SURVEY_SECRET_KEY"] or None,
        SESSION_COOKIE_NAME="__Host-survey" if secure else "survey",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=settings["SURVEY_SIGN_IN_HOURS"]),
        PREFERRED_URL_SCHEME="https" if secure else "http",
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_REQUEST,
        MAX_FORM_PARTS=2_000,
        WTF_CSRF_TIME_LIMIT=None,
        TRUSTED_HOSTS=trusted_hosts(settings),
        SECOND_FACTOR_ROLES=roles_with_second_factor(settings),
        COMPRESS_MIMETYPES=["text/html", "text/css", "text/javascript", "text/csv", "application/json"],
        COMPRESS_STREAMS=False,
        # brotli first: it knows the words of HTML beforehand, which counts on pages of a few kilobytes
        COMPRESS_ALGORITHM=["br", "zstd", "gzip"],
        COMPRESS_BR_LEVEL=5,
    )
    if settings["SURVEY_PROXIES"]:
        number = settings["SURVEY_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=number, x_proto=number, x_host=0)  # type: ignore[method-assign]
