"""A version of the questionnaire as plain, unchangeable objects: sections, questions, parts, options."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from survey.questionnaire.conditions import Condition, condition

SOURCE_LANGUAGE = "en"


class Words(dict):
    """A text in several languages."""

    def __str__(self) -> str:
        return self.to(SOURCE_LANGUAGE)

    def to(self, language: str) -> str:
        """The text in this language, or in English where it is not translated yet."""
        return self.get(language) or self.get(SOURCE_LANGUAGE, "")

    def has(self, language: str) -> bool:
        return bool(self.get(language)) or not self


@dataclass(frozen=True)
class Choice:
    """An option, a row or a column: a code for files, and its label."""

    code: str
    label: Words


@dataclass(frozen=True)
class Part:
    """One answer box of a question. `code` is the full code, such as Q1_AWARENESS.partners; `since` is the first
    version that had it.
    """

    code: str
    kind: str
    label: Words
    short: Words
    help: Words = field(default_factory=Words)
    options: tuple[Choice, ...] = ()
    rows: tuple[Choice, ...] = ()
    columns: tuple[Choice, ...] = ()
    aims: tuple[str, ...] = ()
    polarity: str = ""
    optional: bool = False
    since: int = 1
    unit: str = ""
    counts: str = ""
    when: Condition = ()
    alternative_when: Condition = ()
    alternative_label: Words = field(default_factory=Words)

    @property
    def question_code(self) -> str:
        return self.code.split(".")[0]

    @cached_property
    def option_labels(self) -> dict[str, Words]:
        return {option.code: option.label for option in self.options}


@dataclass(frozen=True)
class Question:
    """A question with its text, to the letter, and the parts that answer it. `number` is None outside Annex II."""

    code: str
    number: int | None
    origin: str
    since: int
    title: Words
    text: Words
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Section:
    code: str
    title: Words
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Questionnaire:
    """One version of the questionnaire, or what a supplement asks of it.

    `after` holds the numbers of the versions that were answered before a supplement; it is empty for a version as a
    whole. `ruled_out` are the parts of a supplement that no page asks, because of what was answered before.
    """

    code: str
    number: int
    title: Words
    aims: tuple[Choice, ...]
    sections: tuple[Section, ...]
    after: tuple[int, ...] = ()
    ruled_out: tuple[Part, ...] = ()
    #: what its author says about the version, and that each change means, by question or part code
    note: Words = field(default_factory=Words)
    declared: Mapping[str, str] = field(default_factory=dict)

    def __hash__(self) -> int:
        # the texts inside are dictionaries, which have no hash of their own
        return hash((self.code, self.number, self.after))

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for section in self.sections for question in section.questions)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        return tuple(part for question in self.questions for part in question.parts)

    @cached_property
    def part(self) -> dict[str, Part]:
        return {part.code: part for part in self.parts}

    @cached_property
    def covered(self) -> Mapping[str, Part]:
        """Every part for which a report on it gets a status: those that it asks, and those that were ruled out."""
        return self.part | {part.code: part for part in self.ruled_out}

    @cached_property
    def question(self) -> Mapping[str, Question]:
        return {question.code: question for question in self.questions}

    def around(self, code: str) -> tuple[Question | None, Question | None]:
        """The questions before and after this one."""
        place = self.questions.index(self.question[code])
        before = self.questions[place - 1] if place else None
        after = self.questions[place + 1] if place + 1 < len(self.questions) else None
        return before, after


def questionnaire(document: Mapping, number: int) -> Questionnaire:
    """Version `number` as the data file describes it: what it already had and what was not retired by then.

    The data file of a supplement names in `after` what was answered before, and in `ruled_out` what is never shown.
    """
    lists = shared_lists(document)
    sections = tuple(
        Section(section["code"], Words(section["title"]), tuple(_questions(section, number, lists)))
        for section in document["sections"]
    )
    entries = (entry for entry in document.get("versions", ()) if entry["number"] == number)
    entry: Mapping = next(entries, {})
    return Questionnaire(
        code=document["code"],
        number=number,
        title=Words(document["title"]),
        aims=_choices(document["aims"]),
        sections=tuple(section for section in sections if section.questions),
        after=tuple(document.get("after", ())),
        ruled_out=tuple(
            _part(question, part, lists)
            for question in document.get("ruled_out", ())
            for part in question["parts"]
        ),
        note=Words(entry.get("note", {})),
        declared={change["code"]: change["declared"] for change in entry.get("changes", ())},
    )


def shared_lists(document: Mapping) -> dict[str, tuple[Choice, ...]]:
    """The lists of options that parts share, by code."""
    return {entry["code"]: _choices(entry["options"]) for entry in document["lists"]}


def _questions(section: Mapping, number: int, lists: Mapping) -> Iterator[Question]:
    for question in section["questions"]:
        if in_version(question, number):
            yield Question(
                code=question["code"],
                number=question.get("number"),
                origin=question["origin"],
                since=question["since"],
                title=Words(question["title"]),
                text=Words(question["text"]),
                parts=tuple(
                    _part(question, part, lists) for part in question["parts"] if in_version(part, number)
                ),
            )


def in_version(entry: Mapping, number: int) -> bool:
    """Whether version `number` asks this question or part: it is there already, and not retired."""
    return entry.get("since", 1) <= number < entry.get("retired", number + 1)


def _part(question: Mapping, part: Mapping, lists: Mapping) -> Part:
    alternative = part.get("alternative", {})
    return Part(
        code=f"{question['code']}.{part['code']}",
        kind=part["kind"],
        label=Words(part["label"]),
        short=Words(part["short"]),
        help=Words(part.get("help", {})),
        options=_options(part, lists),
        rows=_choices(part.get("rows", ())),
        columns=_choices(part.get("columns", ())),
        aims=tuple(part.get("aims", ())),
        polarity=part.get("polarity", ""),
        optional=part.get("optional", False),
        since=max(question["since"], part.get("since", 1)),
        unit=part.get("unit", ""),
        counts=part.get("counts", ""),
        when=condition(part.get("when", ())),
        alternative_when=condition(alternative.get("when", ())),
        alternative_label=Words(alternative.get("label", {})),
    )


def _options(part: Mapping, lists: Mapping) -> tuple[Choice, ...]:
    code = part.get("options") or ("verdict" if part["kind"] == "verdict" else None)
    if code is None:
        return ()
    relabel = part.get("relabel", {})
    shared = tuple(
        Choice(option.code, Words(relabel.get(option.code, option.label))) for option in lists[code]
    )
    return shared + _choices(part.get("extra", ()))


def _choices(entries) -> tuple[Choice, ...]:
    return tuple(Choice(entry["code"], Words(entry["label"])) for entry in entries)
