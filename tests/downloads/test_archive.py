import hashlib
from dataclasses import replace
from io import StringIO
from zipfile import ZipFile

import pytest

from survey.downloads import archive as module
from survey.downloads.archive import archive_pieces
from survey.downloads.files import FILES
from survey.downloads.order import Order
from survey.downloads.reader import read_rows
from tests.downloads.archives import AT, ORIGIN, TEXTS, awkward, entries, made, package, trial
from tests.downloads.records import content, report

NAMES = [*(f"{name}.csv" for name in FILES), "README.txt", "datapackage.json"]


def test_it_holds_every_csv_file_then_what_they_are_and_the_description_last():
    assert list(entries(made(awkward()))) == NAMES


@pytest.mark.parametrize("order", [Order(), Order(bom=False, hxl=True), Order(for_others=True)])
def test_its_files_are_those_that_are_sent_one_by_one(order):
    found, round = entries(made(awkward(), order)), awkward()
    assert {name: found[f"{name}.csv"] for name in FILES} == {
        name: b"".join(file.pieces(round, order)) for name, file in FILES.items()
    }


def test_the_description_holds_length_and_checksum_of_each_file():
    archive = made(awkward())
    found = entries(archive)
    assert [(one["path"], one["bytes"], one["hash"]) for one in package(archive)["resources"]] == [
        (name, len(found[name]), f"sha256:{hashlib.sha256(found[name]).hexdigest()}") for name in NAMES[:-2]
    ]


def test_the_same_content_gives_the_same_bytes():
    assert made(awkward()) == made(awkward())


def test_only_the_readme_tells_who_asked_and_when():
    one, other = made(awkward()), made(awkward(person="Ada", at=AT.replace(year=2002)))
    first, second = entries(one), entries(other)
    assert [name for name in first if first[name] != second[name]] == ["README.txt"]


def test_every_text_comes_back_through_the_reader():
    found = entries(made(awkward()))
    header, *lines = read_rows(StringIO(found["answers_long.csv"].decode("utf-8-sig"), newline=""))
    own = [dict(zip(header, line, strict=True)) for line in lines[::2]]
    assert [(one["project"], one["value"], one["value_text"]) for one in own] == [
        (text or "-", text, text) for text in TEXTS
    ]
    header, *lines = read_rows(StringIO(found["projects.csv"].decode("utf-8-sig"), newline=""))
    assert [line[header.index("results")] for line in lines] == list(TEXTS)


def test_it_is_made_while_it_is_sent(monkeypatch):
    taken = []

    def counted(file):
        def header(content):
            taken.append(file.name)
            return file.header(content)

        return replace(file, header=header)

    own = {name: counted(file) for name, file in FILES.items()}
    pieces = archive_pieces(awkward(), Order())
    monkeypatch.setattr(module, "FILES", own)
    first = next(pieces)
    assert (first[:4], set(taken)) == (b"PK\x03\x04", {"answers_long"})
    assert max(len(piece) for piece in pieces) < 256 * 1024


def test_large_files_are_packed_with_long_lengths(tmp_path, monkeypatch):
    many = replace(content([report(number) for number in range(1, 4)], trial()), origin=ORIGIN)
    small, large = tmp_path / "small.zip", tmp_path / "large.zip"
    small.write_bytes(made(many))
    monkeypatch.setattr(module, "LARGEST_WITHOUT_ZIP64", 1)
    large.write_bytes(made(many))
    # version 4.5 of the format is what readers of long lengths need
    assert [ZipFile(file).infolist()[0].extract_version for file in (small, large)] == [20, 45]
    assert entries(small.read_bytes()) == entries(large.read_bytes())


def test_nothing_is_left_when_the_reader_goes_away():
    pieces = archive_pieces(awkward(), Order())
    next(pieces)
    pieces.close()
    assert list(pieces) == []
