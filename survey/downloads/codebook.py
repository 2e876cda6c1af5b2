"""The variables of answers_wide as DDI Codebook 2.5, which data archives and statistics programs read.

Questions stand in every wording that a version gave them and in every language; the order of the elements is
the schema's (https://ddialliance.org/Specification/DDI-Codebook/2.5/). Texts are put into a tree and never pasted.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from survey.answering.statuses import ANSWERED
from survey.downloads.column_words import STATUS_MEANINGS, WIDE, Column
from survey.downloads.columns import part_column, status_column
from survey.downloads.content import Content
from survey.downloads.order import Order
from survey.downloads.question_file import expression
from survey.questionnaire.structure import Part, Question, Questionnaire, Words
from survey.web.csv_files import Pieces

NAMESPACE = "ddi:codebook:2_5"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
FILE = "F1"
#: what XML 1.0 cannot hold
NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: the columns of Table Schema's types whose values are figures
NUMERIC = ("integer", "number")
CATEGORIES = {"date": "date", "datetime": "time"}

register_namespace("", NAMESPACE)


def codebook_pieces(content: Content, order: Order) -> Pieces:
    """The codebook, the same for the same versions of the questionnaire."""
    yield codebook(list(content.versions.values()), content.parts)


def codebook(versions: list[Questionnaire], parts: Iterable[Part]) -> bytes:
    """The codebook of these versions, the oldest first; `parts` are those of all versions, in the file's order."""
    parts = list(parts)
    newest = versions[-1]
    root = Element(_name("codeBook"), {"version": "2.5", LANGUAGE: "en"})
    _study(root, newest)
    file = _add(_add(root, "fileDscr", ID=FILE), "fileTxt")
    _add(file, "fileName", "answers_wide.csv")
    _add(file, "fileCont", "A row is a report. A value is empty unless its status is answered.")
    data = _add(root, "dataDscr")
    _groups(data, newest, parts)
    for column in WIDE:
        _column(data, column)
    for part in parts:
        _part(data, part, versions)
    indent(root, " ")
    return tostring(root, "UTF-8", xml_declaration=True) + b"\n"


def _study(root: Element, newest: Questionnaire) -> None:
    title = _add(_add(_add(root, "stdyDscr"), "citation"), "titlStmt")
    _add(title, "titl", str(newest.title))
    for language, text in newest.title.items():
        if language != "en" and text:
            _add(title, "parTitl", text, {LANGUAGE: language})
    _add(title, "IDNo", newest.code)


def _groups(data: Element, newest: Questionnaire, parts: list[Part]) -> None:
    """The parts of each question, so that a program can show them together."""
    codes: dict[str, list[str]] = {}
    for part in parts:
        codes.setdefault(part.question_code, []).append(part.code)
    for question, own in codes.items():
        variables = " ".join(_id(name) for code in own for name in (code, f"{code}_status"))
        group = _add(data, "varGrp", ID=f"G_{question}", name=question, type="subject", var=variables)
        if question in newest.question:
            _labels(group, newest.question[question].title)


def _part(data: Element, part: Part, versions: list[Questionnaire]) -> None:
    newest = [version for version in versions if part.code in version.part][-1]
    column = part_column(part)
    variable = _variable(data, column, part.label)
    for number, question, asked in _wordings(part.code, versions):
        _question(variable, number, question, asked)
    if condition := expression(newest.part[part.code].when, newest):
        _add(variable, "universe", condition)
    if column.form:
        _add(variable, "txt", str(column.form))
    for option in part.options:
        _category(variable, option.code, option.label)
    aims = {aim.code: aim.label for aim in newest.aims}
    for aim in part.aims:
        label = aims.get(aim, Words())
        _add(variable, "concept", f"{aim} ({label})" if label else aim)
    _format(variable, column)
    _add(variable, "notes", f"Empty unless {part.code}_status is {ANSWERED}.")
    _status(data, status_column(part))


def _status(data: Element, column: Column) -> None:
    variable = _variable(data, column, {"en": column.title})
    for code, label in column.categories:
        meaning = str(STATUS_MEANINGS[code])
        _category(variable, code, Words(en=label), meaning, is_missing=code != ANSWERED)
    _format(variable, column)


def _wordings(code: str, versions: list[Questionnaire]) -> Iterator[tuple[int, Question, Part]]:
    """Each wording of a part and its question, with the first version that had it."""
    before = None
    for version in versions:
        if asked := version.part.get(code):
            question = version.question[asked.question_code]
            if (question.text, asked.label, asked.help) != before:
                yield version.number, question, asked
            before = (question.text, asked.label, asked.help)


def _question(variable: Element, number: int, question: Question, part: Part) -> None:
    asked = _add(variable, "qstn", elementVersion=str(number))
    for name, words in (("qstnLit", question.text), ("postQTxt", part.label), ("ivuInstr", part.help)):
        for language, text in words.items():
            if text:
                _add(asked, name, text, {LANGUAGE: language})


def _column(data: Element, column: Column) -> None:
    """A variable that is no part: what it holds stands in the report or in the list of projects."""
    variable = _variable(data, column, {"en": column.name.replace("_", " ")})
    _add(variable, "txt", str(column.about))
    for code, label in column.categories:
        _category(variable, code, Words(en=label))
    _format(variable, column)


def _variable(data: Element, column: Column, labels: Mapping[str, str]) -> Element:
    kind = "contin" if column.type in NUMERIC else "discrete"
    variable = _add(data, "var", ID=_id(column.name), name=column.name, files=FILE, intrvl=kind)
    _labels(variable, labels)
    return variable


def _category(
    variable: Element, code: str, label: Mapping[str, str], text: str = "", *, is_missing: bool = False
) -> None:
    category = _add(variable, "catgry", "", {"missing": "Y"} if is_missing else {})
    _add(category, "catValu", code)
    _labels(category, label)
    if text:
        _add(category, "txt", text)


def _format(variable: Element, column: Column) -> None:
    kind = "numeric" if column.type in NUMERIC else "character"
    _add(variable, "varFormat", type=kind, schema="ISO", category=CATEGORIES.get(column.type, "other"))


def _labels(parent: Element, words: Mapping[str, str]) -> None:
    for language, text in words.items():
        if text:
            _add(parent, "labl", text, {LANGUAGE: language})


def _add(
    parent: Element, tag: str, text: str = "", more: Mapping[str, str] | None = None, /, **attributes: str
) -> Element:
    """A new element under this one; characters that XML cannot hold become U+FFFD."""
    found = {key: NO_XML.sub("\ufffd", value) for key, value in {**(more or {}), **attributes}.items()}
    element = SubElement(parent, _name(tag), found)
    element.text = NO_XML.sub("\ufffd", text) or None
    return element


def _name(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _id(name: str) -> str:
    return f"V_{name}"
