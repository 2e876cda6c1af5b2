"""The figures that stand below every answer that is counted, and what may be said on their ground.

None of them leaves a report out in silence: due is always the sum of what is counted and of every reason why
something is not. There are no sums across parts, no total score and no ranking.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from survey.questionnaire.structure import Part
from survey.web.wording import Sentence, sentence

#: the verdicts that are valid answers, and those that could still become a yes
VALID_VERDICTS = ("yes", "partly", "no")
UNDECIDED_VERDICTS = ("too_early", "dont_know")
#: below so many valid answers there are no percentages
FEWEST_FOR_PERCENT = 20


@dataclass(frozen=True)
class Denominators:
    """How many reports stand behind a part. `options` holds the answers to it by option code.

    A report that chose several options is counted under each of them, but once in `answered`.
    """

    due: int
    received: int
    not_asked: int
    not_shown: int
    no_answer: int
    declined: int
    valid: int
    options: Mapping[str, int] = field(default_factory=dict)

    @property
    def not_received(self) -> int:
        return self.due - self.received

    @property
    def asked(self) -> int:
        return self.received - self.not_asked - self.not_shown

    @property
    def answered(self) -> int:
        return self.asked - self.no_answer - self.declined

    def k(self, option: str) -> int:
        """How many reports gave this answer."""
        return self.options.get(option, 0)

    @property
    def undecided(self) -> int:
        return sum(self.k(option) for option in UNDECIDED_VERDICTS)


def denominators(
    part: Part,
    *,
    due: int,
    received: int,
    asking: int,
    statuses: Mapping[str, int],
    options: Mapping[str, int],
) -> Denominators:
    """The denominators of a part.

    `received` counts the reports whose answer to the part is not waited for any more: where a supplement asks it, the
    supplement decides. `asking` is the number of those that were asked the part; `statuses` and `options` count these.
    """
    answered, declined, not_shown = (statuses.get(name, 0) for name in ("answered", "declined", "not_shown"))
    is_verdict = part.kind == "verdict"
    return Denominators(
        due=due,
        received=received,
        not_asked=received - asking,
        not_shown=not_shown,
        # a part without a row counts as left blank
        no_answer=asking - answered - declined - not_shown,
        declined=declined,
        valid=sum(options.get(code, 0) for code in VALID_VERDICTS) if is_verdict else answered,
        options=dict(options),
    )


def is_valid(part: Part, option: str) -> bool:
    """Whether this answer is one of those that the valid ones are counted from."""
    return part.kind != "verdict" or option in VALID_VERDICTS


@dataclass(frozen=True)
class Bounds:
    """The smallest and the largest share of all reports due that could turn out to give an answer."""

    lower: float
    upper: float


def bounds(part: Part, option: str, base: Denominators) -> Bounds | None:
    """Worst-case bounds over all reports due; None without reports, and for an answer that is not valid.

    Lower: none of the reports that are still open gives this answer. Upper: all of them do. Open are those
    that say too early or do not know, that gave no answer or declined, and that were not received.
    """
    if not base.due or not is_valid(part, option):
        return None
    undecided = base.undecided if part.kind == "verdict" else 0
    open_reports = undecided + base.no_answer + base.declined + base.not_received
    return Bounds(base.k(option) / base.due, (base.k(option) + open_reports) / base.due)


def percent(part: Part, option: str, base: Denominators) -> float | None:
    """The share of an answer in the valid ones in per cent, from 20 valid answers on."""
    if base.valid < FEWEST_FOR_PERCENT or not is_valid(part, option):
        return None
    return 100 * base.k(option) / base.valid


QUANTIFIERS = {
    "all": sentence("All"),
    "all_that_answered": sentence("All that answered"),
    "majority": sentence("Majority"),
}


def quantifier(k: int, n: int, due: int) -> str:
    """The word for k of n answers when `due` reports are due: all, all_that_answered, majority or k_of_n."""
    if k and k == n:
        return "all" if n == due else "all_that_answered"
    return "majority" if k > due / 2 else "k_of_n"


def quantified(base: Denominators) -> Sentence | None:
    """The word for the yeses of a verdict, None where the figures alone are the word.

    "All that answered" is measured by all answers: a report that says too early has answered, but not yes.
    """
    return QUANTIFIERS.get(quantifier(base.k("yes"), base.answered, base.due))
