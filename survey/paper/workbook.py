"""The questionnaire as an Excel workbook: one row for each box, lists to choose from, filled with what is saved."""

import io
from collections.abc import Sequence
from datetime import date, datetime

from survey.paper.boxes import CHOICE, COUNT, DATE, NUMBER, TEXT, TICK, TICKED, Box
from survey.paper.form_words import Opening
from survey.paper.layout import PaperPart, PaperQuestion, PaperSection, words_of
from survey.paper.voice import Voice
from survey.questionnaire.kinds.tables import LARGEST
from survey.web.wording import sentence

CODE, LABEL, HINT, ANSWER = range(4)
WIDTHS = (14, 58, 44, 70)
HIDDEN = "survey"
TITLES = (sentence("Code"), sentence("Question"), sentence("Hint"), sentence("Answer"))
TO_TICK = sentence("Write x to tick.")
TO_COUNT = sentence("A whole number; leave it empty if it was not recorded.")
TO_DATE = sentence("Year-month-day, such as 2002-03-31")
TO_CHOOSE = sentence("Choose from the list.")
BORDER = {"border": 1, "border_color": "#B9C3CB"}
OWN = {"text_wrap": True, "valign": "top"}
LINE_HEIGHT, TALLEST = 15, 400


def workbook(sections: Sequence[PaperSection], opening: Opening, voice: Voice, now: datetime) -> bytes:
    """The form as an .xlsx file. No text in it is ever a formula or an address."""
    import xlsxwriter

    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties(
            {"title": f"{opening.title} – {opening.project}", "created": now.replace(tzinfo=None)}
        )
        form = _Form(book, voice)
        form.write(sections, opening)
    return buffer.getvalue()


