"""The status of a part of a report: six words that no summary, page or file ever mixes."""

from survey.web.wording import Sentence, sentence

ANSWERED, NO_ANSWER, DECLINED = "answered", "no_answer", "declined"
NOT_SHOWN, NOT_ASKED, NOT_REACHED = "not_shown", "not_asked", "not_reached"
STATUSES = (ANSWERED, NO_ANSWER, DECLINED, NOT_SHOWN, NOT_ASKED, NOT_REACHED)
#: what an answer can have in a draft; the others follow from the report
SAVED_STATUSES = (ANSWERED, NO_ANSWER, DECLINED, NOT_SHOWN)
STATUS_NAMES: dict[str, Sentence] = {
    ANSWERED: sentence("Answered"),
    NO_ANSWER: sentence("No answer"),
    DECLINED: sentence("Preferred not to answer"),
    NOT_SHOWN: sentence("Not shown"),
    NOT_ASKED: sentence("Not asked"),
    NOT_REACHED: sentence("Not received"),
}


def own_status(value: str, declined: bool) -> str:
    """The status that follows from what was typed: a declined part keeps no value."""
    if declined:
        return DECLINED
    return ANSWERED if value else NO_ANSWER


def final_status(saved: str | None, *, shown: bool) -> str:
    """The status with which a part is submitted. `saved` is the draft's, None where nothing was ever saved."""
    if not shown:
        return NOT_SHOWN
    return saved if saved in (ANSWERED, DECLINED) else NO_ANSWER
