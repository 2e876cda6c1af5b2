"""Makes questions and parts, as our data file has them, of what another program's file asks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from survey.questionnaire.editing.codes import LONGEST, free
from survey.questionnaire.exchange.codes import option_code, part_code, question_code
from survey.questionnaire.exchange.content import Content
from survey.questionnaire.exchange.expressions import RawTest
from survey.questionnaire.exchange.finishing import TITLE, beginning
from survey.questionnaire.exchange.incoming import Incoming, InOption, InPart, InQuestion, Place
from survey.questionnaire.structure import Choice
from survey.web.wording import Sentence, sentence

SAME_NAME = sentence("The name “%(name)s” stands more than once in the file. The code here is %(code)s.")
NOT_BEFORE = sentence(
    "It depends on “%(name)s”, which does not stand before it here. The condition was left out."
)
NOT_CODED = sentence(
    "It depends on “%(name)s”, which has no options to choose from. The condition was left out."
)
NO_SUCH_ANSWER = sentence(
    "It depends on an answer that “%(name)s” does not have. The condition was left out."
)


@dataclass
class _Known:
    """A part that conditions can name: its code here, and the code of each option by its name in the file."""

    code: str
    options: dict[str, str]


def content(form: Incoming, verdict: Sequence[Choice]) -> Content:
    """The form in our own words. `verdict` is the questionnaire's list of verdicts, by which they are recognised."""
    return _Builder(form, verdict).content()


class _Builder:
    def __init__(self, form: Incoming, verdict: Sequence[Choice]):
        self.form, self.verdict = form, {option.code: option.label for option in verdict}
        self.known: dict[str, _Known] = {}
        self.lists: dict[str, dict] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.questions: set[str] = set()
        self.list_codes = {"verdict"}

    def content(self) -> Content:
        sections: list[dict] = []
        for section in self.form.sections:
            questions = [self._question(question) for question in section.questions if question.parts]
            if questions:
                code = free(_section_code(section.name), [made["code"] for made in sections])
                sections.append({"code": code, "title": dict(section.title), "questions": questions})
        return Content(sections, list(self.lists.values()), self.form.findings)

    def _question(self, question: InQuestion) -> dict:
        wanted = question_code(question.name)
        code = free(wanted, self.questions)
        if code != wanted:
            self._say(question.place, SAME_NAME, name=question.name, code=code)
        self.questions.add(code)
        title = {language: beginning(text, TITLE) for language, text in question.title.items()}
        made = {"code": code, "title": title, "text": dict(question.text), "parts": []} | question.more
        taken: set[str] = set()
        for part in question.parts:
            made["parts"].append(self._part(part, code, taken))
            taken.add(made["parts"][-1]["code"])
        return made

    def _part(self, part: InPart, question: str, taken: set[str]) -> dict:
        wanted = part_code(part.name)
        code = free(wanted, taken)
        if code != wanted:
            self._say(part.place, SAME_NAME, name=part.name, code=f"{question}.{code}")
        made: dict = {"code": code, "kind": part.kind, "label": dict(part.label)}
        if part.help:
            made["help"] = dict(part.help)
        for name, options in (("rows", part.rows), ("columns", part.columns)):
            if options:
                made[name] = self._choices(options)[0]
        codes = self._options(part, made) if part.options else {}
        made |= part.more
        if made["kind"] != "verdict":
            made.pop("polarity", None)
        if when := self._when(part):
            made["when"] = when
        # only from here on: a part cannot depend on itself
        self.known.setdefault(part.source or part.name, _Known(f"{question}.{code}", codes))
        return made

    def _options(self, part: InPart, made: dict) -> dict[str, str]:
        """Gives the part its options; returns the code of each by its name in the file."""
        options = self.form.lists[part.options]
        names = [option.name for option in options]
        if part.kind == "one_choice" and self.verdict and set(self.verdict) <= set(names):
            self._as_verdict(options, made)
            return {name: name for name in self.verdict} | {
                option.name: entry["code"]
                for option, entry in zip(
                    [option for option in options if option.name not in self.verdict],
                    made.get("extra", ()),
                    strict=True,
                )
            }
        if part.options not in self.codes:
            entries, self.codes[part.options] = self._choices(options)
            code = free(part_code(part.options), self.list_codes)
            self.list_codes.add(code)
            self.lists[part.options] = {"code": code, "options": entries}
        made["options"] = self.lists[part.options]["code"]
        return self.codes[part.options]

    def _as_verdict(self, options: Sequence[InOption], made: dict) -> None:
        made["kind"] = "verdict"
        relabelled, further = {}, []
        for option in options:
            own = self.verdict.get(option.name)
            if own is None:
                further.append(option)
            elif any(own.get(language) != text for language, text in option.label.items()):
                relabelled[option.name] = {**own, **option.label}
        if relabelled:
            made["relabel"] = relabelled
        if further:
            made["extra"] = self._choices(further, list(self.verdict))[0]

    def _choices(
        self, options: Sequence[InOption], taken: Sequence[str] = ()
    ) -> tuple[list[dict], dict[str, str]]:
        entries: list[dict] = []
        codes: dict[str, str] = {}
        for option in options:
            code = free(option_code(option.name), {*taken, *codes.values()})
            codes[option.name] = code
            entries.append({"code": code, "label": dict(option.label)})
        return entries, codes

    def _when(self, part: InPart) -> list[dict]:
        tests = []
        for raw in part.when:
            raw = self._through_alias(raw)
            known = self.known.get(raw.name)
            if known is None:
                self._say(part.place, NOT_BEFORE, name=raw.name)
            elif not known.options:
                self._say(part.place, NOT_CODED, name=raw.name)
            elif raw.codes == ("",):
                # "answered" is to have any of the answers, "not answered" to have none
                test = {"part": known.code, "in" if raw.negated else "not_in": list(known.options.values())}
                tests.append(test)
            elif not set(raw.codes) <= known.options.keys():
                self._say(part.place, NO_SUCH_ANSWER, name=raw.name)
            else:
                codes = [known.options[code] for code in raw.codes]
                tests.append({"part": known.code, "not_in" if raw.negated else "in": codes})
        return [test for number, test in enumerate(tests) if test not in tests[:number]]

    def _through_alias(self, raw: RawTest) -> RawTest:
        """A test on one box to tick, as LimeSurvey names it, as a test on the list that it belongs to."""
        if raw.name not in self.form.aliases or raw.codes not in (("Y",), ("",)):
            return raw
        name, option = self.form.aliases[raw.name]
        return RawTest(name, (option,), negated=raw.negated != (raw.codes == ("",)))

    def _say(self, place: Place, words: Sentence, **values: object) -> None:
        self.form.say(place, sentence(words.text, **values))


def _section_code(name: str) -> str:
    plain = name if name.isupper() and name.isascii() else part_code(name).upper()
    return re.sub("[^A-Z0-9_]+", "_", plain)[:LONGEST].strip("_") or "SECTION"
