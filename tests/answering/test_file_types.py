from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from survey.answering.file_types import HAS_MACROS, MEDIA_TYPES, NOT_WHAT_IT_SAYS, OTHER_TYPE, media_type
from survey.web.wording import BadInput
from tests.answering.files import GOOD, archive, office, open_document


def refusal(extension, content):
    with pytest.raises(BadInput) as caught:
        media_type(extension, content)
    return caught.value.sentence


@pytest.mark.parametrize("extension", MEDIA_TYPES)
def test_file_of_each_type_is_taken(extension):
    assert media_type(extension, GOOD[extension]) == MEDIA_TYPES[extension]


@pytest.mark.parametrize("extension", MEDIA_TYPES)
def test_content_of_another_type_is_refused(extension):
    others = [other for other in GOOD if MEDIA_TYPES[other] != MEDIA_TYPES[extension]]
    if extension in ("csv", "txt"):
        # these begin with readable letters only
        others = [other for other in others if other not in ("csv", "txt", "pdf", "jpeg")]
    assert [refusal(extension, GOOD[other]) for other in others] == [NOT_WHAT_IT_SAYS] * len(others)


@pytest.mark.parametrize(
    "extension", ["html", "svg", "exe", "js", "docm", "xlsm", "xls", "doc", "zip", "htm", ""]
)
def test_other_extensions_are_refused_whatever_is_inside(extension):
    assert [refusal(extension, content) for content in GOOD.values()] == [OTHER_TYPE] * len(GOOD)


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"\xef\xbb\xbf \n<html>",
        b"<svg onload=alert(1)>",
        b"<?xml version='1.0'?>",
        b"\0",
        b"MZ\x90\0",
        "a;b".encode("utf-16"),
    ],
)
@pytest.mark.parametrize("extension", ["txt", "csv"])
def test_markup_and_bytes_are_no_text(extension, content):
    assert refusal(extension, content) == NOT_WHAT_IT_SAYS


@pytest.mark.parametrize(
    ("extension", "content"),
    [
        ("docx", office("docx", "word/vbaProject.bin")),
        (
            "docx",
            office(
                "docx", types='<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
            ),
        ),
        ("docx", office("docx", "word/activeX/activeX1.xml")),
        ("xlsx", office("xlsx", "xl/macrosheets/sheet1.xml")),
        ("xlsx", office("xlsx", types="application/vnd.ms-excel.sheet.macroEnabled.main+xml")),
        ("odt", open_document("odt", "Basic/Standard/Module1.xml")),
        ("ods", open_document("ods", "Scripts/python/run.py")),
    ],
)
def test_macros_are_refused(extension, content):
    assert refusal(extension, content) == HAS_MACROS


@pytest.mark.parametrize("extension", ["docx", "xlsx", "odt", "ods"])
@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", b"PK\x03\x04" + b"\0" * 500, archive(a="b"), archive(mimetype="text/html")],
)
def test_damaged_and_foreign_archives_are_refused(extension, content):
    assert refusal(extension, content) == NOT_WHAT_IT_SAYS


@pytest.mark.parametrize("extension", ["docx", "ods"])
def test_archive_damaged_anywhere_is_taken_or_refused_but_never_a_fault(extension):
    whole, outcomes = GOOD[extension], set()
    for place in range(0, len(whole), 3):
        damaged = whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
        try:
            outcomes.add(media_type(extension, damaged))
        except BadInput as refused:
            outcomes.add(refused.sentence.text)
    assert outcomes == {MEDIA_TYPES[extension], NOT_WHAT_IT_SAYS.text}


def test_list_of_types_that_unpacks_to_a_flood_is_refused_without_unpacking_it():
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", b"\0" * 50_000_000)
    assert len(made.getvalue()) < 100_000
    assert refusal("docx", made.getvalue()) == NOT_WHAT_IT_SAYS
