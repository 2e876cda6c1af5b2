"""Completes what came from another program, so that every page can show it: English, short labels, polarity."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from survey.questionnaire.exchange.findings import WHOLE_FILE, Finding
from survey.questionnaire.structure import SOURCE_LANGUAGE
from survey.web.wording import Sentence, sentence

TITLE, SHORT = 80, 40
WORDS_IN_SHORT = 5
NO_ENGLISH = sentence(
    "There is no English text. “%(words)s” stands in its place until somebody translates it."
)
NO_WORDS = sentence("There is no text at all. The code “%(code)s” stands in its place.")
SHORT_MADE = sentence(
    "The short labels, for the heads of tables, were made from the beginnings of the labels. Look at them once."
)
NO_POLARITY = sentence(
    "The file does not say whether a yes is welcome or a difficulty. It was set to neither (polarity: open)."
)
UNKNOWN_AIM = sentence("The aim “%(aim)s” is none of this questionnaire’s. It was left out.")


def finished(sections: list[dict], lists: list[dict], aims: set[str]) -> list[Finding]:
    """Completes sections and lists in place; returns a sentence for everything that was put in or left out."""
    made = _Finishing(aims)
    for section in sections:
        made.words(section, "title", section["code"])
        for question in section["questions"]:
            made.question(question)
    for entry in lists:
        made.choices(entry["options"], entry["code"])
    if made.made_short:
        made.findings.append(Finding(WHOLE_FILE, SHORT_MADE))
    return made.findings


@dataclass
class _Finishing:
    aims: set[str]
    findings: list[Finding] = field(default_factory=list)
    made_short: bool = False

    def question(self, question: dict) -> None:
        question.setdefault("origin", "added")
        self.words(question, "title", question["code"])
        self.words(question, "text", question["code"])
        for part in question["parts"]:
            self.part(part, f"{question['code']}.{part['code']}")

    def part(self, part: dict, code: str) -> None:
        self.words(part, "label", code)
        self._short(part)
        if part.get("help"):
            self.words(part, "help", code)
        for options in _lists_inside(part):
            self.choices(options, code)
        if part["kind"] == "verdict" and not part.get("polarity"):
            part["polarity"] = "open"
            self._say(code, NO_POLARITY)
        if not part.get("optional"):
            part.pop("optional", None)
        for aim in [aim for aim in part.get("aims", ()) if aim not in self.aims]:
            part["aims"] = [kept for kept in part["aims"] if kept != aim]
            self._say(code, UNKNOWN_AIM, aim=beginning(aim, TITLE))

    def choices(self, options: list[dict], code: str) -> None:
        for option in options:
            self.words(option, "label", f"{code}: {option['code']}")

    def words(self, entry: dict, name: str, code: str) -> None:
        found = {language: text for language, text in entry.get(name, {}).items() if text}
        if SOURCE_LANGUAGE not in found:
            text = next(iter(found.values()), "")
            self._say(
                code, NO_ENGLISH if text else NO_WORDS, words=beginning(text, TITLE), code=entry["code"]
            )
            found[SOURCE_LANGUAGE] = text or entry["code"]
        entry[name] = found

    def _short(self, part: dict) -> None:
        given = {language: text for language, text in part.get("short", {}).items() if text}
        if SOURCE_LANGUAGE not in given:
            self.made_short = True
            part["short"] = {name: _first_words(text) for name, text in part["label"].items()} | given

    def _say(self, about: str, reason: Sentence, **values: object) -> None:
        self.findings.append(Finding(about, sentence(reason.text, **values)))


def _lists_inside(part: Mapping) -> Iterator[list[dict]]:
    return (part[name] for name in ("rows", "columns", "extra") if name in part)


def _first_words(text: str) -> str:
    return beginning(" ".join(text.split()[:WORDS_IN_SHORT]).rstrip(" ,;:.?!"), SHORT) or text


def beginning(text: str, longest: int) -> str:
    """The text, or as much of its beginning as fits."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
