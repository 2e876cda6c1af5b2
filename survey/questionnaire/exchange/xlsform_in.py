"""Reads an XLSForm: what of it can be asked here, and a sentence for whatever cannot be carried."""

from collections.abc import Mapping, Sequence

from survey.questionnaire.exchange.expressions import NotSimple, RawTest, tests_of
from survey.questionnaire.exchange.findings import WHOLE_FILE
from survey.questionnaire.exchange.incoming import Incoming, InOption, InPart, InQuestion, InSection
from survey.questionnaire.exchange.own_columns import own_of_part, own_of_question
from survey.questionnaire.exchange.sheets import CHOICES, NO_SHEET, SURVEY, Sheet
from survey.questionnaire.exchange.xlsform_rows import Entry, entries, language_code, settings_of, shortened
from survey.questionnaire.exchange.xlsform_tree import Group, Leaf, is_table, own_name, tree
from survey.web.wording import BadInput, sentence

CARRIED = {
    "type", "name", "label", "hint", "short", "relevant", "required",
    "number", "origin", "aims", "polarity", "optional", "unit", "counts",
}  # fmt: skip
NOTE_CARRIED, CHOICE_CARRIED = {"type", "name", "label"}, {"list_name", "name", "label"}
YES, NO = {"yes", "true", "true()", "1", "x"}, {"", "no", "false", "false()", "0"}
NOT_CARRIED = sentence("The column “%(column)s” has no counterpart here. “%(words)s” was left out.")
NOT_SIMPLE = sentence(
    "The condition “%(words)s” says more than a condition can say here. It was left out, so this is always asked."
)
DEEPER = sentence(
    "Groups lie deeper inside each other than sections and questions do here. Its questions stand in the "
    "section around it."
)
OWN_QUESTION = sentence("A group inside a question becomes a question of its own.")
LONE_NOTE = sentence("No answer box follows this note in its group. It was left out.")
NO_OPTIONS = sentence("The list “%(list)s” has no options in the file. The row is left out.")
OR_OTHER = sentence("“or_other” became an option “other”; a field for its words was not made.")
WHOLE_NUMBERS = sentence(
    "Whole numbers only cannot be asked for outside a table: decimals are taken here too."
)
CONDITION = sentence("A condition inside a table was left out.")
REQUIRED = sentence("Whether “%(words)s” holds cannot be asked here. An answer is expected always.")
TWICE = sentence("The option “%(code)s” stands twice in the list “%(list)s”. The second one was left out.")
NO_NAME = sentence("This row has no name. It is left out.")
#: the section of questions that lie in no group of a form without a title
FURTHER = {"en": "Further questions", "fr": "Autres questions", "es": "Otras preguntas"}
NOTHING = sentence("The file asks nothing that can be asked here. Check that it is the right file.")


def read_xlsform(sheets: Mapping[str, Sheet]) -> Incoming:
    """What the sheets ask. Raises BadInput where they are no form or ask nothing."""
    form = Incoming()
    columns = (
        {text.strip().casefold() for text in sheets[SURVEY].header.values()} if SURVEY in sheets else set()
    )
    if not {"type", "name"} <= columns:
        raise BadInput(NO_SHEET)
    settings = settings_of(sheets)
    default = language_code(settings.get("default_language") or "en")
    rows = entries(sheets[SURVEY], default, form)
    form.lists = _lists(entries(sheets[CHOICES], default, form) if CHOICES in sheets else [], form)
    reader = _Form(form, rows, settings.get("form_title", ""), default)
    reader.sections(tree(rows, form))
    form.check_size()
    if not any(question.parts for question in form.questions):
        raise BadInput(NOTHING)
    return form


