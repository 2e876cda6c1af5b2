import gzip
import re
from hashlib import sha256

import brotli
import pytest

from survey.web.static import FOLDER, address, digest

NAMES = sorted(file.name for file in FOLDER.iterdir())


@pytest.mark.parametrize("name", NAMES)
def test_file_is_served_under_the_hash_of_its_content(sqlite_app, visitor, name):
    content = (FOLDER / name).read_bytes()
    with sqlite_app.test_request_context():
        path = address(name)
    assert path == f"/static/{sha256(content).hexdigest()[:12]}/{name}"
    with visitor.get(path) as response:
        assert response.data == content


@pytest.mark.parametrize(
    "path",
    [
        f"/static/000000000000/{NAMES[0]}",
        f"/static/{digest(NAMES[0])}/{NAMES[-1]}",
        f"/static/{digest(NAMES[0])}/nothing.css",
        f"/static/{digest(NAMES[0])}/..%2Fsettings.py",
        f"/static/{digest(NAMES[0])}/../settings.py",
        f"/static/{NAMES[0]}",
        "/static/",
    ],
)
def test_anything_else_is_not_found(visitor, path):
    assert visitor.get(path).status_code == 404


def test_every_file_that_a_page_names_is_there(visitor):
    named = re.findall(r'(?:href|src)="(/static/[^"]+)"', visitor.get("/sign-in").text)
    for path in named:
        with visitor.get(path) as response:
            assert (path, response.status_code) == (path, 200)
    assert any(path.endswith("style.css") for path in named)


def test_styles_are_at_most_10_kilobytes():
    assert sum((FOLDER / name).stat().st_size for name in NAMES if name.endswith(".css")) <= 10_240


@pytest.mark.parametrize(
    ("asked", "coding", "unpacked"),
    [
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("gzip, deflate", "gzip", gzip.decompress),
        ("identity", None, bytes),
        ("", None, bytes),
    ],
)
def test_file_is_packed_as_the_browser_can_unpack_it(visitor, asked, coding, unpacked):
    path = f"/static/{digest('style.css')}/style.css"
    response = visitor.get(path, headers={"Accept-Encoding": asked})
    assert response.headers.get("Content-Encoding") == coding
    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "Accept-Encoding" in response.headers["Vary"]
    assert unpacked(response.data) == (FOLDER / "style.css").read_bytes()
