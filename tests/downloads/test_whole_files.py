import pytest

from survey.downloads.whole_files import PIECE, kept, sent_whole


def test_the_bytes_come_in_pieces_and_the_folder_goes():
    written = []

    def write(path):
        path.write_bytes(b"x" * (2 * PIECE + 1))
        (path.parent / "beside").touch()
        written.append(path.parent)

    pieces = sent_whole(write)
    assert written == []
    assert [len(piece) for piece in pieces] == [PIECE, PIECE, 1]
    assert not written[0].exists()


def test_the_folder_goes_with_a_reader_that_goes_away():
    folders = []

    def write(path):
        path.write_bytes(b"x" * (2 * PIECE))
        folders.append(path.parent)

    pieces = sent_whole(write)
    next(pieces)
    assert folders[0].exists()
    pieces.close()
    assert not folders[0].exists()


def test_the_folder_goes_where_the_file_cannot_be_made():
    folders = []

    def write(path):
        folders.append(path.parent)
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        next(sent_whole(write))
    assert not folders[0].exists()


def test_a_text_that_fits_is_kept_and_a_longer_one_says_that_it_was_cut():
    fits = "é" * 100
    assert kept(fits, 200, lambda text: len(text.encode()), "it holds 200") == fits
    made = kept(fits + "e", 200, lambda text: len(text.encode()), "it holds 200")
    ending = " [… cut here: it holds 200; the whole text is in answers_long.csv]"
    assert made == "é" * ((200 - len(ending.encode())) // 2) + ending
    assert len(made.encode()) <= 200
