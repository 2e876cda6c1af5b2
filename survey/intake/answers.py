"""Checks what a file says to the parts of one report, and makes the answers that would be stored."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from survey.answering.statuses import ANSWERED, NO_ANSWER, NOT_ASKED, NOT_SHOWN, STATUSES
from survey.intake.faults import Faults, quoted
from survey.intake.reports import FileReport, LoadedAnswer, LoadedReport, Said, Target
from survey.questionnaire.conditions import visible
from survey.questionnaire.editing.typed import LANGUAGES
from survey.questionnaire.kinds.registry import kind_of
from survey.questionnaire.structure import SOURCE_LANGUAGE, Part, Questionnaire
from survey.web.cells import moment
from survey.web.wording import BadInput, Sentence, clean_text, sentence

KNOWN_LANGUAGES = ("", *LANGUAGES)
NO_MARK = sentence("fictitious must be yes or no.")
MARKS = {"yes": True, "no": False}

UNKNOWN_TIME = sentence("%(column)s must be a time in UTC such as 2001-10-12T09:30:00Z.")
NO_TIME = sentence("answered_at is missing. Only a part that nobody ever saved may be without it.")
HAS_VALUE = sentence("A part that is %(status)s has no value and no value_text.")
ASKED_NOT = sentence("A part that is not_asked has no version, value, language or answered_at.")
NO_VALUE = sentence("The part is answered, but its value is empty.")
SUPPRESSED = sentence(
    "Small counts are suppressed in this file: it is the edition to be passed on. Load the one with all counts."
)
MUST_BE_HIDDEN = sentence(
    "%(part)s does not belong to what this report was shown: its condition does not hold. It must be not_shown."
)
MUST_BE_SHOWN = sentence(
    "%(part)s is not_shown, but its condition holds by the other answers of this report."
)


@dataclass(frozen=True)
class Version:
    """A published version of the round's questionnaire."""

    id: int
    questionnaire: Questionnaire

    @property
    def number(self) -> int:
        return self.questionnaire.number