def _lists(rows: Sequence[Entry], form: Incoming) -> dict[str, list[InOption]]:
    lists: dict[str, list[InOption]] = {}
    seen: set[tuple[str, str]] = set()
    for row in rows:
        _leftovers(row, CHOICE_CARRIED, form)
        known = lists.setdefault(row["list_name"], [])
        if not row["name"]:
            form.say(row.place(), NO_NAME)
        elif (row["list_name"], row["name"]) in seen:
            form.say(row.place("name"), sentence(TWICE.text, code=row["name"], list=row["list_name"]))
        else:
            seen.add((row["list_name"], row["name"]))
            known.append(InOption(row["name"], row.words("label"), row.place("name")))
    return lists


def _leftovers(entry: Entry, carried: set[str], form: Incoming) -> None:
    """Lists the cells of a row that nothing here can hold."""
    for column, text in entry.cells.items():
        if column not in carried:
            form.say(entry.place(column), sentence(NOT_CARRIED.text, column=column, words=shortened(text)))
    for column, words in entry.texts.items():
        if column not in carried:
            text = shortened(next(iter(words.values())))
            form.say(entry.place(column), sentence(NOT_CARRIED.text, column=column, words=text))


class _Form:
    """Makes sections, questions and parts of the tree."""

    def __init__(self, form: Incoming, rows: Sequence[Entry], title: str, default: str):
        self.form, self.title = form, {default: title} if title else dict(FURTHER)
        self.says_optional = any("optional" in row.at for row in rows)
        self.says_required = any(row["required"].casefold() in YES for row in rows)

    def sections(self, nodes: Sequence[Group | Leaf]) -> None:
        loose: InSection | None = None
        notes: list[Leaf] = []
        for node in nodes:
            if isinstance(node, Group) and not self._asks(node):
                loose = None
                section = InSection(node.entry["name"], node.entry.words("label"), node.entry.place())
                self.form.sections.append(section)
                self._section(node, section, self._when(node.entry))
                continue
            if loose is None:
                loose = InSection("FORM", self.title, WHOLE_FILE)
                self.form.sections.append(loose)
            if isinstance(node, Group):
                self._question(node, loose, self._when(node.entry))
            elif node.kind == "note":
                notes.append(node)
            elif part := self._part(node, None, []):
                text = _joined(notes) or part.label
                self._note_leftovers(notes)
                notes = []
                question = InQuestion(part.name, part.label, text, part.place, [part])
                loose.questions.append(question)
        self._lone(notes)

    def _asks(self, group: Group) -> bool:
        """Whether the group is a question: answer boxes lie directly in it."""
        return any(isinstance(child, Leaf) or is_table(child) for child in group.children)

    def _section(self, group: Group, section: InSection, when: list[RawTest]) -> None:
        _leftovers(group.entry, CARRIED, self.form)
        for child in group.groups:
            inner = [*when, *self._when(child.entry)]
            if self._asks(child):
                self._question(child, section, inner)
            else:
                self.form.say(child.entry.place(), DEEPER)
                self._section(child, section, inner)

    def _question(self, group: Group, section: InSection, when: list[RawTest]) -> None:
        _leftovers(group.entry, CARRIED, self.form)
        title, name = group.entry.words("label"), group.entry["name"]
        runs = 0
        notes: list[Leaf] = []
        current: InQuestion | None = None
        for child in group.children:
            if isinstance(child, Leaf) and child.kind == "note":
                notes, current = [*notes, child], None
            elif isinstance(child, Leaf) or is_table(child):
                made = self._box(child, group, when)
                if made is None:
                    continue
                if current is None:
                    runs += 1
                    text = _joined(notes) or title or made.label
                    own = own_of_question(group.entry, self.form) if runs == 1 else {}
                    own_name = name if runs == 1 else f"{name}_{runs}"
                    current = InQuestion(own_name, title or made.label, text, group.entry.place(), more=own)
                    section.questions.append(current)
                    self._note_leftovers(notes)
                    notes = []
                current.parts.append(made)
            else:
                self.form.say(child.entry.place(), OWN_QUESTION)
                self._lone(notes)
                notes, current = [], None
                self._question(child, section, [*when, *self._when(child.entry)])
        self._lone(notes)

    def _box(self, child: "Group | Leaf", group: Group, when: list[RawTest]) -> InPart | None:
        return (
            self._part(child, group.entry, when)
            if isinstance(child, Leaf)
            else self._table(child, group.entry, when)
        )

    def _part(self, leaf: Leaf, group: Entry | None, when: list[RawTest]) -> InPart | None:
        entry = leaf.entry
        name = own_name(entry, group) if group else entry["name"]
        _leftovers(entry, CARRIED, self.form)
        kind = {"choice": "many_choices" if leaf.many else "one_choice"}.get(leaf.kind, leaf.kind)
        if not name:
            self.form.say(entry.place(), NO_NAME)
            return None
        if leaf.options and not self.form.lists.get(leaf.options):
            self.form.say(entry.place("type"), sentence(NO_OPTIONS.text, list=shortened(leaf.options)))
            return None
        if leaf.other:
            self._other(leaf)
        if kind == "number" and entry["type"].casefold() != "decimal":
            self.form.say(entry.place("type"), WHOLE_NUMBERS)
        return self._made(entry, name, kind, when, options=leaf.options)

    def _table(self, group: Group, question: Entry, when: list[RawTest]) -> InPart | None:
        rows = [
            InOption(own_name(row.entry, group.entry), row.entry.words("label"), row.entry.place())
            for row in group.groups
        ]
        first = group.groups[0]
        columns = [
            InOption(own_name(leaf.entry, first.entry), leaf.entry.words("label"), leaf.entry.place())
            for leaf in first.children
            if isinstance(leaf, Leaf)
        ]
        _leftovers(group.entry, CARRIED, self.form)
        for inside in [row.entry for row in group.groups] + [
            c.entry for row in group.groups for c in row.children
        ]:
            _leftovers(inside, CARRIED, self.form)
            if inside["relevant"]:
                self.form.say(inside.place("relevant"), CONDITION)
        return self._made(
            group.entry, own_name(group.entry, question), "table", when, rows=rows, columns=columns
        )

    def _made(self, entry: Entry, name: str, kind: str, when: list[RawTest], **fields) -> InPart:
        more = own_of_part(entry, self.form)
        if self.says_optional or self.says_required:
            more["optional"] = self._is_optional(entry)
        tests = [*when, *self._when(entry)]
        return InPart(
            name,
            kind,
            entry.words("label"),
            entry.place(),
            entry.words("hint"),
            when=tests,
            more=more,
            source=entry["name"],
            **fields,
        )

    def _is_optional(self, entry: Entry) -> bool:
        if self.says_optional:
            return entry["optional"].casefold() in YES
        text = entry["required"].casefold()
        if text not in YES | NO:
            self.form.say(
                entry.place("required"), sentence(REQUIRED.text, words=shortened(entry["required"]))
            )
            return False
        return self.says_required and text in NO

    def _when(self, entry: Entry) -> list[RawTest]:
        try:
            return list(tests_of(entry["relevant"]))
        except NotSimple:
            words = sentence(NOT_SIMPLE.text, words=shortened(entry["relevant"]))
            self.form.say(entry.place("relevant"), words)
            return []

    def _other(self, leaf: Leaf) -> None:
        options = self.form.lists[leaf.options]
        if not any(option.name == "other" for option in options):
            label = {"en": "Other", "fr": "Autre", "es": "Otro"}
            options.append(InOption("other", label, leaf.entry.place()))
        self.form.say(leaf.entry.place("type"), OR_OTHER)

    def _lone(self, notes: list[Leaf]) -> None:
        for note in notes:
            self.form.say(note.entry.place(), LONE_NOTE)

    def _note_leftovers(self, notes: list[Leaf]) -> None:
        for note in notes:
            _leftovers(note.entry, NOTE_CARRIED, self.form)


def _joined(notes: Sequence[Leaf]) -> dict[str, str]:
    """The words of several notes as one text."""
    languages = {language for note in notes for language in note.entry.words("label")}
    return {
        language: "\n\n".join(filter(None, (note.entry.words("label").get(language, "") for note in notes)))
        for language in sorted(languages)
    }
