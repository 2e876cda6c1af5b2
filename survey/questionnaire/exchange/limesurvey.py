"""Reads a LimeSurvey survey: what of it can be asked here, and a sentence for whatever cannot be carried."""

from collections.abc import Callable, Sequence
from functools import partial

from survey.questionnaire.exchange.expressions import NotSimple, RawTest, tests_of
from survey.questionnaire.exchange.findings import WHOLE_FILE
from survey.questionnaire.exchange.incoming import Incoming, InOption, InPart, InQuestion, InSection
from survey.questionnaire.exchange.limesurvey_settings import say_settings
from survey.questionnaire.exchange.limesurvey_tables import Record, Tables, ordered, read_tables
from survey.questionnaire.exchange.xlsform_in import LONE_NOTE, NOT_SIMPLE, NOTHING
from survey.questionnaire.exchange.xlsform_rows import shortened
from survey.web.wording import BadInput, Sentence, sentence

ANSWER, OTHER, OTHER_CODE = "answer", "-oth-", "other"
FIXED = {
    "Y": [("Y", "Yes", "Oui", "Sí"), ("N", "No", "Non", "No")],
    "G": [("F", "Female", "Femme", "Mujer"), ("M", "Male", "Homme", "Hombre")],
    "C": [("Y", "Yes", "Oui", "Sí"), ("U", "Uncertain", "Incertain", "No sabe"), ("N", "No", "Non", "No")],
    "E": [
        ("I", "Increase", "Augmentation", "Aumento"),
        ("S", "Same", "Identique", "Igual"),
        ("D", "Decrease", "Diminution", "Disminución"),
    ],
    "5": [(str(number),) * 4 for number in range(1, 6)],
    "A": [(str(number),) * 4 for number in range(1, 6)],
    "B": [(str(number),) * 4 for number in range(1, 11)],
}
LISTS, MULTIPLE, TEXTS = ("L", "!", "O"), ("M", "P"), ("S", "T", "U")
SEVERAL = {"Q": "text", "K": "number"}
ARRAYS = ("F", "H", "A", "B", "C", "E")
NUMBERS = ":"
TYPE_NAMES = {
    "R": "ranking", "|": "file upload", "*": "equation", "I": "language switch", "1": "array with two scales",
    ";": "array of texts",
}  # fmt: skip
NO_COUNTERPART = sentence("A question of the type “%(type)s” has no counterpart here. It is left out.")
NO_ROWS = sentence("This question has no options or rows in the file. It is left out.")
OTHER_WORDS = sentence("“Other” became an option; a field for its words was not made.")
COMMENT = sentence("The field for a comment was not made.")
COUNTS = sentence("The numbers became a table of counts: whole numbers from 0 on.")
MARKUP = sentence("Mark-up in the texts, such as bold, links and pictures, was left out.")
PLACEHOLDER = sentence(
    "The text holds “{”, where LimeSurvey puts in something of its own. It stays as it is written."
)
DESCRIPTION = sentence("The description of the group was left out: “%(words)s”")


def read_limesurvey(data: bytes) -> Incoming:
    """What the survey asks. Raises BadInput where the file is no survey or asks nothing that can be asked here."""
    form = Incoming()
    tables = read_tables(data, form)
    _Survey(form, tables).read()
    if tables.had_markup:
        form.say(WHOLE_FILE, MARKUP)
    form.check_size()
    if not any(question.parts for question in form.questions):
        raise BadInput(NOTHING)
    return form


