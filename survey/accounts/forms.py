"""Signing in, choosing a password, inviting people."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField, SelectChoice, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from survey.accounts.access_tokens.limits import DAYS, LONGEST_NAME
from survey.accounts.addresses import ADDRESS
from survey.accounts.models import Person
from survey.accounts.passwords import objection
from survey.web.filters import say
from survey.web.forms import LineField, OneOfList, SomeOfList, required
from survey.web.languages import LANGUAGES
from survey.web.roles import ADMINISTRATOR, MISSION_LEAD, MISSION_ROLES, MISSION_STAFF, WORKING_GROUP

ROLE_NAMES = {
    MISSION_STAFF: _l("Mission staff: answers the questionnaire"),
    MISSION_LEAD: _l("Mission lead: answers, signs and submits"),
    WORKING_GROUP: _l("Working group: compares and downloads"),
    ADMINISTRATOR: _l("Survey administrator: questionnaire, rounds and people"),
}


def choices(labels: Mapping) -> list[SelectChoice]:
    """The options of a list from labels by code."""
    return [SelectChoice(code, label) for code, label in labels.items()]


class Languages(OneOfList):
    """The languages, each in its own name and marked as such."""

    def __init__(self, label=None, **options):
        names = [SelectChoice(code, name, render_kw={"lang": code}) for code, name in LANGUAGES.items()]
        super().__init__(label or _l("Language"), choices=names, **options)


class EmailField(LineField):
    def pre_validate(self, form):
        super().pre_validate(form)
        if self.data and not ADDRESS.fullmatch(self.data):
            raise ValidationError(_l("Write the whole e-mail address, such as name@example.org."))


class SignInForm(FlaskForm):
    email = EmailField(_l("E-mail address"), [required(_l("Write your e-mail address."))])
    password = PasswordField(_l("Password"), [required(_l("Write your password."))])


class CodeField(LineField):
    """A one-time code, of an app or for recovery; it is not shown again."""

    def __init__(self, label=None, **options):
        missing = _l("Write the code that your app shows now, or one of your recovery codes.")
        super().__init__(label or _l("One-time code"), [required(missing)], longest=40, **options)

    def _value(self):
        return ""


class CodeForm(FlaskForm):
    """A form that a one-time code confirms."""

    one_time_code = CodeField()


class LinkForm(CodeForm):
    """A one-time link of somebody; without a second factor its view takes the code away."""


class NewPasswordForm(FlaskForm):
    """A form whose password says what is wrong with a choice; `person` is whom it is for."""

    person: Person

    def validate_password(self, field):
        # an invitation asks for the name on the same page
        names = f"{self.person.name} {self['name'].data or ''}" if "name" in self else self.person.name
        reason = objection(field.data or "", email=self.person.email, name=names)
        if reason:
            raise ValidationError(say(reason))


class WelcomeForm(NewPasswordForm):
    name = LineField(_l("Your name"), [required(_l("Write your name as colleagues know it."))])
    language = Languages()
    password = PasswordField(_l("Choose a password"))
    one_time_code = CodeField()


class ForgottenForm(NewPasswordForm):
    password = PasswordField(_l("New password"))
    one_time_code = CodeField()


class SetUpForm(FlaskForm):
    """Setting a second factor up: the first code of the app, and the password of whoever has one."""

    current = PasswordField(_l("Your password"), [required(_l("Write your password."))])
    one_time_code = CodeField(_l("Code that the app shows now"))


class ProfileForm(FlaskForm):
    name = LineField(_l("Your name"), [required(_l("Write your name as colleagues know it."))])
    language = Languages()


class AccessTokenForm(FlaskForm):
    """A new access token, and the password of whoever has one."""

    name = LineField(
        _l("Name of the token"),
        [required(_l("Write a name by which you will know the token again, such as Excel at the office."))],
        longest=LONGEST_NAME,
    )
    days = OneOfList(
        _l("Works for"),
        choices=[SelectChoice(str(days), _l("%(days)s days", days=days)) for days in DAYS],
        default=str(DAYS[1]),
    )
    current = PasswordField(_l("Your password"), [required(_l("Write your password."))])


class PasswordForm(NewPasswordForm):
    current = PasswordField(_l("Password until now"))
    password = PasswordField(_l("New password"))


class RoleForm(FlaskForm):
    """Role and missions of somebody; `missions` gets its choices from the view: public id and name."""

    role = OneOfList(_l("Role"), choices=choices(ROLE_NAMES))
    missions = SomeOfList(
        _l("Missions"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )

    def validate_missions(self, field):
        if self.role.data in MISSION_ROLES and not field.data:
            raise ValidationError(_l("Choose at least one mission for this role."))
        if self.role.data not in MISSION_ROLES and field.data:
            raise ValidationError(_l("This role belongs to no mission; leave the missions empty."))


class InviteForm(FlaskForm):
    """The same for somebody new."""

    email = EmailField(_l("E-mail address"), [required(_l("Write the e-mail address of the person."))])
    name = LineField(_l("Name (can be left to the person)"))
    role = OneOfList(_l("Role"), choices=choices(ROLE_NAMES))
    missions = SomeOfList(
        _l("Missions"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    validate_missions = RoleForm.validate_missions
