"""What every kind of part can do: be asked, read, checked, shown, counted and written to files."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from survey.questionnaire.structure import Part

# what a form sends: for each field's name, the texts in their order
Fields = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Written:
    """An answer in a file: `value` is a code, a number or the text itself; `text` is the same in words."""

    value: str | int | float
    text: str


class Kind(ABC):
    """A kind of part. A stored value is always a text; the empty text means that nothing was given."""

    name: str
    #: whether answers are counted by option in summaries
    coded = False

    @property
    def partial(self) -> str:
        """The template that asks for an answer of this kind."""
        return f"answering/kinds/_{self.name}.html"

    @abstractmethod
    def read(self, part: Part, fields: Fields) -> str:
        """The value that a form's fields hold. Raises BadInput with a sentence when they cannot be taken."""

    @abstractmethod
    def check(self, part: Part, value: str) -> None:
        """Raises BadInput when `value` is not a stored value of this part, wherever it came from."""

    @abstractmethod
    def shown(self, part: Part, value: str, language: str) -> str:
        """The value in words of this language."""

    def counted(self, part: Part, value: str) -> tuple[str, ...]:
        """The option codes under which a summary counts this value; none for kinds that are not counted."""
        return ()

    def written(self, part: Part, value: str, language: str) -> Written:
        """The value as a file holds it."""
        return Written(value, self.shown(part, value, language))

    def typed(self, part: Part, fields: Fields) -> str:
        """What a form held as far as it can be shown again in its fields, right or wrong."""
        return first(fields, part.code)


def first(fields: Fields, name: str) -> str:
    texts = fields.get(name) or ("",)
    return texts[0]
