"""The codebook against the structure of DDI Codebook 2.5. Its schema is not shipped here; the elements that we use
and their order in it (https://ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd) stand below.
"""

from dataclasses import replace
from xml.etree.ElementTree import fromstring

import pytest

from survey.answering.statuses import STATUSES
from survey.downloads.codebook import NAMESPACE, codebook, codebook_pieces
from survey.downloads.files import FILES
from survey.downloads.order import Order
from survey.questionnaire.instrument import read_file
from survey.questionnaire.structure import questionnaire
from tests.downloads.records import INJECTIONS, NAUGHTY, content, two_versions, verdict, version

DOCUMENT = read_file()
WHOLE = content(versions={10 + number: questionnaire(DOCUMENT, number) for number in (1, 2)})
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
#: what each element may hold, in this order; those left out hold text alone
CHILDREN = {
    "codeBook": "stdyDscr fileDscr dataDscr",
    "stdyDscr": "citation",
    "citation": "titlStmt",
    "titlStmt": "titl parTitl IDNo",
    "fileDscr": "fileTxt",
    "fileTxt": "fileName fileCont",
    "dataDscr": "varGrp var",
    "varGrp": "labl",
    "var": "labl qstn universe txt catgry concept varFormat notes",
    "qstn": "qstnLit postQTxt ivuInstr",
    "catgry": "catValu labl txt",
}
ATTRIBUTES = {
    "codeBook": {"version", LANGUAGE},
    "fileDscr": {"ID"},
    "varGrp": {"ID", "name", "type", "var"},
    "var": {"ID", "name", "files", "intrvl"},
    "qstn": {"elementVersion"},
    "catgry": {"missing"},
    "varFormat": {"type", "schema", "category"},
    **{name: {LANGUAGE} for name in ("labl", "parTitl", "qstnLit", "postQTxt", "ivuInstr")},
}


def tag(element):
    assert element.tag.startswith(f"{{{NAMESPACE}}}")
    return element.tag.partition("}")[2]


def misplaced(element):
    """What stands where the schema has no place for it."""
    order = CHILDREN.get(tag(element), "").split()
    places = [order.index(tag(child)) if tag(child) in order else -1 for child in element]
    if -1 in places or places != sorted(places):
        yield tag(element), [tag(child) for child in element]
    if strange := set(element.attrib) - ATTRIBUTES.get(tag(element), set()):
        yield tag(element), strange
    for child in element:
        yield from misplaced(child)


def made(content):
    return fromstring(b"".join(codebook_pieces(content, Order())))


def found(root, path):
    return root.findall(path, {"": NAMESPACE})


def variable(root, name):
    return next(one for one in found(root, ".//var") if one.get("name") == name)


def words(element, path):
    return [(one.get(LANGUAGE), one.text) for one in found(element, path)]


@pytest.mark.parametrize("round", [WHOLE, content(), content(versions=two_versions())])
def test_every_element_stands_where_the_schema_has_it(round):
    assert list(misplaced(made(round))) == []


def test_every_name_of_an_element_is_there_once_and_every_reference_leads_somewhere():
    root = made(WHOLE)
    ids = [element.get("ID") for element in root.iter() if element.get("ID")]
    assert len(ids) == len(set(ids))
    named = [name for group in found(root, ".//varGrp") for name in group.get("var").split()]
    assert set(named) | {one.get("files") for one in found(root, ".//var")} <= set(ids)


def test_its_variables_are_the_columns_of_answers_wide():
    assert [one.get("name") for one in found(made(WHOLE), ".//var")] == list(
        FILES["answers_wide"].header(WHOLE)
    )


def test_a_question_stands_to_the_letter_in_every_language():
    question = WHOLE.versions[12].question["Q4_LESSONS"]
    [asked] = found(variable(made(WHOLE), "Q4_LESSONS.lessons"), "qstn")
    assert words(asked, "qstnLit") == list(question.text.items())
    assert {language for language, _ in words(asked, "qstnLit")} == {"en", "fr", "es"}


def test_a_verdict_has_its_options_with_labels_its_aims_and_its_condition():
    root, version = made(WHOLE), WHOLE.versions[12]
    part = version.part["Q8_DATA.tools"]
    one = variable(root, part.code)
    assert [value.text for value in found(one, "catgry/catValu")] == [option.code for option in part.options]
    assert words(one, "catgry/labl")[:3] == list(part.options[0].label.items())
    assert [concept.text for concept in found(one, "concept")] == [
        "A5_TOOLS (Innovative tools for the needs of migrants)"
    ]
    assert [universe.text for universe in found(one, "universe")] == ["Q8_DATA.data in (yes, partly)"]


def test_every_part_has_a_status_with_all_that_are_missing_marked():
    one = variable(made(WHOLE), "Q4_LESSONS.lessons_status")
    assert [
        (found(category, "catValu")[0].text, category.get("missing", "N"))
        for category in found(one, "catgry")
    ] == [(status, "N" if status == "answered" else "Y") for status in STATUSES]


def test_each_wording_stands_with_the_version_that_brought_it():
    before, after = version(verdict("seen")), version(verdict("seen", label={"en": "Seen it?"}), number=2)
    root = fromstring(codebook([before, after], after.parts))
    asked = found(variable(root, "X_TRIAL.seen"), "qstn")
    assert [(one.get("elementVersion"), words(one, "postQTxt")) for one in asked] == [
        ("1", list(before.part["X_TRIAL.seen"].label.items())),
        ("2", [("en", "Seen it?")]),
    ]


@pytest.mark.parametrize("text", [*INJECTIONS, *NAUGHTY, "]]>", "\x0b\ud800\uffff", "&amp;<b>"])
def test_any_text_makes_a_codebook_that_can_be_read(text):
    asked = version(verdict("seen", label={"en": text}))
    root = fromstring(codebook([asked], asked.parts))
    [(_language, said)] = words(variable(root, "X_TRIAL.seen"), "labl") or [("en", "")]
    expected = "".join(
        one
        if one in "\t\n\r" or " " <= one < "\ud800" or "\ue000" <= one <= "\ufffd" or one > "\uffff"
        else "\ufffd"
        for one in text
    )
    # XML makes every line break a line feed
    assert (said or "") == expected.replace("\r\n", "\n").replace("\r", "\n")


def test_the_same_versions_give_the_same_bytes():
    pieces = [b"".join(codebook_pieces(replace(WHOLE), Order())) for _ in range(2)]
    assert pieces[0] == pieces[1]
