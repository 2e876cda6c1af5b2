"""Whether a data file has the shape that everything else relies on; what is wrong is said with its place."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NoReturn

from survey.questionnaire.consistency import POLARITIES
from survey.questionnaire.exchange.incoming import MOST_OPTIONS, MOST_PARTS, MOST_QUESTIONS, TOO_MANY
from survey.questionnaire.kinds.registry import KINDS
from survey.web.wording import BadInput, Sentence, clean_text, sentence

DEEPEST, MOST_VALUES, LONGEST_KEY = 14, 200_000, 100
LARGEST_NUMBER = 10**9
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
LANGUAGE = re.compile(r"[a-z]{2,3}")
WRONG = sentence("%(place)s: %(reason)s Nothing was taken from the file.")
NO_DOCUMENT = sentence(
    "The file is no data file of a questionnaire: it does not begin with names and values."
)
ODD_VALUE = sentence("only texts, whole numbers, true and false, lists and names with values may stand here.")
TOO_DEEP = sentence("this lies too deep.")
MISSING = sentence("“%(name)s” is missing.")
NO_TEXT, NO_CODE = sentence("a text is expected here."), sentence("this is not a code.")
NO_NUMBER, NO_LIST = sentence("a whole number is expected here."), sentence("a list is expected here.")
NO_WORDS = sentence("texts by language are expected here, such as en and fr.")
NO_FLAG, NO_TABLE = (
    sentence("true or false is expected here."),
    sentence("names with values are expected here."),
)
TWICE = sentence("the code “%(code)s” stands twice.")
NO_KIND = sentence("there is no kind “%(kind)s”.")
NO_POLARITY = sentence("the polarity is good, adverse or open.")
NO_LIST_OF_OPTIONS = sentence("there is no list “%(code)s” in the file.")
NO_TEST = sentence("a test names a part, and answers under “in” or “not_in”.")


def checked(found: object) -> dict:
    """The document with its texts as texts are stored. Raises BadInput with the first thing that is wrong."""
    if not isinstance(found, dict):
        raise BadInput(NO_DOCUMENT)
    document = _Cleaning().value(found, "", 0)
    _document(document)
    return document


def _refuse(place: str, reason: Sentence, **values: object) -> NoReturn:
    raise BadInput(sentence(WRONG.text, place=place or "–", reason=sentence(reason.text, **values)))


class _Cleaning:
    """Plain values only, their texts as texts are stored, and not without end."""

    def __init__(self) -> None:
        self.left = MOST_VALUES

    def value(self, value, place: str, depth: int):
        self.left -= 1
        if self.left < 0:
            raise BadInput(TOO_MANY)
        if depth > DEEPEST:
            _refuse(place, TOO_DEEP)
        if isinstance(value, str):
            return self._text(value, place)
        if isinstance(value, bool) or (isinstance(value, int) and abs(value) <= LARGEST_NUMBER):
            return value
        if isinstance(value, list):
            return [self.value(entry, f"{place}[{at}]", depth + 1) for at, entry in enumerate(value, 1)]
        if isinstance(value, dict):
            return {
                self._text(name, place, LONGEST_KEY): self.value(
                    entry, f"{place}.{name[:LONGEST_KEY]}" if place else name[:LONGEST_KEY], depth + 1
                )
                for name, entry in value.items()
            }
        return _refuse(place, ODD_VALUE)

    def _text(self, text: str, place: str, longest: int = 20_000) -> str:
        try:
            return clean_text(text, longest)
        except BadInput as refusal:
            return _refuse(_sayable(place), refusal.sentence, **refusal.sentence.values)


def _sayable(place: str) -> str:
    return place.encode("ascii", "replace").decode()


def _document(document: Mapping) -> None:
    _code(document, "code", "")
    _words(document, "title", "")
    for place, version in _entries(document, "versions", ""):
        _number(version, "number", place)
    for place, aim in _entries(document, "aims", ""):
        _choice(aim, place)
    _unique("aims", document["aims"])
    lists = set()
    for place, entry in _entries(document, "lists", ""):
        lists.add(_code(entry, "code", place))
        _choices(entry, "options", place)
    _unique("lists", document["lists"])
    questions = []
    for place, section in _entries(document, "sections", ""):
        _code(section, "code", place)
        _words(section, "title", place)
        for inner, question in _entries(section, "questions", place):
            _question(question, inner, lists)
            questions.append(question)
    _unique("sections", document["sections"])
    _unique("questions", questions)
    parts = sum(len(question["parts"]) for question in questions)
    longest = max((len(entry["options"]) for entry in document["lists"]), default=0)
    if len(questions) > MOST_QUESTIONS or parts > MOST_PARTS or longest > MOST_OPTIONS:
        raise BadInput(TOO_MANY)


def _question(question: Mapping, place: str, lists: set[str]) -> None:
    _code(question, "code", place)
    _text(question, "origin", place)
    _number(question, "since", place)
    for name in ("number", "retired"):
        _if_there(question, name, place, _number)
    for name in ("title", "text"):
        _words(question, name, place)
    for inner, part in _entries(question, "parts", place):
        _part(part, inner, lists)
    _unique(f"{place}.parts", question["parts"])


def _part(part: Mapping, place: str, lists: set[str]) -> None:
    _code(part, "code", place)
    kind = _text(part, "kind", place)
    if kind not in KINDS:
        _refuse(f"{place}.kind", NO_KIND, kind=kind[:60])
    for name in ("label", "short"):
        _words(part, name, place)
    _if_there(part, "help", place, _words)
    for name in ("since", "retired"):
        _if_there(part, name, place, _number)
    for name in ("rows", "columns", "extra"):
        _if_there(part, name, place, _choices)
    for name in ("unit", "counts"):
        _if_there(part, name, place, _text)
    _if_there(part, "aims", place, _texts)
    _flags(part, place)
    options = _text(part, "options", place) if "options" in part else "verdict" if kind == "verdict" else ""
    if options and options not in lists:
        _refuse(f"{place}.options", NO_LIST_OF_OPTIONS, code=options[:60])
    for code in _table(part, "relabel", place) if "relabel" in part else ():
        _words(part["relabel"], code, f"{place}.relabel")
    _if_there(part, "when", place, _tests)
    if "alternative" in part:
        alternative = _table(part, "alternative", place)
        _if_there(alternative, "when", f"{place}.alternative", _tests)
        _if_there(alternative, "label", f"{place}.alternative", _words)


def _flags(part: Mapping, place: str) -> None:
    if part.get("polarity", "") not in ("", *POLARITIES):
        _refuse(f"{place}.polarity", NO_POLARITY)
    if not isinstance(part.get("optional", False), bool):
        _refuse(f"{place}.optional", NO_FLAG)


def _tests(part: Mapping, name: str, place: str) -> None:
    for inner, test in _entries(part, name, place):
        codes = test.get("in", test.get("not_in"))
        fits = isinstance(codes, list) and all(isinstance(code, str) for code in codes)
        if not fits or not isinstance(test.get("part"), str):
            _refuse(inner, NO_TEST)


def _choices(entry: Mapping, name: str, place: str) -> None:
    for inner, choice in _entries(entry, name, place):
        _choice(choice, inner)
    _unique(f"{place}.{name}", entry[name])


def _choice(choice: Mapping, place: str) -> None:
    _code(choice, "code", place)
    _words(choice, "label", place)


def _if_there(entry: Mapping, name: str, place: str, check: Callable) -> None:
    if name in entry:
        check(entry, name, place)


def _at(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _get(entry: Mapping, name: str, place: str):
    if name not in entry:
        _refuse(place, MISSING, name=name)
    return entry[name]


def _text(entry: Mapping, name: str, place: str) -> str:
    found = _get(entry, name, place)
    return found if isinstance(found, str) else _refuse(_at(place, name), NO_TEXT)


def _texts(entry: Mapping, name: str, place: str) -> None:
    found = _get(entry, name, place)
    if not isinstance(found, list) or not all(isinstance(text, str) for text in found):
        _refuse(_at(place, name), NO_LIST)


def _code(entry: Mapping, name: str, place: str) -> str:
    found = _text(entry, name, place)
    return found if CODE.fullmatch(found) else _refuse(_at(place, name), NO_CODE)


def _number(entry: Mapping, name: str, place: str) -> None:
    found = _get(entry, name, place)
    if isinstance(found, bool) or not isinstance(found, int) or found < 0:
        _refuse(_at(place, name), NO_NUMBER)


def _words(entry: Mapping, name: str, place: str) -> None:
    found = _get(entry, name, place)
    fits = isinstance(found, dict) and all(
        LANGUAGE.fullmatch(language) and isinstance(text, str) for language, text in found.items()
    )
    if not fits:
        _refuse(_at(place, name), NO_WORDS)


def _table(entry: Mapping, name: str, place: str) -> dict:
    found = _get(entry, name, place)
    return found if isinstance(found, dict) else _refuse(_at(place, name), NO_TABLE)


def _entries(entry: Mapping, name: str, place: str) -> list[tuple[str, Mapping]]:
    """The tables of a list, each with its place, counted from 1."""
    found = _get(entry, name, place)
    own = _at(place, name)
    if not isinstance(found, list):
        _refuse(own, NO_LIST)
    for at, inner in enumerate(found, 1):
        if not isinstance(inner, dict):
            _refuse(f"{own}[{at}]", NO_TABLE)
    return [(f"{own}[{at}]", inner) for at, inner in enumerate(found, 1)]


def _unique(place: str, entries: Sequence[Mapping]) -> None:
    for code, times in Counter(entry["code"] for entry in entries).items():
        if times > 1:
            _refuse(place, TWICE, code=code)
