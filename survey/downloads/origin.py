"""Where the files of a round come from: what README.txt says, and the version of which a form is made."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Origin:
    """A round, the version of the questionnaire that a report answers that starts now, and who asked when.

    `document` is that version's data file as JSON. `person` is a name, or a word for a command.
    """

    round_code: str
    round_title: str
    questionnaire: str
    version: int
    published_at: datetime
    document: str
    person: str
    at: datetime
