"""What stands on a questionnaire's paper, whatever its format: sections, questions, parts, with words and boxes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from survey.answering.asking import AskedPart, asked_parts
from survey.answering.records import ReportHead, SavedAnswer
from survey.paper.boxes import Box, boxes_of, decline_box, filled
from survey.paper.voice import Voice
from survey.questionnaire.structure import Choice, Part, Question, Questionnaire
from survey.web.wording import Sentence, sentence

KINDS_OF_REPORT = {"final": sentence("final report")}
PROGRESS = sentence("progress report")
SUPPLEMENT = sentence("supplement with further questions")
OPTIONAL = sentence("optional")
ONLY_IF = sentence("Only if “%(part)s” is: %(answers)s.")
UNLESS = sentence("Leave this out if “%(part)s” is: %(answers)s.")
FICTITIOUS = sentence("The answers of this report are invented; they are here as an example.")


@dataclass(frozen=True)
class PaperPart:
    """A part: its label, what is said below it, its boxes and what stands in them by name."""

    part: Part
    label: str
    notes: list[str]
    boxes: list[Box]
    decline: Box
    texts: Mapping[str, str]


@dataclass(frozen=True)
class PaperQuestion:
    title: str
    text: str
    parts: list[PaperPart]


@dataclass(frozen=True)
class PaperSection:
    title: str
    questions: list[PaperQuestion]


def laid_out(
    questionnaire: Questionnaire, answers: Mapping[str, SavedAnswer], voice: Voice
) -> list[PaperSection]:
    """The whole questionnaire with these answers in its boxes. Every part is there, hidden or not."""
    asked = {part.part.code: part for part in asked_parts(questionnaire, questionnaire.parts, answers)}

    def question(found: Question) -> PaperQuestion:
        parts = [_part(asked[part.code], answers[part.code], voice) for part in found.parts]
        return PaperQuestion(title_of(found, voice.language), found.text.to(voice.language), parts)

    return [
        PaperSection(section.title.to(voice.language), [question(found) for found in section.questions])
        for section in questionnaire.sections
    ]


def _part(asked: AskedPart, answer: SavedAnswer, voice: Voice) -> PaperPart:
    part = asked.part
    optional = f" ({voice.say(OPTIONAL)})" if part.optional else ""
    return PaperPart(
        part=part,
        label=asked.label.to(voice.language) + optional,
        notes=list(_notes(asked, voice)),
        boxes=boxes_of(part),
        decline=decline_box(part),
        texts=filled(part, answer),
    )


def _notes(asked: AskedPart, voice: Voice) -> Iterator[str]:
    for short, negated, answers in asked.depends:
        words = ", ".join(answer.to(voice.language) for answer in answers)
        said = sentence((UNLESS if negated else ONLY_IF).text, part=short.to(voice.language), answers=words)
        yield voice.say(said)
    if asked.part.help:
        yield asked.part.help.to(voice.language)
    if asked.part.kind == "many_choices":
        yield voice.say(sentence("Choose all that apply."))


def title_of(question: Question, language: str) -> str:
    title = question.title.to(language)
    return f"{question.number}. {title}" if question.number else title


def words_of(label: Choice | Sentence, voice: Voice) -> str:
    """An option's, a row's or a column's name, or a sentence of our own."""
    return voice.say(label) if isinstance(label, Sentence) else label.label.to(voice.language)


def facts(head: ReportHead, voice: Voice) -> str:
    """One line: mission, round, kind of report, and whether it is a supplement."""
    kind = voice.say(KINDS_OF_REPORT.get(head.report_kind, PROGRESS))
    line = f"{head.mission} · {voice.say(sentence('Round %(name)s', name=head.round_title))} · {kind}"
    return f"{line} · {voice.say(SUPPLEMENT)}" if head.supplements else line