class Answers:
    """Makes the answers of reports. `versions` are by number."""

    def __init__(self, versions: Mapping[int, Version], faults: Faults):
        self.versions, self.faults = versions, faults
        self.numbers = {str(number) for number in versions}
        self.known = {code for version in versions.values() for code in version.questionnaire.covered}
        # coded answers are few and come again and again
        self._words: dict[tuple[int, str, str], str | Sentence] = {}

    def loaded(self, report: FileReport, target: Target) -> LoadedReport | None:
        """The report as it would be stored; None, or something that must not be used, where a fault was found."""
        before = self.faults.number
        if report.fictitious not in MARKS:
            self.faults.add(report.line, NO_MARK)
        submitted_at = self._submitted_at(report)
        if not self._rows_are_whole(report) or submitted_at is None:
            return None
        version = self._version(report)
        if version is None or self.faults.number > before:
            return None
        answers = [self._answer(said, version) for said in report.said if said.status != NOT_ASKED]
        if self.faults.number > before:
            return None
        found = [answer for answer in answers if answer]
        self._check_conditions(report, version.questionnaire, found)
        return LoadedReport(target, version.id, version.number, submitted_at, MARKS[report.fictitious], found)

    def _submitted_at(self, report: FileReport) -> datetime | None:
        found = time_of(report.said[0].submitted_at)
        for said in report.said:
            if said.submitted_at != report.said[0].submitted_at or found is None:
                self.faults.add(said.line, sentence(UNKNOWN_TIME.text, column="submitted_at"))
                return None
        return found

    def _rows_are_whole(self, report: FileReport) -> bool:
        """What can be said of each row alone, before it is clear which version the report answered."""
        before = self.faults.number
        seen: dict[str, int] = {}
        for said in report.said:
            if said.part not in self.known:
                self._add(said, sentence("There is no part “%(part)s”.", part=quoted(said.part)))
            elif said.part in seen:
                self._add(
                    said,
                    sentence(
                        "%(part)s came before in this report, in line %(other)s.",
                        part=said.part,
                        other=seen[said.part],
                    ),
                )
            elif said.question != said.part.partition(".")[0]:
                self._add(said, sentence("question_code does not fit part_code."))
            elif said.status not in STATUSES:
                self._add(said, sentence("There is no status “%(status)s”.", status=quoted(said.status)))
            elif said.language not in KNOWN_LANGUAGES:
                self._add(said, sentence("language must be one of %(codes)s.", codes=", ".join(LANGUAGES)))
            elif said.status == NOT_ASKED:
                if said.version or said.value or said.text or said.language or said.answered_at:
                    self._add(said, ASKED_NOT)
            elif said.version not in self.numbers:
                self._add(
                    said,
                    sentence("There is no version “%(version)s” of it here.", version=quoted(said.version)),
                )
            seen.setdefault(said.part, said.line)
        return self.faults.number == before

    def _version(self, report: FileReport) -> Version | None:
        """The version that a report answered. An answer may have been given in an earlier one and kept."""
        asked = {said.part: said for said in report.said if said.status != NOT_ASKED}
        if not asked:
            self.faults.add(report.line, sentence("No part of this report was asked in any version."))
            return None
        said_in = {int(said.version) for said in asked.values() if said.status != ANSWERED}
        newest = max(int(said.version) for said in asked.values())
        if len(said_in) > 1 or (said_in and newest > max(said_in)):
            self.faults.add(
                report.line,
                sentence(
                    "Parts of this report were asked in different versions, as where something was asked afterwards in "
                    "a supplement. Such a report cannot be loaded."
                ),
            )
            return None
        numbers = sorted(said_in or (number for number in self.versions if number >= newest))
        fitting = [
            version
            for version in (self.versions[number] for number in numbers)
            if version.questionnaire.covered.keys() == asked.keys()
        ]
        for version in fitting:
            # where two versions fit, the words tell them apart
            if len(fitting) == 1 or not any(self._is_wrong(said, version) for said in asked.values()):
                return version
        if fitting:
            return fitting[0]
        self._misfits(report, asked, self.versions[numbers[0]])
        return None

    def _misfits(self, report: FileReport, asked: Mapping[str, Said], version: Version) -> None:
        covered, there = version.questionnaire.covered, {said.part: said for said in report.said}
        for code, said in there.items():
            if code in asked and code not in covered:
                self._add(
                    said,
                    sentence(
                        "%(part)s was not asked in version %(number)s, which this report answered.",
                        part=code,
                        number=version.number,
                    ),
                )
            elif code in covered and code not in asked:
                self._add(
                    said,
                    sentence(
                        "%(part)s is not_asked, but version %(number)s, which this report answered, asks it.",
                        part=code,
                        number=version.number,
                    ),
                )
        missing = [code for code in covered if code not in there]
        if missing:
            self.faults.add(
                report.line,
                sentence(
                    "Parts of this report are missing in the file: %(parts)s.",
                    parts=", ".join(missing[:10]) + (" …" if len(missing) > 10 else ""),
                ),
            )

    def _is_wrong(self, said: Said, version: Version) -> bool:
        if said.status != ANSWERED:
            return False
        words = self._in_words(version.questionnaire.covered[said.part], version.number, said.value)
        return isinstance(words, Sentence) or said.text not in ("", words)

    def _answer(self, said: Said, version: Version) -> LoadedAnswer | None:
        at = time_of(said.answered_at)
        if at is None and (said.answered_at or said.status != NO_ANSWER or said.language):
            reason = sentence(UNKNOWN_TIME.text, column="answered_at") if said.answered_at else NO_TIME
            self._add(said, reason)
            return None
        value = ""
        if said.status == ANSWERED:
            found = self._value(said, version)
            if isinstance(found, Sentence):
                self._add(said, found)
                return None
            value = found
        elif said.value or said.text:
            self._add(said, sentence(HAS_VALUE.text, status=said.status))
            return None
        own = said.part, said.status, value, said.language, int(said.version), at
        return LoadedAnswer(*own, 1 if value or said.language else 0)

    def _value(self, said: Said, version: Version) -> str | Sentence:
        """The value as it is stored, or the sentence why it cannot be."""
        part = version.questionnaire.covered[said.part]
        if not said.value:
            return NO_VALUE
        given_in = self.versions[int(said.version)]
        if part.code not in given_in.questionnaire.covered:
            return sentence(
                "%(part)s was not asked in version %(number)s.", part=part.code, number=given_in.number
            )
        if part.kind == "text":
            return _text(said)
        if part.kind == "table" and '"<' in said.value:
            return SUPPRESSED
        words = self._in_words(part, version.number, said.value)
        if isinstance(words, Sentence):
            return words
        if said.text not in ("", words):
            return sentence(
                "value is “%(value)s”, which means “%(words)s”, but value_text says “%(told)s”.",
                value=quoted(said.value),
                words=quoted(words),
                told=quoted(said.text),
            )
        return said.value

    def _in_words(self, part: Part, number: int, value: str) -> str | Sentence:
        """What value_text says of a value, or the sentence why it is none."""
        kind = kind_of(part)
        if not kind.coded:
            return _in_words(part, value)
        key = (number, part.code, value)
        if key not in self._words:
            if len(self._words) > 50_000:
                self._words.clear()
            self._words[key] = _in_words(part, value)
        return self._words[key]

    def _check_conditions(
        self, report: FileReport, questionnaire: Questionnaire, answers: Iterable[LoadedAnswer]
    ) -> None:
        values = {answer.part: answer.value for answer in answers}
        shown = visible(questionnaire.parts, values)
        for said in report.said:
            if said.status == NOT_ASKED or (said.status == NOT_SHOWN) == (said.part not in shown):
                continue
            reason = MUST_BE_SHOWN if said.status == NOT_SHOWN else MUST_BE_HIDDEN
            self._add(said, sentence(reason.text, part=said.part))

    def _add(self, said: Said, reason: Sentence) -> None:
        self.faults.add(said.line, reason)


def _in_words(part: Part, value: str) -> str | Sentence:
    kind = kind_of(part)
    try:
        if part.kind == "text":
            return clean_text(value)
        kind.check(part, value)
    except BadInput as refusal:
        return sentence(
            "“%(value)s” cannot be the answer to %(part)s. %(reason)s",
            value=quoted(value),
            part=part.code,
            reason=refusal.sentence,
        )
    return kind.written(part, value, SOURCE_LANGUAGE).text


def _text(said: Said) -> str | Sentence:
    """A text in the form in which texts are stored: what comes from elsewhere gets the same form as what is typed."""
    try:
        value = clean_text(said.value)
        if not value:
            return NO_VALUE
        if said.text and said.text != said.value and clean_text(said.text) != value:
            return sentence("value_text is another text than value.")
    except BadInput as refusal:
        return refusal.sentence
    return value


@lru_cache(maxsize=4096)
def time_of(text: str) -> datetime | None:
    """The time that is written so in our files, None for any other text."""
    try:
        found = datetime.fromisoformat(text)
        return found if found.tzinfo and moment(found) == text else None
    except (ValueError, OverflowError):
        return None
