"""Files that nobody should send, and files that were cut, garbled or named wrongly: a sentence, never a fault."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survey.questionnaire.exchange import reading
from survey.questionnaire.exchange.preview import preview
from survey.questionnaire.exchange.taking_over import MODES
from survey.questionnaire.exchange.writing import FORMATS
from survey.web.uploads import packages
from survey.web.wording import BadInput
from tests.paper.forms import repack_files
from tests.questionnaire.exchange.examples import DRAFT, FORM, read, take
from tests.questionnaire.exchange.test_limesurvey import survey
from tests.support.factories import document

NOW = datetime(2001, 10, 12, tzinfo=UTC)
SMALL = document({"code": "first"}, {"code": "last", "kind": "many_choices", "options": "colours"})
FILES = {suffix: FORMATS[suffix].make(SMALL, 1, NOW) for suffix in FORMATS} | {
    "lss": survey(6).encode(),
    "md": FORM.encode(),
}
WORKBOOK = FILES["xlsx"]
ENTITY = "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"


def refusal(data, name):
    with pytest.raises(BadInput) as refused:
        read(data, name)
    return refused.value.sentence


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (WORKBOOK, "form.xlsm", packages.MACROS),
        (repack_files(WORKBOOK, {"xl/vbaProject.bin": b"x"}), "form.xlsx", packages.MACROS),
        (repack_files(WORKBOOK, {"xl/externalLinks/a.xml": b"x"}), "form.xlsx", packages.FOREIGN),
        (repack_files(WORKBOOK, {"xl/sharedStrings.xml": ENTITY}), "form.xlsx", reading.ODD),
        (repack_files(WORKBOOK, {"xl/worksheets/sheet1.xml": b" " * 50 * 2**20}), "form.xlsx", reading.TOO_MUCH_INSIDE),
        (repack_files(WORKBOOK, {}, drop=["xl/workbook.xml"]), "form.xlsx", reading.NO_WORKBOOK),
        (WORKBOOK[:300], "form.xlsx", reading.DAMAGED),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "form.xlsx", reading.OLD_EXCEL),
        (WORKBOOK, "form.xls", reading.OLD_EXCEL),
        (b"type,name\n", "form.xlsx", reading.NO_WORKBOOK),
        (b"%PDF-1.7", "form.xlsx", reading.NO_WORKBOOK),
        (b"x", "form.pdf", reading.OTHER_TYPE),
        (b"x", "form", reading.OTHER_TYPE),
        (b" \n", "form.csv", reading.NOTHING_IN_IT),
        (b"x" * (5 * 2**20 + 1), "form.csv", reading.TOO_LARGE),
    ],
    ids=[
        "xlsm", "macro", "link", "entity", "bomb", "other package", "cut", "old", "xls", "text", "pdf", "type",
        "no type", "empty", "large",
    ],
)  # fmt: skip
def test_file_that_should_not_be_sent_is_refused_with_its_own_sentence(data, name, expected):
    assert refusal(data, name) == expected


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"x" * (2 * 2**20 + 1), "a.csv", "larger than 2 MB"),
        (b"type,name\n\xe9,\xe8\n", "a.csv", "not text in UTF-8"),
        (b'type,name\n"text,a\n', "a.csv", "cannot be read as comma-separated text"),
        (b"type,name\n" + b"," * 300, "a.csv", "more rows or columns"),
        (b"type,name\n" + b"a,b\n" * 20_001, "a.csv", "more rows or columns"),
        (b"a = " + b"[" * 5_000, "a.toml", "nested too deep"),
        (b"a." * 100 + b"b = 1", "a.toml", "nested too deep"),
        (b"a = {" + b"a." * 100 + b"b = 1}", "a.toml", "nested too deep"),
        (b"a = ", "a.toml", "cannot be read as TOML"),
        (b"[" * 100_000, "a.json", "nested too deep"),
        (b"{\n,", "a.json", "cannot be read as JSON, from line 2 on"),
        (b"1" * 5_000, "a.json", "cannot be read as JSON"),
        (b"[]", "a.json", "is no data file of a questionnaire"),
        (b'{"a": 1e400}', "a.json", "a: only texts, whole numbers"),
        (b'{"a": "\\ud800"}', "a.json", "a: The text contains a character that cannot be stored"),
        (b"a = 2001-01-01", "a.toml", "a: only texts, whole numbers"),
        (b"{}", "a.json", "“code” is missing"),
    ],
)
def test_text_file_that_cannot_be_read_is_refused_with_its_reason(data, name, words):
    assert words in str(refusal(data, name))


def test_workbook_of_another_program_with_odd_members_is_no_form():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook><sheets><sheet name='survey'/></sheets></workbook>")
    assert "no sheet “survey”" in str(refusal(made.getvalue(), "form.xlsx"))


@st.composite
def damaged(draw):
    """A file that was cut, whose bytes were changed, or that has the name of another type."""
    suffix = draw(st.sampled_from(sorted(FILES)))
    data = bytearray(FILES[suffix])
    for place in draw(st.lists(st.integers(0, len(data) - 1), max_size=4)):
        data[place] = draw(st.integers(0, 255))
    if draw(st.booleans()):
        start = draw(st.integers(0, len(data)))
        data[start : start + draw(st.integers(0, 400))] = draw(st.binary(max_size=20))
    name = draw(st.sampled_from([suffix, suffix, suffix, *FILES]))
    return bytes(data), f"file.{name}", draw(st.sampled_from(MODES))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged())
def test_damaged_file_is_taken_or_refused_with_a_sentence(sent):
    data, name, mode = sent
    try:
        taken = take(read(data, name), mode)
        preview(DRAFT, taken.document, 3)
    except BadInput as refusal:
        assert str(refusal)  # noqa: PT017 (the refusal may come, or not)


@settings(max_examples=80, deadline=None)
@given(
    st.text(max_size=300)
    | st.text(alphabet="|,;\n'\"${}()= survey type name begin_group text", max_size=300),
    st.sampled_from(sorted(FILES)),
)
def test_any_text_is_taken_or_refused_with_a_sentence(text, suffix):
    try:
        take(read(text.encode("utf-8", "replace"), f"file.{suffix}"))
    except BadInput as refusal:
        assert str(refusal)  # noqa: PT017
