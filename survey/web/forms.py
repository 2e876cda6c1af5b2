"""What all forms share: texts cleaned at the edge, labels in the reader's language."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.validators import DataRequired

from survey.web.filters import say
from survey.web.wording import BadInput, Sentence, clean_text


class EmptyForm(FlaskForm):
    """A form of one button: it carries nothing but the token."""


class LineField(StringField):
    """One line of text, cleaned as every text that comes in; what cannot be cleaned stays visible as typed."""

    def __init__(self, label=None, validators=None, *, longest: int = 200, **options):
        super().__init__(label, validators, **options)
        self.longest = longest
        self.refusal: Sentence | None = None

    def process_formdata(self, valuelist):
        self.data = valuelist[0] if valuelist else ""
        try:
            self.data = clean_text(self.data, self.longest).replace("\n", " ")
        except BadInput as refusal:
            self.refusal = refusal.sentence

    def pre_validate(self, form):
        if self.refusal:
            raise ValidationError(say(self.refusal))


class OneOfList(SelectField):
    """A choice from a list; anything else is refused in our words, which are translated."""

    def pre_validate(self, form):
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError(_l("Choose one of the list.")) from None


class SomeOfList(SelectMultipleField):
    """Any number of choices from a list."""

    def pre_validate(self, form):
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError(
                _l("One of these is no longer in the list. Look at what is ticked, then send it again.")
            ) from None


def required(message=None) -> DataRequired:
    return DataRequired(message or _l("Fill in this field."))
