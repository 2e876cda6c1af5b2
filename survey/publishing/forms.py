"""The form that publishes a draft."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, ValidationError

from survey.data import clock
from survey.questionnaire.kinds.texts import LAST_YEAR
from survey.web.forms import LineField


class PublishForm(FlaskForm):
    """What the author decides on the impact sheet.

    The view says in which `zone` a deadline is meant, whether signed reports `may_ask` anything new, and whether
    missing translations have to be confirmed.
    """

    ask = BooleanField(_l("Ask the signed reports what is new"))
    day = LineField(_l("Answers until: day"), render_kw={"type": "date"})
    time = LineField(_l("Answers until: time"), render_kw={"type": "time"})
    untranslated = BooleanField(_l("Publish although translations are missing"))

    zone: str = "UTC"
    may_ask = must_confirm = False
    ask_until: datetime | None = None

    def validate_day(self, field):
        if not (self.may_ask and self.ask.data):
            return
        self.ask_until = _moment(field.data, self.time.data or "23:59", self.zone)
        if self.ask_until is None:
            raise ValidationError(_l("Write until when the signed reports can answer, as a day and a time."))
        if self.ask_until <= clock.now():
            raise ValidationError(_l("This day and time are over. Choose a later one."))

    def validate_untranslated(self, field):
        if self.must_confirm and not field.data:
            raise ValidationError(_l("Confirm that these texts may be shown in English for now."))


def _moment(day: str, clock_time: str, zone: str) -> datetime | None:
    """The moment that a day and a time mean in this zone; None where they mean none."""
    try:
        found = datetime.combine(date.fromisoformat(day), time.fromisoformat(clock_time).replace(tzinfo=None))
    except ValueError:
        return None
    return found.replace(tzinfo=ZoneInfo(zone)) if found.year <= LAST_YEAR else None
