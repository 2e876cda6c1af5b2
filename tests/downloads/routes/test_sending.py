"""A file that was cut short can be told from a whole one, whoever fetches it and however."""

import http.client
import socket
import urllib.error
import urllib.request

import pytest

from survey.downloads.products import PRODUCTS
from tests.accounts.access_tokens.tokens import access_token
from tests.downloads.routes.broken import LARGE, MADE, SMALL, whole
from tests.support.servers import HOST, PORT, ServerHere, running, settings_of


@pytest.fixture
def files(sqlite_app, monkeypatch):
    """The beginning of the addresses of these files, at a real server."""
    for made in MADE:
        monkeypatch.setitem(PRODUCTS, made.file_name, made)
    server = ServerHere(sqlite_app)
    sqlite_app.config["TRUSTED_HOSTS"] = [HOST]
    sqlite_app.config["PROPAGATE_EXCEPTIONS"] = False
    yield f"http://{HOST}:{server.port}/files/{access_token(sqlite_app)}/2001"
    server.close()


def old_request(address, method="GET", version="1.0"):
    """The whole answer, as the connection gives it until its end."""
    _http, _, host, *rest = address.split("/")
    with socket.create_connection((HOST, int(host.partition(":")[2])), timeout=20) as connection:
        lines = f"{method} /{'/'.join(rest)} HTTP/{version}", f"Host: {host}", "Connection: close", "", ""
        connection.sendall("\r\n".join(lines).encode())
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    head, _, body = answer.partition(b"\r\n\r\n")
    return head.decode("latin-1"), body


def test_a_small_file_says_its_length_and_a_large_one_comes_in_chunks(files):
    with urllib.request.urlopen(f"{files}/small.csv") as answer:
        assert answer.headers["Content-Length"] == str(len(whole(SMALL)))
        assert answer.read() == whole(SMALL)
    with urllib.request.urlopen(f"{files}/large.csv") as answer:
        assert (answer.headers["Content-Length"], answer.headers["Transfer-Encoding"]) == (None, "chunked")
        assert answer.read() == whole(LARGE)


def test_a_small_file_that_breaks_is_a_fault_of_the_request(files):
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(f"{files}/small_broken.csv")
    with refusal.value as answer:
        assert (answer.status, answer.headers.get_content_type()) == (500, "text/plain")
        assert answer.read() == b"Something went wrong on our side; the file was not made.\n"


def test_a_large_file_that_breaks_ends_without_its_last_chunk(files, caplog):
    with (
        urllib.request.urlopen(f"{files}/large_broken.csv") as answer,
        pytest.raises(http.client.IncompleteRead),
    ):
        answer.read()
    token = files.split("/")[4]
    written = caplog.text + "".join(str(record.exc_info) for record in caplog.records)
    assert "CutShortError" in written
    assert token not in written


def test_a_reader_of_tables_gives_no_short_table(files):
    import pandas

    assert len(pandas.read_csv(f"{files}/large.csv")) == len(whole(LARGE).splitlines()) - 1
    with pytest.raises(http.client.IncompleteRead):
        pandas.read_csv(f"{files}/large_broken.csv")


def test_who_speaks_no_chunks_gets_the_length_or_a_fault(files):
    head, body = old_request(f"{files}/large.csv")
    assert f"Content-Length: {len(whole(LARGE))}" in head
    assert body == whole(LARGE)
    head, body = old_request(f"{files}/large_broken.csv")
    assert head.startswith("HTTP/1.0 500 ")
    assert body == b"Something went wrong on our side; the file was not made.\n"


def test_a_client_that_goes_away_gives_the_connection_back(files, sqlite_app):
    pool = sqlite_app.extensions["database"].engine.pool
    client = sqlite_app.test_client(use_cookies=False)
    path = "/" + f"{files}/large.csv".split("/", 3)[3]
    answer = client.get(path, base_url=files.rpartition("/files")[0], buffered=False)
    pieces = answer.iter_encoded()
    next(pieces)
    assert pool.checkedout() == 1
    answer.close()
    assert pool.checkedout() == 0


def test_headers_alone_come_without_a_file(files):
    head, _body = old_request(f"{files}/large_broken.csv", "HEAD", "1.1")
    assert head.startswith("HTTP/1.1 200 ")
    assert "Content-Length" not in head


def test_a_command_that_breaks_says_so(sqlite_app, monkeypatch, tmp_path):
    monkeypatch.setitem(PRODUCTS, "large_broken.csv", MADE[-1])
    command = ["export", "large_broken", "--round", "2001"]
    assert sqlite_app.test_cli_runner().invoke(args=command).exit_code == 1
    result = sqlite_app.test_cli_runner().invoke(args=[*command, "--output", str(tmp_path / "file.csv")])
    assert (result.exit_code, list(tmp_path.glob("*.csv"))) == (1, [])


@pytest.mark.long
@pytest.mark.parametrize("threads", [1, 4])
def test_gunicorn_ends_a_broken_file_the_same_way_and_writes_no_token(sqlite_app, tmp_path, threads):
    token, url = access_token(sqlite_app), sqlite_app.config["SURVEY_DATABASE_URL"]
    command = [
        "-m",
        "gunicorn",
        "--bind",
        f"{HOST}:{PORT}",
        "--threads",
        str(threads),
        "--access-logfile",
        "-",
    ]
    own = {"SURVEY_MODE": "development", "SURVEY_BASE_URL": f"http://{HOST}"}
    log = tmp_path / "gunicorn.log"
    settings = settings_of(url, tmp_path) | own
    with running([*command, "tests.downloads.routes.broken:create()"], log, settings) as server:
        files = f"http://{HOST}:{server.port}/files/{token}/2001"
        with urllib.request.urlopen(f"{files}/large.csv") as answer:
            assert answer.read() == whole(LARGE)
        with (
            urllib.request.urlopen(f"{files}/large_broken.csv") as answer,
            pytest.raises((http.client.IncompleteRead, ConnectionResetError)),
        ):
            answer.read()
        head, body = old_request(f"{files}/large.csv")
        assert (f"Content-Length: {len(whole(LARGE))}" in head, body) == (True, whole(LARGE))
    written = log.read_text()
    assert ("/files/…/2001/large.csv" in written, "CutShortError" in written) == (True, True)
    assert (token in written, "secret answer" in written) == (False, False)
