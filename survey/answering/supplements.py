"""Which signed reports are asked what was added since then: decided here, read and written elsewhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from survey.questionnaire.conditions import Test
from survey.questionnaire.instrument import canonical
from survey.questionnaire.structure import Questionnaire, questionnaire
from survey.questionnaire.supplements import after_name, outcome, restricted, settled_tests

Values = Mapping[str, str]


@dataclass(frozen=True)
class Unsigned:
    """A supplement that was never signed. It moves over to what is asked now, with its answers."""

    id: int
    number: int
    closes_at: datetime | None


@dataclass(frozen=True)
class Chain:
    """A signed report with its supplements.

    `versions` and `numbers` are those of the questionnaires that were signed: the report's own and its
    supplements'.
    """

    report_id: int
    asked_project_id: int
    fictitious: bool
    versions: tuple[int, ...]
    numbers: tuple[int, ...]
    unsigned: Unsigned | None = None

    def comes_before(self, number: int) -> bool:
        """Whether neither the report nor a supplement of it was asked version `number` or a later one."""
        open_number = self.unsigned.number if self.unsigned else 0
        return max(*self.numbers, open_number) < number


@dataclass(frozen=True)
class Asking:
    """What a signed report is asked: a data file, as JSON, and after which versions. None: nothing (more)."""

    chain: Chain
    after: str = ""
    document: str | None = None


class Askings:
    """What version `number` of a data file asks of each signed report that did not answer it."""

    def __init__(self, document: Mapping, number: int, versions: Mapping[int, Questionnaire]):
        """`versions` holds the questionnaires that were signed, by their ids."""
        self._document, self._number, self._versions = document, number, versions
        self._whole = questionnaire(document, number)
        self._tests: dict[tuple[int, ...], tuple[Test, ...]] = {}
        self._made: dict[tuple, tuple[str, str | None]] = {}

    def _known(self, chain: Chain) -> frozenset[str]:
        """The codes of all parts that were asked and signed."""
        return frozenset(code for id in chain.versions for code in self._versions[id].covered)

    def _settled(self, chain: Chain) -> tuple[Test, ...]:
        if chain.versions not in self._tests:
            self._tests[chain.versions] = settled_tests(self._whole, self._known(chain))
        return self._tests[chain.versions]

    def tested(self, chains: Iterable[Chain]) -> set[str]:
        """The parts whose signed answers decide what these reports are asked."""
        return {test.part for chain in chains for test in self._settled(chain)}

    def of(self, chain: Chain, values: Values) -> Asking:
        """What this report is asked, by the signed `values` of the parts that are `tested`."""
        key = (chain.versions, outcome(self._settled(chain), values))
        if key not in self._made:
            self._made[key] = self._make(chain, values)
        return Asking(chain, *self._made[key])

    def _make(self, chain: Chain, values: Values) -> tuple[str, str | None]:
        after = tuple(sorted(set(chain.numbers)))
        made = restricted(self._document, self._number, after=after, known=self._known(chain), values=values)
        if made is None:
            return "", None
        text = canonical(made)
        return after_name(after, text, settled=bool(self._settled(chain))), text