class _Survey:
    def __init__(self, form: Incoming, tables: Tables):
        self.form, self.tables = form, tables
        self.questions = [
            rows for rows in tables.single("questions", "qid") if rows[0]["parent_qid"] in ("", "0")
        ]
        inside = [*tables.single("subquestions", "qid"), *tables.single("questions", "qid")]
        self.below: dict[str, list[list[Record]]] = {}
        for rows in inside:
            if rows[0]["parent_qid"] not in ("", "0"):
                self.below.setdefault(rows[0]["parent_qid"], []).append(rows)
        self.says_mandatory = any(rows[0]["mandatory"] == "Y" for rows in self.questions)
        self.answers = self._answers()

    def _answers(self) -> dict[str, list[list[Record]]]:
        found: dict[tuple[str, str, str], list[Record]] = {}
        for row in self.tables.of("answers"):
            found.setdefault((row["qid"], row["scale_id"] or "0", row["code"]), []).append(row)
        by_question: dict[str, list[list[Record]]] = {}
        for (qid, scale, _code), rows in found.items():
            if scale == "0":
                by_question.setdefault(qid, []).append(rows)
        return by_question

    def read(self) -> None:
        for rows in ordered(self.tables.single("groups", "gid"), "group_order"):
            group = rows[0]
            title = self.tables.words(rows, "group_name", "group_l10ns", "gid")
            section = InSection(
                title.get("en") or next(iter(title.values()), ""), title, group.place(group["gid"])
            )
            self.form.sections.append(section)
            for text in self.tables.words(rows, "description", "group_l10ns", "gid").values():
                self.form.say(section.place, sentence(DESCRIPTION.text, words=shortened(text)))
                break
            self._group(section, group["gid"], self._when(group["grelevance"], group))
        say_settings(self.tables, self.questions, self.form)

    def _group(self, section: InSection, gid: str, when: list[RawTest]) -> None:
        notes: list[tuple[dict[str, str], Sentence]] = []
        for rows in ordered([rows for rows in self.questions if rows[0]["gid"] == gid], "question_order"):
            base = rows[0]
            text = self._text(rows)
            if base["type"] == "X":
                notes.append((text, base.place()))
                continue
            question = InQuestion(base["title"], text, _after(notes, text), base.place())
            question.parts = self._parts(rows, text, [*when, *self._when(base["relevance"], base)])
            if question.parts:
                section.questions.append(question)
                notes = []
        for _text, place in notes:
            self.form.say(place, LONE_NOTE)

    def _text(self, rows: Sequence[Record]) -> dict[str, str]:
        text = self.tables.words(rows, "question", "question_l10ns", "qid")
        if any("{" in words for words in text.values()):
            self.form.say(rows[0].place(), PLACEHOLDER)
        return text

    def _parts(self, rows: Sequence[Record], text: dict[str, str], when: list[RawTest]) -> list[InPart]:
        base = rows[0]
        kind, code = base["type"], base["title"]
        help = self.tables.words(rows, "help", "question_l10ns", "qid")
        more = {"optional": base["mandatory"] != "Y"} if self.says_mandatory else {}
        make = partial(InPart, place=base.place(), help=help, when=when, more=more)
        if kind in TEXTS:
            return [make(ANSWER, "text", text, source=code)]
        if kind in ("N", "D"):
            return [make(ANSWER, "number" if kind == "N" else "date", text, source=code)]
        if kind in SEVERAL:
            return [
                make(option.name, SEVERAL[kind], option.label, source=f"{code}_{option.name}")
                for option in self._found(self._subquestions(base), base)
            ]
        if kind in (*LISTS, *MULTIPLE, "Y", "G", "5"):
            return self._choice(base, text, make)
        if kind in ARRAYS:
            return self._array(base, make)
        if kind == NUMBERS:
            return self._table(base, text, make)
        self.form.say(base.place(), sentence(NO_COUNTERPART.text, type=TYPE_NAMES.get(kind, kind[:40])))
        return []

    def _choice(self, base: Record, text: dict[str, str], make: Callable[..., InPart]) -> list[InPart]:
        kind, code = base["type"], base["title"]
        options = self._fixed(base) if kind in FIXED else self._options(base)
        if kind in MULTIPLE:
            options = self._subquestions(base)
            self.form.aliases |= {f"{code}_{option.name}": (code, option.name) for option in options}
        if base["other"] == "Y":
            label = {"en": "Other", "fr": "Autre", "es": "Otro"}
            options = [*options, InOption(OTHER, label, base.place())]
            self.form.say(base.place(), OTHER_WORDS)
        if kind in ("O", "P"):
            self.form.say(base.place(), COMMENT)
        if not self._found(options, base):
            return []
        self.form.lists[code] = options
        kind = "many_choices" if kind in MULTIPLE else "one_choice"
        return [make(ANSWER, kind, text, options=code, source=code)]

    def _array(self, base: Record, make: Callable[..., InPart]) -> list[InPart]:
        """One choice for each row of an array, all from the same list."""
        code = base["title"]
        options = self._fixed(base) if base["type"] in FIXED else self._options(base)
        rows = self._subquestions(base)
        if not self._found(options and rows, base):
            return []
        self.form.lists[code] = options
        return [
            make(row.name, "one_choice", row.label, options=code, source=f"{code}_{row.name}") for row in rows
        ]

    def _table(self, base: Record, text: dict[str, str], make: Callable[..., InPart]) -> list[InPart]:
        rows, columns = self._subquestions(base), self._subquestions(base, "1")
        if not self._found(rows and columns, base):
            return []
        self.form.say(base.place(), COUNTS)
        return [make(ANSWER, "table", text, rows=rows, columns=columns, source=base["title"])]

    def _found(self, options: list[InOption], base: Record) -> list[InOption]:
        if not options:
            self.form.say(base.place(), NO_ROWS)
        return options

    def _fixed(self, base: Record) -> list[InOption]:
        return [
            InOption(code, {"en": en, "fr": fr, "es": es}, base.place())
            for code, en, fr, es in FIXED[base["type"]]
        ]

    def _options(self, base: Record) -> list[InOption]:
        found = ordered(self.answers.get(base["qid"], []), "sortorder")
        return [
            InOption(rows[0]["code"], self.tables.words(rows, "answer", "answer_l10ns", "aid"), base.place())
            for rows in found
        ]

    def _subquestions(self, base: Record, scale: str = "0") -> list[InOption]:
        own = [rows for rows in self.below.get(base["qid"], []) if (rows[0]["scale_id"] or "0") == scale]
        return [
            InOption(
                rows[0]["title"],
                self.tables.words(rows, "question", "question_l10ns", "qid"),
                rows[0].place(),
            )
            for rows in ordered(own, "question_order")
        ]

    def _when(self, expression: str, record: Record) -> list[RawTest]:
        try:
            return list(tests_of(expression))
        except NotSimple:
            self.form.say(record.place(), sentence(NOT_SIMPLE.text, words=shortened(expression)))
            return []


def _after(notes: Sequence[tuple[dict[str, str], Sentence]], text: dict[str, str]) -> dict[str, str]:
    """The text of a question behind the notes that stand before it."""
    languages = {language for words in (*(note for note, _place in notes), text) for language in words}
    return {
        language: "\n\n".join(
            filter(None, (words.get(language, "") for words in (*(note for note, _place in notes), text)))
        )
        for language in sorted(languages)
    }
