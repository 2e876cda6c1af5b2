"""Which projects somebody looks through before choosing: read from an address or a form."""

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from survey.web.wording import FORBIDDEN, Sentence, sentence

LABELS: dict[str, Sentence] = {
    "region": sentence("Region"),
    "mission": sentence("Mission"),
    "service_area": sentence("Service area"),
    "round": sentence("Asked in the round"),
}


@dataclass(frozen=True)
class Choice:
    """Projects of this region, mission and service area that this earlier round, by its code, asked; empty: of any."""

    region: str = ""
    mission: str = ""
    service_area: str = ""
    round: str = ""

    @property
    def chosen(self) -> dict[str, str]:
        """What is chosen by, without what is empty."""
        return {name: value for name, value in asdict(self).items() if value}


def read_choice(fields: Mapping[str, str]) -> Choice:
    """What an address or a form says; signs that nothing can have in its name fit nothing."""
    given = {name: unicodedata.normalize("NFC", fields.get(name, "")).strip() for name in LABELS}
    return Choice(**{name: FORBIDDEN.sub("\ufffd", text) for name, text in given.items()})
