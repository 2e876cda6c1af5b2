"""The questionnaire as a Word document with a content control for each box, filled with what is saved."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from survey.paper import word_xml as xml
from survey.paper.boxes import CHOICE, COUNT, DATE, NOTHING, TEXT, TICK, Box, all_boxes
from survey.paper.form_words import Opening
from survey.paper.layout import PaperPart, PaperSection, words_of
from survey.paper.stamps import BEGINNING
from survey.paper.voice import Voice
from survey.paper.word_package import locale_of, packed
from survey.web.wording import sentence

WIDTH = 9638  # of the text between the margins, in twentieths of a point
PROMPTS = {
    CHOICE: sentence("Choose an answer"),
    TEXT: sentence("Write your answer here"),
    DATE: sentence("Year-month-day, such as 2002-03-31"),
    COUNT: sentence("count"),
}
SHORT_PROMPT = sentence("Write here")


def word_form(sections: Sequence[PaperSection], opening: Opening, voice: Voice, now: datetime) -> bytes:
    """The form as a .docx file."""
    boxes = all_boxes(
        part.part for section in sections for asked in section.questions for part in asked.parts
    )
    form = _Form(voice, {box.name: number for number, box in enumerate(boxes, start=1)})
    body = "".join(form.body(sections, opening))
    return packed(body, title=f"{opening.title} – {opening.project}", language=voice.language, now=now)


class _Form:
    """Writes one form. `numbers` are those of its boxes by name."""

    def __init__(self, voice: Voice, numbers: Mapping[str, int]):
        self.voice = voice
        self.numbers = numbers

    def body(self, sections: Sequence[PaperSection], opening: Opening) -> Iterator[str]:
        yield xml.paragraph(xml.run(opening.title), "Title")
        for line in opening.lines:
            yield xml.paragraph(xml.run(line))
        for section in sections:
            yield xml.paragraph(xml.run(section.title), "Heading1")
            for question in section.questions:
                yield xml.paragraph(xml.run(question.title), "Heading2")
                yield xml.paragraph(xml.run(question.text), "Question")
                for part in question.parts:
                    yield from self.part(part)
        yield xml.paragraph(xml.run(opening.mark_note), "Note")
        mark = xml.locked(name=BEGINNING, title=BEGINNING, number=len(self.numbers) + 1, text=opening.mark)
        yield xml.paragraph(mark)

    def part(self, part: PaperPart) -> Iterator[str]:
        yield xml.paragraph(xml.run(part.label), "Label")
        for note in part.notes:
            yield xml.paragraph(xml.run(note), "Note")
        cells = {box.name: box for box in part.boxes if box.kind == COUNT}
        if cells:
            yield self.table(part, cells)
        for box in [*part.boxes, part.decline]:
            if box.kind == TICK:
                words = xml.run(f" {words_of(box.labels[0], self.voice)}")
                yield xml.paragraph(self.box(part, box) + words, "Tick")
            elif box.kind != COUNT:
                yield xml.paragraph(self.box(part, box), "Answer")

    def table(self, part: PaperPart, cells: dict[str, Box]) -> str:
        rows, language = part.part.rows, self.voice.language
        width = WIDTH // (len(rows) + 1)
        lines = [["", *(xml.run(row.label.to(language)) for row in rows)]]
        for column in part.part.columns:
            names = [f"{part.part.code}:{row.code}:{column.code}" for row in rows]
            boxes = [self.box(part, cells[name]) for name in names]
            lines.append([xml.run(column.label.to(language)), *boxes])
        return xml.table(lines, [width] * (len(rows) + 1))

    def box(self, part: PaperPart, box: Box) -> str:
        title = ", ".join(words_of(label, self.voice) for label in box.labels) or part.part.short.to(
            self.voice.language
        )
        text, number = part.texts.get(box.name, ""), self.numbers[box.name]
        if box.kind == TICK:
            return xml.tick(name=box.name, title=title, number=number, ticked=bool(text))
        prompt = self.voice.say(PROMPTS.get(box.kind, SHORT_PROMPT))
        kind = self.kind(box, text)
        text = part.part.option_labels[text].to(self.voice.language) if box.kind == CHOICE and text else text
        return xml.control(name=box.name, title=title, number=number, kind=kind, text=text, prompt=prompt)

    def kind(self, box: Box, text: str) -> str:
        if box.kind == CHOICE:
            options = [(option.label.to(self.voice.language), option.code) for option in box.options]
            return xml.drop_down([*options, (NOTHING, NOTHING)])
        if box.kind == DATE:
            return xml.day(text, locale_of(self.voice.language))
        return xml.WRITING
