"""The words of a reminder: one message to one person about all reports that wait for them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from survey.answering.states import WITH_LEAD
from survey.fieldwork.reminders import (
    BY_HAND,
    CLOSING,
    NOT_STARTED,
    RETURNED,
    SUPPLEMENT,
    Outstanding,
    Recipient,
)
from survey.messages.message import Message
from survey.web.wording import Sentence, sentence

SURVEY = sentence("Gender Mainstreaming Survey")


@dataclass(frozen=True)
class Tongue:
    """How a letter speaks its person's language: ways to say a sentence, a day, and an end in a time zone."""

    say: Callable[[Sentence], str]
    day: Callable[[date], str]
    deadline: Callable[[datetime, str], str]


@dataclass(frozen=True)
class Letter:
    """What is to be said to somebody: the reports that wait for them, and the reasons to write now."""

    key: str
    person: Recipient
    reports: Sequence[Outstanding]
    reasons: Collection[str]

    def is_about(self, report_id: int) -> bool:
        return any(report.id == report_id for report in self.reports)

    def written(
        self, tongue: Tongue, *, now: datetime, base: str, link: Callable[[Outstanding], str]
    ) -> Message:
        """The letter in words. `base` is the address of the service, `link` gives a report's."""
        say = tongue.say
        blocks = [say(self._greeting()), say(self._introduction())]
        blocks += ["\n".join(self._about(report, tongue, now, link)) for report in self.reports]
        blocks += [say(sentence("What you have written so far is kept; you can go on at any time."))]
        blocks += [
            say(
                sentence(
                    "You receive this message because you have an account at %(address)s. Nobody reads answers to it; "
                    "for questions, write to your survey administrator.",
                    address=base,
                )
            )
        ]
        subject = f"{say(SURVEY)}: {say(self._subject(tongue))}"
        return Message(
            self.person.email, self.person.language, subject, "\n\n".join(blocks) + "\n", key=self.key
        )

    def _greeting(self) -> Sentence:
        name = _line(self.person.name)
        return sentence("Dear %(name)s,", name=name) if name else sentence("Good day,")

    def _introduction(self) -> Sentence:
        if len(self.reports) == 1:
            return sentence("A report of your mission waits for you:")
        return sentence("%(number)s reports of your mission wait for you:", number=len(self.reports))

    def _subject(self, tongue: Tongue) -> Sentence:
        ends = [report.last_day for report in self.reports if report.last_day]
        if {CLOSING, NOT_STARTED} & set(self.reasons) and ends:
            return sentence("please answer by %(day)s", day=tongue.day(min(ends)))
        if RETURNED in self.reasons:
            return sentence("a report was returned for clarification")
        if SUPPLEMENT in self.reasons:
            return sentence("new questions for your mission")
        if BY_HAND in self.reasons:
            return sentence("a report waits for you")
        return sentence("your mission is asked to answer")

    def _about(
        self, report: Outstanding, tongue: Tongue, now: datetime, link: Callable[[Outstanding], str]
    ) -> list[str]:
        say = tongue.say
        heading = say(
            sentence("%(title)s (%(mission)s, round %(round)s)", title=_line(report.title),
                     mission=_line(report.mission), round=_line(report.round_title))
        )  # fmt: skip
        said = [say(_standing(report)), *(say(part) for part in _until(report, tongue, now))]
        return [f"* {heading}", f"  {' '.join(said)}", f"  {link(report)}"]


def _standing(report: Outstanding) -> Sentence:
    """How far the report is, and what is wanted."""
    if report.is_returned:
        if report.state == WITH_LEAD:
            return sentence("It was returned for clarification and is with you, to be read and signed again.")
        return sentence("The working group returned it and asks for clarification.")
    if report.state == WITH_LEAD:
        return sentence("It is with you as mission lead, to be read, signed and submitted.")
    if report.is_supplement:
        return sentence("Questions were added after your report was submitted; only these are asked.")
    if report.started:
        return sentence("It has been begun, but not submitted.")
    return sentence("Nobody has begun it yet.")


def _until(report: Outstanding, tongue: Tongue, now: datetime) -> list[Sentence]:
    """Until when, and how long that is from now."""
    left = report.days_left(now)
    if report.is_returned and report.due_on:
        day = tongue.day(report.due_on)
        if left is not None and left < 0:
            return [sentence("The answer was needed until %(day)s.", day=day)]
        found = [sentence("The answer is needed until %(day)s.", day=day)]
    elif report.closes_at and not report.is_returned:
        time = tongue.deadline(report.closes_at, report.time_zone)
        found = [sentence("Answers are taken until %(time)s.", time=time)]
    else:
        return []
    if left == 0:
        found.append(sentence("Today is the last day."))
    elif left == 1:
        found.append(sentence("Tomorrow is the last day."))
    elif left:
        found.append(sentence("%(days)s days are left.", days=left))
    return found


def _line(text: str) -> str:
    return " ".join(text.split())
