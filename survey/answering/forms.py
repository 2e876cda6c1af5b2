"""The forms of a report that are not answers."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, ValidationError

from survey.accounts.addresses import ADDRESS
from survey.accounts.forms import choices
from survey.accounts.models import Person
from survey.answering.evidence import (
    LARGEST_FILE,
    LONGEST_DESCRIPTION,
    extension,
    file_name,
    link_address,
    size_fault,
)
from survey.answering.file_types import media_type
from survey.web.filters import say
from survey.web.forms import LineField, OneOfList, required
from survey.web.wording import LONGEST_TEXT, BadInput


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


class EvidenceFileForm(FlaskForm):
    """A file for a part. Once it is valid, `name`, `media_type` and `content` are what can be kept of it."""

    file = FileField(_l("File"))
    description = LineField(_l("What it shows (can be left out)"), longest=LONGEST_DESCRIPTION)

    name = media_type = ""
    content = b""

    def validate_file(self, field):
        if not field.data:
            raise ValidationError(_("Choose a file."))
        self.name = file_name(field.data.filename)
        self.content = field.data.read(LARGEST_FILE + 1)
        if fault := size_fault(len(self.content)):
            raise ValidationError(say(fault))
        try:
            self.media_type = media_type(extension(self.name), self.content)
        except BadInput as refusal:
            raise ValidationError(say(refusal.sentence)) from None


class EvidenceLinkForm(FlaskForm):
    """A link for a part."""

    address = LineField(
        _l("Address of the page"), [required(_l("Write the address of the page."))], longest=LONGEST_TEXT
    )
    about = LineField(_l("What it shows (can be left out)"), longest=LONGEST_DESCRIPTION)

    def validate_address(self, field):
        try:
            field.data = link_address(field.data)
        except BadInput as refusal:
            raise ValidationError(say(refusal.sentence)) from None


class LeavingForm(FlaskForm):
    """Who takes over from somebody: one of those `offer` was given, or, where nobody is chosen, somebody new."""

    successor = OneOfList(_l("Successor"))
    lead = BooleanField(
        _l("Make this person a mission lead, who signs and submits, as the one who leaves was")
    )
    email = LineField(_l("E-mail address of somebody new"))
    name = LineField(_l("Name (can be left to the person)"))

    def offer(self, people: Iterable[Person]) -> None:
        labels = {
            person.public_id: f"{person.name} ({person.email})" if person.name else person.email
            for person in people
        }
        self.successor.choices = choices({"": _l("Somebody new, invited below")} | labels)

    @property
    def becomes_lead(self) -> bool:
        return "lead" in self and self.lead.data

    def validate_email(self, field):
        if self.successor.data:
            if field.data:
                raise ValidationError(_l("Choose somebody above, or invite somebody new; not both."))
        elif not field.data:
            raise ValidationError(_l("Choose who takes over, or write the e-mail address of somebody new."))
        elif not ADDRESS.fullmatch(field.data):
            raise ValidationError(_l("Write the whole e-mail address, such as name@example.org."))
