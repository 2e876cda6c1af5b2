"""The voice of the person who asks."""

from flask_babel import force_locale

from survey.paper.voice import Voice
from survey.web.filters import day, figure, moment, say
from survey.web.languages import language


def voice(code: str = "") -> Voice:
    """A voice in this language, else in that of the request. Use it inside `speaking` where it is another one."""
    return Voice(code or language(), say, day, moment, figure)


speaking = force_locale
