"""Makes what a file holds the content of the draft: in its place, or as new sections behind it.

Nothing that was ever published is deleted: what the file does not have any more is retired. A code that stands for
something else already is never used again; the new question or part gets the next free one, and that is said.
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field

from survey.questionnaire.editing.codes import free
from survey.questionnaire.exchange import merging
from survey.questionnaire.exchange.content import Content
from survey.questionnaire.exchange.findings import Finding
from survey.questionnaire.exchange.finishing import finished
from survey.questionnaire.exchange.lists import carried_lists
from survey.questionnaire.structure import in_version
from survey.web.wording import Sentence, sentence

REPLACE, APPEND = "replace", "append"
MODES = (REPLACE, APPEND)
CODE_TAKEN = sentence("The code %(code)s is taken. The new question has the code %(new)s.")
PART_TAKEN = sentence(
    "The code %(code)s stands for something of another kind already. The new part has the code %(new)s."
)
SECTION_TAKEN = sentence("The section %(code)s is there already. The new one has the code %(new)s.")
OTHER_QUESTIONNAIRE = sentence(
    "The file was made of another questionnaire, “%(code)s”. Questions with the same codes are taken for the same."
)
ALTERNATIVE_DROPPED = sentence(
    "Its other label depends on an answer that is no longer asked. It was left out."
)


@dataclass
class Taken:
    """The draft's new document, and sentences about what was taken over differently."""

    document: dict
    findings: list[Finding] = field(default_factory=list)


def taken_over(
    document: Mapping, number: int, content: Content, mode: str, registered: Mapping[str, str]
) -> Taken:
    """The draft of version `number` with this content. `registered` is the kind of every part ever published."""
    content = deepcopy(content)
    taking = _Taking(deepcopy(dict(document)), number, content, mode == REPLACE, registered)
    return Taken(taking.made(), content.findings + taking.findings)


