import pytest

from survey.installation.moving.backup_file import (
    SEAL,
    BadBackup,
    Listed,
    Manifest,
    Writing,
    new_file,
    opened,
)

LINES = [b'["a","\xc3\xa9"]\n', b'["b","2"]\n']


def written(path, *, sha256=None, rows=2, tables=("words",), **changes):
    from hashlib import sha256 as summed

    listed = Listed("words", ("id", "word"), rows, sha256 or summed(b"".join(LINES)).hexdigest())
    said = {"revision": "0001", "made_at": "2002-01-01", "program": "1", "database": "SQLite", "key": ""}
    manifest = Manifest(**said | changes, tables=(listed,))
    with new_file(path) as stream, Writing(stream) as writing:
        for name in tables:
            writing.add(name, [b"".join(LINES)])
        writing.finish(manifest)
    return manifest


def read(path):
    with opened(path) as reading:
        reading.check()
        return reading.manifest, [list(reading.batches(table)) for table in reading.manifest.tables]


def test_what_was_written_is_read(tmp_path):
    manifest = written(tmp_path / "backup.zip")
    assert read(tmp_path / "backup.zip") == (manifest, [[LINES]])


def test_every_changed_byte_is_found(tmp_path):
    path = tmp_path / "backup.zip"
    written(path)
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(BadBackup, match=r"damaged|not whole|not a backup"):
            read(path)


def test_every_cut_is_found(tmp_path):
    path = tmp_path / "backup.zip"
    written(path)
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        with pytest.raises(BadBackup, match=r"damaged|not whole|not a backup"):
            read(path)
    path.write_bytes(whole[: -SEAL // 2])
    with pytest.raises(BadBackup, match="is not whole: its end is missing"):
        read(path)


def test_more_at_the_end_is_found(tmp_path):
    written(tmp_path / "backup.zip")
    with (tmp_path / "backup.zip").open("ab") as stream:
        stream.write(b"0")
    with pytest.raises(BadBackup, match="is damaged"):
        read(tmp_path / "backup.zip")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"rows": 3}, "the table words is not what its manifest says"),
        ({"sha256": "0" * 64}, "the table words is not what its manifest says"),
        ({"tables": ()}, "does not hold the tables that its manifest lists"),
        ({"tables": ("words", "more")}, "does not hold the tables that its manifest lists"),
    ],
)
def test_sealed_file_that_contradicts_itself_is_refused(tmp_path, changes, reason):
    written(tmp_path / "backup.zip", **changes)
    with pytest.raises(BadBackup, match=reason):
        read(tmp_path / "backup.zip")


def test_newer_edition_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("survey.installation.moving.backup_file.EDITION", 2)
    written(tmp_path / "backup.zip", program="7.0")
    monkeypatch.undo()
    with pytest.raises(BadBackup, match=r"made by a newer program \(7\.0\)"):
        read(tmp_path / "backup.zip")


@pytest.mark.parametrize("content", [b"", b"no", b"SQLite format 3\0" * 100])
def test_other_files_are_no_backups(tmp_path, content):
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(BadBackup, match="is not a backup of this program"):
        read(tmp_path / "file")


def test_missing_file_and_folder_cannot_be_read(tmp_path):
    with pytest.raises(BadBackup, match="cannot be read: No such file"):
        read(tmp_path / "nowhere")
    with pytest.raises(BadBackup, match="cannot be read: Is a directory"):
        read(tmp_path)


def test_file_that_is_there_stays_as_it_is(tmp_path):
    (tmp_path / "backup.zip").write_text("mine")
    with pytest.raises(FileExistsError):
        written(tmp_path / "backup.zip")
    assert [(entry.name, entry.read_text()) for entry in tmp_path.iterdir()] == [("backup.zip", "mine")]


def test_file_that_is_not_finished_leaves_nothing(tmp_path):
    with pytest.raises(ZeroDivisionError), new_file(tmp_path / "backup.zip") as stream:
        stream.write(b"1" * (1 // 0))
    assert list(tmp_path.iterdir()) == []
