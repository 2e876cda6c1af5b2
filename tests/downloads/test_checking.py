import struct
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from survey.downloads.checking import Damaged, checked
from survey.downloads.order import Order
from tests.downloads.archives import awkward, entries, made, nobody

WHOLE = made(nobody())
FOUND = entries(WHOLE)


def packed(files):
    """An archive of these files, made by another program."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return made.getvalue()


@pytest.mark.parametrize("order", [Order(), Order(bom=False, hxl=True, for_others=True)])
@pytest.mark.parametrize("round", [awkward, nobody])
def test_a_whole_archive_is_whole(round, order):
    archive = made(round(), order)
    assert checked(BytesIO(archive)) == list(entries(archive))


def test_packed_again_by_another_program_it_is_still_whole():
    assert checked(BytesIO(packed(FOUND.items()))) == list(FOUND)


def test_an_archive_that_was_cut_anywhere_is_not_whole():
    places = [*range(0, len(WHOLE), 97), *range(len(WHOLE) - 30, len(WHOLE))]
    for place in places:
        with pytest.raises(Damaged):
            checked(BytesIO(WHOLE[:place]))


def test_a_changed_byte_in_what_is_packed_is_noticed():
    # behind the first local header, in the packed bytes of the first file
    place = 30 + struct.unpack_from("<H", WHOLE, 26)[0] + 40
    changed = bytearray(WHOLE)
    changed[place] ^= 1
    with pytest.raises(Damaged, match=r"answers_long.csv is not as it was"):
        checked(BytesIO(bytes(changed)))


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([("a.txt", b"a")], "datapackage.json is missing."),
        ([*list(FOUND.items())[1:]], "answers_long.csv is missing."),
        ([item for item in FOUND.items() if item[0] != "README.txt"], "README.txt is missing."),
        ([*FOUND.items(), ("more.csv", b"")], "it holds other files than datapackage.json names."),
        (
            [*list(FOUND.items())[:-1], ("datapackage.json", b"[" * 100_000)],
            "datapackage.json cannot be read.",
        ),
        (
            [*list(FOUND.items())[:-1], ("datapackage.json", b'{"resources": [7]}')],
            "datapackage.json cannot be read.",
        ),
        (
            [("answers_long.csv", b"round"), *list(FOUND.items())[1:]],
            "answers_long.csv is not as it was when the archive was made. Download it again.",
        ),
    ],
)
def test_what_is_wrong_is_said(files, sentence):
    with pytest.raises(Damaged) as found:
        checked(BytesIO(packed(files)))
    assert str(found.value) == sentence


@pytest.mark.parametrize("data", [b"", b"PK", b"a text", b"\0" * 1000])
def test_what_is_no_archive_is_said(data):
    with pytest.raises(Damaged, match="no archive"):
        checked(BytesIO(data))
