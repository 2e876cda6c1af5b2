"""The impact sheet: what publishing a draft would do; and publishing it."""

from dataclasses import dataclass
from functools import cached_property

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from survey.answering.queries.supplements import supplements_to_ask
from survey.data import clock
from survey.publishing.forms import PublishForm
from survey.publishing.impact import Break, breaks, new_columns
from survey.publishing.queries import answers_by_round, asking_rounds, report_groups
from survey.publishing.records import CLOSED, FATES, PHASES, AskingRound, ReportGroup, counted
from survey.publishing.routes.drafts import OpenDraft, open_draft, seen_revision
from survey.publishing.services import NotDeclared, NothingChanged, Published, publish_to_rounds
from survey.questionnaire.declarations import DECLARATIONS
from survey.questionnaire.instrument import BadInstrument
from survey.questionnaire.missing_texts import Text, missing_texts
from survey.questionnaire.services import DraftChanged
from survey.web.database import session
from survey.web.languages import LANGUAGES
from survey.web.roles import ADMINISTRATOR, allow

blueprint = Blueprint("impact", __name__, url_prefix="/versions/<questionnaire>/draft")


@dataclass(frozen=True)
class Sheet:
    """A draft beside the rounds that ask its questionnaire, `chosen` of them to ask it from now on."""

    opened: OpenDraft
    rounds: list[AskingRound]
    chosen: list[AskingRound]

    @cached_property
    def groups(self) -> list[ReportGroup]:
        return report_groups(session(), [round.id for round in self.chosen])

    @property
    def counts(self) -> dict[int, dict[str, int]]:
        """The number of reports for each fate, by round."""
        return {
            round.id: counted(group for group in self.groups if group.round_id == round.id)
            for round in self.chosen
        }

    @cached_property
    def to_ask(self) -> int:
        if self.opened.new is None:
            return 0
        draft, ids = self.opened.draft, [round.id for round in self.chosen]
        return supplements_to_ask(session(), document=draft.document, number=draft.number, round_ids=ids)

    @cached_property
    def untranslated(self) -> list[tuple[Text, tuple[str, ...]]]:
        draft = self.opened.draft
        return missing_texts(draft.document, draft.number, list(LANGUAGES)) if self.opened.new else []

    @cached_property
    def breaks(self) -> list[Break]:
        opened = self.opened
        return breaks(opened.published, opened.new, opened.declared) if opened.new else []

    @property
    def columns(self) -> dict[str, list[str]]:
        versions = [version.questionnaire for version in self.opened.versions]
        return new_columns(versions, self.opened.new) if self.opened.new else {}

    @property
    def zone(self) -> str:
        """The time zone in which a deadline is said: that of the chosen rounds, if it is one."""
        zones = {round.time_zone for round in self.chosen}
        return zones.pop() if len(zones) == 1 else "UTC"


def _sheet(code: str, chosen: list[str] | None) -> Sheet:
    """The sheet for the rounds with these codes; None: for all but those that are closed."""
    opened, rounds = open_draft(code), asking_rounds(session(), code)
    now = clock.now()
    if chosen is None:
        return Sheet(opened, rounds, [round for round in rounds if round.phase(now) != CLOSED])
    return Sheet(opened, rounds, [round for round in rounds if round.code in chosen])


def _asked_for() -> list[str] | None:
    """The rounds that the address names; None where nobody has chosen yet."""
    return request.args.getlist("round") if "chosen" in request.args else None


@blueprint.get("/impact")
@allow(ADMINISTRATOR)
def sheet(questionnaire: str):
    return sheet_page(_sheet(questionnaire, _asked_for()), PublishForm(formdata=None))


@blueprint.get("/impact/missions")
@allow(ADMINISTRATOR)
def missions(questionnaire: str):
    """The same reports, counted by mission."""
    made = _sheet(questionnaire, _asked_for())
    groups = report_groups(session(), [round.id for round in made.chosen], by_mission=True)
    names = dict.fromkeys(group.mission for group in groups)
    counts = {name: counted(group for group in groups if group.mission == name) for name in names}
    return render_template("publishing/missions.html", sheet=made, counts=counts, FATES=FATES)


@blueprint.post("/publish")
@allow(ADMINISTRATOR)
def publish(questionnaire: str):
    """Publishes the draft as it was read, into the rounds that the sheet was made for; all of it or nothing."""
    made = _sheet(questionnaire, request.form.getlist("round"))
    form = PublishForm()
    form.zone, form.may_ask = made.zone, bool(made.to_ask)
    form.must_confirm = bool(made.untranslated)
    if not form.validate():
        return sheet_page(made, form, status=422)
    try:
        done = publish_to_rounds(
            session(),
            code=questionnaire,
            seen_revision=seen_revision(),
            round_ids=[round.id for round in made.chosen],
            ask_until=form.ask_until,
            person=current_user,
        )
        session().commit()
    except DraftChanged:
        session().rollback()
        problem = _(
            "Somebody changed the draft after you had opened this sheet. Nothing was published. Read it again."
        )
        return sheet_page(_sheet(questionnaire, request.form.getlist("round")), form, problem, 409)
    except (BadInstrument, NotDeclared, NothingChanged):
        session().rollback()
        return sheet_page(made, form, _("Nothing was published. The reasons are listed below."), 422)
    _say_what_was_done(done)
    return redirect(url_for("versions.version", questionnaire=questionnaire, number=done.version.number))


def _say_what_was_done(done: Published) -> None:
    flash(_("Version %(number)s is published.", number=done.version.number))
    if done.moved:
        flash(ngettext("%(num)s draft moved over to it.", "%(num)s drafts moved over to it.", done.moved))
    if done.asked:
        words = ngettext(
            "%(num)s signed report is asked what is new.",
            "%(num)s signed reports are asked what is new.",
            done.asked,
        )
        flash(words)


def sheet_page(made: Sheet, form: PublishForm, problem: str = "", status: int = 200):
    page = render_template(
        "publishing/impact.html",
        sheet=made,
        opened=made.opened,
        form=form,
        problem=problem,
        held=answers_by_round(session(), [found.part.code for found in made.breaks]),
        now=clock.now(),
        FATES=FATES,
        PHASES=PHASES,
        DECLARATIONS=DECLARATIONS,
    )
    return page, status
