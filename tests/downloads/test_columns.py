import re
from dataclasses import replace

import pytest

from survey.answering.statuses import STATUSES
from survey.downloads.column_words import STATUS_MEANINGS, TYPE_NAMES
from survey.downloads.columns import COLUMNS, columns_of
from survey.downloads.files import FILES
from survey.downloads.order import Order
from survey.questionnaire.instrument import read_file
from survey.questionnaire.kinds.registry import KINDS
from survey.questionnaire.structure import questionnaire
from tests.downloads.records import content, report, two_versions

#: all hashtags of version 1.1 of the standard (https://hxlstandard.org/standard/1-1final/dictionary/)
DICTIONARY = """
#access #activity #adm1 #adm2 #adm3 #adm4 #adm5 #affected #beneficiary #capacity #cause #channel #contact #country
#crisis #currency #date #delivery #description #event #frequency #geo #group #impact #indicator #inneed #item #loc
#meta #modality #need #operations #org #output #population #reached #region #respondee #sector #service #severity
#status #subsector #targeted #value
"""
CORE = frozenset(DICTIONARY.split())
TAG = re.compile(r"(#[A-Za-z][A-Za-z0-9_]*)(\+[A-Za-z][A-Za-z0-9_]*)*")
DOCUMENT = read_file()
WHOLE = content([report()], {10 + number: questionnaire(DOCUMENT, number) for number in (1, 2)})


def test_every_file_has_its_columns():
    assert list(COLUMNS) == list(FILES)


@pytest.mark.parametrize("name", list(FILES))
@pytest.mark.parametrize("round", [WHOLE, content(), content([report()], two_versions())])
def test_every_column_of_the_header_is_described(name, round):
    columns = columns_of(name, round)
    assert [column.name for column in columns] == list(FILES[name].header(round))
    assert all(str(column.about).strip() for column in columns)
    assert {column.type for column in columns} <= set(TYPE_NAMES)


def test_every_status_has_its_meaning():
    assert list(STATUS_MEANINGS) == list(STATUSES)


@pytest.mark.parametrize("name", list(FILES))
def test_every_tag_is_legal(name):
    tags = [column.tag for column in columns_of(name, WHOLE) if column.tag]
    matches = [TAG.fullmatch(tag) for tag in tags]
    assert all(matches)
    assert {match[1] for match in matches} <= CORE


def test_the_words_for_beneficiaries_are_never_on_a_count():
    tagged = {
        column.name: column.type
        for name in FILES
        for column in columns_of(name, WHOLE)
        if column.tag.startswith("#beneficiary")
    }
    assert tagged == {"target_group": "string"}


@pytest.mark.parametrize(
    ("name", "tags"),
    [
        (
            "answers_long",
            "#meta+id #activity+project+code #activity+project+name #org+prog+name #country+code #region+name "
            "#sector+name #value+funding - #indicator+code #indicator+part+code #meta+version "
            "#indicator+verdict+code #indicator+text #meta+missing+code - #date+reported - -",
        ),
        (
            "counts",
            "#meta+id #activity+project+code #indicator+part+code - - #indicator+num - -",
        ),
        (
            "equal_access",
            "#meta+id #activity+project+code #activity+project+name #org+prog+name #population+eligible+f "
            "#population+eligible+m #population+eligible+f+children #population+eligible+m+children "
            "#reached+f+adults+ind #reached+m+adults+ind #reached+f+children+ind #reached+m+children+ind"
            + " #indicator+num" * 12
            + " #indicator+text #indicator+verdict+code - - #meta+missing+code -",
        ),
        (
            "projects",
            "#meta+id #activity+project+name #org+prog+name #country+code #region+name #sector+name #beneficiary "
            "#status+code - - - - #value+funding",
        ),
    ],
)
def test_tags_of_a_file(name, tags):
    assert [column.tag or "-" for column in columns_of(name, WHOLE)] == tags.split()


def test_a_part_has_the_tag_of_its_kind():
    tags = {column.name: column.tag for column in columns_of("answers_wide", WHOLE)}
    assert {part.kind: tags[part.code] for part in WHOLE.parts} == {
        "verdict": "#indicator+verdict+code",
        "one_choice": "#indicator+text",
        "many_choices": "#indicator+text",
        "text": "#indicator+text",
        "date": "#indicator+text",
        "table": "#indicator+text",
    }
    assert {tags[f"{part.code}_status"] for part in WHOLE.parts} == {"#meta+missing+code"}


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind_of_part_has_a_type(kind):
    part = replace(WHOLE.parts[0], kind=kind)
    found = columns_of("answers_wide", replace_parts(part))[-2]
    assert found.type == {"number": "number", "date": "date"}.get(kind, "string")


def replace_parts(part):
    made = content([report()])
    vars(made)["parts"] = (part,)
    return made


@pytest.mark.parametrize("name", list(FILES))
def test_the_row_of_tags_follows_the_header_and_changes_nothing_else(name):
    file = FILES[name]
    plain = b"".join(file.pieces(WHOLE, Order())).split(b"\r\n")
    tagged = b"".join(file.pieces(WHOLE, Order(hxl=True))).split(b"\r\n")
    assert tagged[1].decode().split(",") == [column.tag for column in columns_of(name, WHOLE)]
    assert [tagged[0], *tagged[2:]] == plain
