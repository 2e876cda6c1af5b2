"""Files that nobody should send. Each is small; each would be large, or would do something, if it were opened."""

import io
import struct
import zipfile
import zlib

import pytest

from survey.web.uploads import packages
from survey.web.uploads.packages import unpacked
from survey.web.wording import BadInput
from tests.paper.examples import made
from tests.paper.forms import repack, repack_files

MEGABYTE = 2**20


def refusal(data, filename="form.docx"):
    with pytest.raises(BadInput) as refused:
        unpacked(data, filename)
    return refused.value.sentence


def packed(members, packing=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packing, compresslevel=1) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_unpacked_gives_the_xml_of_a_form_and_nothing_else():
    data = repack(made("docx"), word__media__picture__png=b"\x89PNG")
    assert set(unpacked(data, "form.docx")) == {
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/settings.xml",
        "word/styles.xml",
    }


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", packages.EMPTY),
        (b"hello", packages.NO_FORM),
        (b"%PDF-1.7 ...", packages.IS_PDF),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old document", packages.OLD),
        (b"PK\x03\x04 not really", packages.DAMAGED),
        (b"PK" + b"\0" * 5 * MEGABYTE, packages.TOO_LARGE),
        (packed({"a.txt": "text"}), packages.NO_FORM),
        (packed({"mimetype": "application/vnd.oasis", "content.xml": "<a/>"}), packages.OPEN_DOCUMENT),
    ],
    ids=["nothing", "text", "pdf", "old", "half", "large", "zip", "odt"],
)
def test_what_is_no_word_or_excel_file_is_refused_with_its_own_sentence(data, expected):
    assert refusal(data) == expected


@pytest.mark.parametrize("name", ["form.docm", "FORM.XLSM", "form.xlsb"])
def test_name_of_a_file_with_macros_is_refused(name):
    assert refusal(made("docx"), name) == packages.MACROS


@pytest.mark.parametrize("name", ["word/vbaProject.bin", "xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"])
def test_macros_are_refused_whatever_the_file_is_called(name):
    assert refusal(repack_files(made("docx"), {name: b"x"})) == packages.MACROS


@pytest.mark.parametrize("name", ["xl/externalLinks/externalLink1.xml", "word/embeddings/oleObject1.bin"])
def test_links_and_embedded_files_are_refused(name):
    assert refusal(repack_files(made("xlsx"), {name: b"x"})) == packages.FOREIGN


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "a\\..\\b", "C:/windows", "word/../../x.xml"]
)
def test_names_that_lead_outside_are_refused(name):
    data = made("docx").replace(b"word/settings.xml", name.ljust(17, "_").encode()[:17])
    assert refusal(data) in (packages.ODD, packages.DAMAGED)
    assert refusal(packed({"[Content_Types].xml": "<a/>", name: "x"})) == packages.ODD


def test_the_same_name_twice_is_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<a/>")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("[Content_Types].xml", "<b/>")
    assert refusal(buffer.getvalue()) == packages.ODD


def test_bomb_of_one_file_is_refused_before_it_is_unpacked():
    data = packed({"[Content_Types].xml": "<a/>", "word/document.xml": b" " * 200 * MEGABYTE})
    assert len(data) < MEGABYTE
    assert refusal(data) == packages.BOMB


def test_bomb_that_lies_about_its_size_is_counted_as_it_comes_out():
    content = b" " * 60 * MEGABYTE
    data = bytearray(packed({"[Content_Types].xml": b"<a/>", "word/document.xml": content}))
    real = struct.pack("<L", len(content))
    for _ in range(data.count(real)):
        place = data.index(real)
        data[place : place + 4] = struct.pack("<L", 100)
    assert refusal(bytes(data)) in (packages.BOMB, packages.DAMAGED)


def test_bomb_of_many_files_is_refused():
    assert refusal(packed({f"word/{number}.xml": "" for number in range(1_001)})) == packages.BOMB
    data = packed({f"word/media/{number}.png": b"\0" * MEGABYTE for number in range(60)})
    assert len(data) < MEGABYTE
    assert refusal(repack_files(data, {"[Content_Types].xml": "<a/>"})) == packages.BOMB


def test_odd_packing_is_refused():
    data = packed({"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>"}, zipfile.ZIP_LZMA)
    assert refusal(data) == packages.ODD


def test_file_with_a_password_is_refused():
    data = bytearray(made("docx"))
    place = data.index(b"PK\x01\x02")
    data[place + 8] |= 1
    assert refusal(bytes(data)) == packages.LOCKED


@pytest.mark.parametrize("cut", [100, 5_000, -30])
def test_half_a_file_is_damaged(cut):
    assert refusal(made("docx")[:cut]) == packages.DAMAGED


def test_a_file_whose_bytes_were_changed_is_damaged():
    data = bytearray(made("docx"))
    place = data.index(b"word/document.xml") + 400
    data[place : place + 8] = zlib.crc32(b"x").to_bytes(8, "little")
    assert refusal(bytes(data)) == packages.DAMAGED