class _Taking:
    def __init__(
        self, document: dict, number: int, content: Content, replaces: bool, registered: Mapping[str, str]
    ):
        self.document, self.number, self.content, self.replaces = document, number, content, replaces
        self.kinds: dict[str, dict[str, str]] = {}
        for code, kind in registered.items():
            question, _point, part = code.partition(".")
            self.kinds.setdefault(question, {})[part] = kind
        self.questions_before = set(self.kinds)
        self.old = {question["code"]: question for s in document["sections"] for question in s["questions"]}
        self.findings: list[Finding] = []
        self.renamed: dict[str, str] = {}
        self.sections: set[str] = set()

    def made(self) -> dict:
        content = self.content
        if content.whole is not None and not self.replaces:
            self._only_what_is_asked()
        self._give_codes()
        lists, renamed_lists, said = carried_lists(self.document["lists"], content, self.replaces)
        self.findings += said
        for question in content.questions:
            for part in question["parts"]:
                self._point_elsewhere(part, renamed_lists)
        self.old_lists = {entry["code"]: entry["options"] for entry in self.document["lists"]}
        self.new_lists = {entry["code"]: entry["options"] for entry in lists}
        aims = content.whole["aims"] if content.whole is not None and self.replaces else self.document["aims"]
        fresh = [self._section(section) for section in content.sections]
        if content.whole is None or not self.replaces:
            self.findings += finished(fresh, lists, {aim["code"] for aim in aims})
        if not self.replaces:
            return {**self.document, "lists": lists, "sections": [*self.document["sections"], *fresh]}
        self._keep_what_was_published(fresh)
        self._drop_dangling_alternatives(fresh)
        return {**self._head(), "aims": aims, "lists": lists, "sections": fresh}

    def _head(self) -> dict:
        whole = self.content.whole
        if whole is None:
            return self.document
        if whole["code"] != self.document["code"]:
            self._say(str(whole["code"]), OTHER_QUESTIONNAIRE, code=whole["code"])
        published = [entry for entry in self.document["versions"] if entry["number"] != self.number]
        entries = [*whole["versions"], *self.document["versions"]]
        own = next(
            (entry for entry in entries if entry["number"] == self.number),
            {"number": self.number, "note": {}},
        )
        return {**whole, "code": self.document["code"], "versions": [*published, own]}

    def _only_what_is_asked(self) -> None:
        whole = self.content.whole or {}
        newest = max((entry["number"] for entry in whole.get("versions", ())), default=self.number)
        for section in self.content.sections:
            section["questions"] = [q for q in section["questions"] if in_version(q, newest)]
            for question in section["questions"]:
                parts = [part for part in question["parts"] if in_version(part, newest)]
                question["parts"] = [_without(part, "since", "retired") for part in parts]
        self.content.sections = [section for section in self.content.sections if section["questions"]]

    def _give_codes(self) -> None:
        taken = self.questions_before | self.old.keys()
        if self.replaces:
            taken -= self.old.keys()
        for question in self.content.questions:
            code = question["code"]
            question["code"] = free(code, taken)
            taken.add(question["code"])
            if question["code"] != code:
                self._say(question["code"], CODE_TAKEN, code=code, new=question["code"])
            parts: set[str] = set()
            for part in question["parts"]:
                old = f"{code}.{part['code']}"
                part["code"] = self._part_code(question["code"], part, parts)
                parts.add(part["code"])
                self.renamed[old] = f"{question['code']}.{part['code']}"

    def _part_code(self, question: str, part: Mapping, used: set[str]) -> str:
        own = {entry["code"]: entry["kind"] for entry in self.old.get(question, {}).get("parts", ())}
        own |= self.kinds.get(question, {})
        code = free(part["code"], used | {code for code, kind in own.items() if kind != part["kind"]})
        if code != part["code"]:
            old, new = f"{question}.{part['code']}", f"{question}.{code}"
            self._say(new, PART_TAKEN, code=old, new=new)
        return code

    def _point_elsewhere(self, part: dict, lists: Mapping[str, str]) -> None:
        """Conditions and lists by the codes that they have now."""
        if part.get("options") in lists:
            part["options"] = lists[part["options"]]
        for holder in (part, part.get("alternative", {})):
            if "when" in holder:
                holder["when"] = [
                    {**test, "part": self.renamed.get(test["part"], test["part"])} for test in holder["when"]
                ]

    def _section(self, section: dict) -> dict:
        sections = {entry["code"]: entry for entry in self.document["sections"]}
        code = section["code"]
        if self.replaces:
            if self.content.whole is None and code in sections:
                section = {**section, "title": merging.words(sections[code]["title"], section["title"])}
        else:
            section = {**section, "code": free(code, {*sections, *self.sections})}
            self.sections.add(section["code"])
            if section["code"] != code:
                self._say(section["code"], SECTION_TAKEN, code=code, new=section["code"])
        return {**section, "questions": [self._question(question) for question in section["questions"]]}

    def _question(self, question: dict) -> dict:
        old = self.old.get(question["code"]) if self.replaces else None
        if old is None:
            made = _without(question, "retired", *(() if self.replaces else ("number", "origin")))
            made["since"] = self.number
            made["parts"] = [_without(part, "since", "retired") for part in question["parts"]]
            return made
        known = {part["code"]: part for part in old["parts"]}
        parts = [self._part(part, known.get(part["code"]), old) for part in question["parts"]]
        kept = [
            self._retired(part, old) for code, part in known.items() if code not in {p["code"] for p in parts}
        ]
        made = dict(question) if self.content.whole is not None else merging.question(old, question)
        return made | {"since": old["since"], "parts": parts + [part for part in kept if part]}

    def _part(self, part: dict, old: Mapping | None, question: Mapping) -> dict:
        if old is None:
            made = _without(part, "since", "retired")
            return made | ({"since": self.number} if question["since"] < self.number else {})
        made = (
            dict(part)
            if self.content.whole is not None
            else merging.part(old, part, self.old_lists, self.new_lists)
        )
        made.pop("since", None)
        return made | ({"since": old["since"]} if "since" in old else {})

    def _retired(self, entry: dict, question: Mapping | None = None) -> dict | None:
        """What the file does not have: retired where it was published, gone where only the draft had it."""
        since = max(entry.get("since", 1), question["since"] if question else 1)
        if since >= self.number:
            return None
        return (
            entry
            if entry.get("retired", self.number + 1) <= self.number
            else {**entry, "retired": self.number}
        )

    def _keep_what_was_published(self, fresh: list[dict]) -> None:
        asked = {question["code"] for section in fresh for question in section["questions"]}
        places = {section["code"]: section for section in fresh}
        for section in self.document["sections"]:
            left = [self._retired(q) for q in section["questions"] if q["code"] not in asked]
            if kept := [question for question in left if question]:
                if section["code"] in places:
                    places[section["code"]]["questions"] += kept
                else:
                    fresh.append({**section, "questions": kept})

    def _drop_dangling_alternatives(self, fresh: list[dict]) -> None:
        """An old label for certain answers, where these answers are no longer asked for."""
        asked = {
            f"{question['code']}.{part['code']}"
            for section in fresh
            for question in section["questions"]
            for part in question["parts"]
            if in_version(question, self.number) and in_version(part, self.number)
        }
        for question in (question for section in fresh for question in section["questions"]):
            for part in question["parts"]:
                code = f"{question['code']}.{part['code']}"
                tests = part.get("alternative", {}).get("when", ())
                if code in asked and self.content.whole is None and not {t["part"] for t in tests} <= asked:
                    del part["alternative"]
                    self._say(code, ALTERNATIVE_DROPPED)

    def _say(self, about: str, reason: Sentence, **values: object) -> None:
        self.findings.append(Finding(about, sentence(reason.text, **values)))


def _without(entry: Mapping, *names: str) -> dict:
    return {name: value for name, value in entry.items() if name not in names}
