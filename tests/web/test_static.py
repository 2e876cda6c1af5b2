import gzip
import re
from hashlib import sha256

import brotli
import pytest

from survey.web.static import BUNDLES, FOLDER, address, content, digest, names

NAMES = names()


@pytest.mark.parametrize("name", NAMES)
def test_file_is_served_under_the_hash_of_its_content(sqlite_app, visitor, name):
    served = content(name)
    with sqlite_app.test_request_context():
        path = address(name)
    assert path == f"/static/{sha256(served).hexdigest()[:12]}/{name}"
    with visitor.get(path) as response:
        assert response.data == served


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


def test_styles_of_a_page_are_at_most_10_kilobytes():
    sizes = {name: len(content(name)) for name in NAMES if name.endswith(".css") and "print" not in name}
    # a page takes the sheet of all pages and at most one more; sheets for paper keep no page waiting
    assert sizes.pop("style.css") + max(sizes.values()) <= 10_240


def test_scripts_are_served_without_their_comments_and_with_every_line_of_code():
    for file in FOLDER.glob("*.js"):
        lines = [line.strip() for line in file.read_text().splitlines()]
        code = [line for line in lines if line and not line.startswith("//")]
        assert [line.rstrip() for line in content(file.name).decode().splitlines()] == code


def test_styles_are_served_without_comments_and_with_every_rule():
    served, source = (
        text.replace(" ", "") for text in (content("style.css").decode(), (FOLDER / "style.css").read_text())
    )
    source = re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL).replace("\n", "").replace(";}", "}")
    assert served == source


def test_bundle_holds_each_of_its_modules_in_a_block_of_its_own():
    for name, parts in BUNDLES.items():
        assert content(name) == b"".join(b"{\n" + content(part) + b"}\n" for part in parts)


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
    assert unpacked(response.data) == content("style.css")