class _Form:
    """Writes one workbook, row by row."""

    def __init__(self, book, voice: Voice):
        self.voice = voice
        self.sheet = book.add_worksheet(voice.say(sentence("Answers"))[:31])
        self.hidden = book.add_worksheet(HIDDEN)
        self.row = self.lists = 0
        self.look = {
            "title": book.add_format({"bold": True, "font_size": 16, "font_color": "#0B5563"}),
            "line": book.add_format({}),
            "head": book.add_format(
                OWN | BORDER | {"bold": True, "bg_color": "#0B5563", "font_color": "#FFFFFF"}
            ),
            "section": book.add_format(OWN | {"bold": True, "font_size": 14, "font_color": "#0B5563"}),
            "question": book.add_format(OWN | {"bold": True, "font_size": 12, "font_color": "#0B5563"}),
            "verbatim": book.add_format(OWN | {"italic": True}),
            "label": book.add_format(OWN | BORDER | {"bold": True}),
            "own": book.add_format(OWN | BORDER | {"indent": 2}),
            "hint": book.add_format(OWN | BORDER | {"font_color": "#51606E"}),
            "code": book.add_format(OWN | BORDER | {"font_color": "#51606E", "font_size": 8}),
        }
        answer = OWN | BORDER | {"locked": False, "bg_color": "#FDF8E8"}
        # text cells take everything as it is typed: no dates, no numbers, no formulas are made of it
        formats = {TEXT: "@", NUMBER: "@", CHOICE: "@", TICK: "@", COUNT: "0", DATE: "yyyy-mm-dd"}
        self.answer = {
            kind: book.add_format(answer | {"num_format": shape}) for kind, shape in formats.items()
        }

    def write(self, sections: Sequence[PaperSection], opening: Opening) -> None:
        self.sheet.hide_gridlines(2)
        for column, width in enumerate(WIDTHS):
            self.sheet.set_column(column, column, width)
        self.line(CODE, opening.title, "title")
        for line in opening.lines:
            self.line(CODE, line, "line")
        self.head()
        for section in sections:
            self.line(LABEL, section.title, "section")
            for question in section.questions:
                self.question(question)
        self.hidden.write_string(0, 0, opening.mark)
        self.hidden.very_hidden()
        # protected without a password: against slips, not against people
        self.sheet.protect("", {"format_columns": True, "format_rows": True})
        self.sheet.activate()

    def head(self) -> None:
        for column, title in enumerate(TITLES):
            self.sheet.write_string(self.row, column, self.voice.say(title), self.look["head"])
        self.sheet.freeze_panes(self.row + 1, 0)
        self.sheet.repeat_rows(self.row)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.row += 1

    def line(self, column: int, text: str, look: str) -> None:
        self.sheet.write_string(self.row, column, text, self.look[look])
        self.row += 1

    def question(self, question: PaperQuestion) -> None:
        self.line(LABEL, question.title, "question")
        self.sheet.set_row(self.row, _height(question.text, WIDTHS[LABEL]))
        self.line(LABEL, question.text, "verbatim")
        for part in question.parts:
            if len(part.boxes) > 1:
                self.labels("", part.label, " ".join(part.notes))
                self.row += 1
            for box in [*part.boxes, part.decline]:
                self.box(part, box)

    def box(self, part: PaperPart, box: Box) -> None:
        """One row: a box with labels of its own stands below its part's label, any other one beside it."""
        own = ", ".join(words_of(label, self.voice) for label in box.labels)
        notes = [] if own else part.notes
        text = part.texts.get(box.name, "")
        least = max(4 * LINE_HEIGHT if box.kind == TEXT else 0, _height(text, WIDTHS[ANSWER]))
        self.labels(
            box.name, own or part.label, " ".join([*notes, *self.how(box)]), least, "own" if own else "label"
        )
        self.fill(part, box, text)
        self.restrict(box)
        self.row += 1

    def labels(
        self, code: str, label: str, hint: str, least: float = LINE_HEIGHT, look: str = "label"
    ) -> None:
        """What stands to the left of an answer, in a row that is high enough for it."""
        self.sheet.write_string(self.row, CODE, code, self.look["code"])
        self.sheet.write_string(self.row, LABEL, label, self.look[look])
        self.sheet.write_string(self.row, HINT, hint, self.look["hint"])
        self.sheet.set_row(self.row, max(least, _height(label, WIDTHS[LABEL]), _height(hint, WIDTHS[HINT])))

    def how(self, box: Box) -> list[str]:
        ways = {TICK: TO_TICK, COUNT: TO_COUNT, DATE: TO_DATE, CHOICE: TO_CHOOSE}
        return [self.voice.say(ways[box.kind])] if box.kind in ways else []

    def fill(self, part: PaperPart, box: Box, text: str) -> None:
        place, look = (self.row, ANSWER), self.answer[box.kind]
        if not text:
            self.sheet.write_blank(*place, None, look)
        elif box.kind == COUNT:
            self.sheet.write_number(*place, int(text), look)
        elif box.kind == DATE:
            self.sheet.write_datetime(*place, date.fromisoformat(text), look)
        else:
            words = part.part.option_labels[text].to(self.voice.language) if box.kind == CHOICE else text
            self.sheet.write_string(*place, words, look)

    def restrict(self, box: Box) -> None:
        """A list to choose from, or a gentle check: what is wrong is shown again before anything is saved."""
        rule: dict = {"ignore_blank": True, "error_type": "warning"}
        if box.kind == CHOICE:
            rule |= {"validate": "list", "source": self.list_of(box), "error_type": "stop"}
        elif box.kind == TICK:
            rule |= {"validate": "list", "source": [TICKED]}
        elif box.kind == COUNT:
            rule |= {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": LARGEST}
        else:
            return
        self.sheet.data_validation(self.row, ANSWER, self.row, ANSWER, rule)

    def list_of(self, box: Box) -> str:
        """The options in words on the hidden sheet: in the rule itself Excel allows 255 characters and no commas."""
        self.lists += 1
        for row, option in enumerate(box.options):
            self.hidden.write_string(row, self.lists, option.label.to(self.voice.language))
        column = _column(self.lists)
        return f"={HIDDEN}!${column}$1:${column}${len(box.options)}"


def _column(number: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return xl_col_to_name(number)


def _height(text: str, width: int) -> float:
    """How high a row must be for this text, about: Excel does not reckon it for rows that a program wrote."""
    lines = sum(max(1, -(-len(line) // width)) for line in text.split("\n"))
    return min(TALLEST, lines * LINE_HEIGHT)
