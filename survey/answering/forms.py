"""The forms of a report that are not answers."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField

from survey.web.forms import LineField, required


class SignForm(FlaskForm):
    name = LineField(_l("Your name"), [required(_l("Write your name."))])
    function = LineField(
        _l("Your function"), [required(_l("Write your function, such as Chief of Mission."))]
    )
    sure = BooleanField(
        _l(
            "I have read the answers and sign them for the mission. After this they can no longer be changed."
        ),
        [required(_l("Tick the box to sign."))],
    )
