"""Since which version a part means what it means: an administrator declares so when a version is published.

Answers on both sides of a new meaning are never put on one line or into one table.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from survey.questionnaire.declarations import NEW_MEANING
from survey.questionnaire.structure import Questionnaire

#: the meaning that a part had from the beginning
FIRST = 0


@dataclass(frozen=True)
class Meanings:
    """Every version as a whole of one questionnaire or of several, each with what it declares."""

    versions: tuple[Questionnaire, ...]

    def changed_in(self, questionnaire: str, part_code: str) -> list[int]:
        """The numbers of the versions that gave this part, or its question, a new meaning; the oldest first."""
        codes = part_code, part_code.split(".")[0]
        return sorted(
            version.number
            for version in self.versions
            if version.code == questionnaire and NEW_MEANING in (version.declared.get(code) for code in codes)
        )

    def since(self, version: Questionnaire, part_code: str) -> int:
        """The number of the version since which the part means what it means in this version; FIRST for always."""
        changed = self.changed_in(version.code, part_code)
        return max((number for number in changed if number <= version.number), default=FIRST)

    def among(self, versions: Iterable[Questionnaire], part_code: str) -> list[int]:
        """The meanings that the part has in those of these versions that ask it; the oldest first."""
        return sorted(
            {self.since(version, part_code) for version in versions if part_code in version.covered}
        )


def asking(versions: Mapping[int, Questionnaire], part_code: str) -> list[int]:
    """The ids of those of these versions, supplements' too, that ask the part."""
    return [id for id, version in versions.items() if part_code in version.covered]
