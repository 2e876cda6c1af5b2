"""Fills forms in as Word and Excel do, and packs files that nobody should send."""

import io
import re
import zipfile
from xml.etree import ElementTree

import openpyxl
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
DOCUMENT = "word/document.xml"


def repack(data, *, drop=(), **changed):
    """The package with some files changed or added; names are given with two underscores for the slash."""
    changed = {name.replace("__", "/"): text for name, text in changed.items()}
    return repack_files(data, changed, drop)


def repack_files(data, changed, drop=()):
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in changed and name not in drop:
                new.writestr(name, old.read(name))
        for name, content in changed.items():
            new.writestr(name, content)
    return made.getvalue()


def member(data, name):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def fill_word(data, texts):
    """The Word form with these texts in its controls by tag; a tick is given as True or False."""
    root = ElementTree.fromstring(member(data, DOCUMENT))
    controls = {found.find(f"{W}sdtPr/{W}tag").get(f"{W}val"): found for found in root.iter(f"{W}sdt")}
    for name, text in texts.items():
        control = controls[name]
        properties, content = control.find(f"{W}sdtPr"), control.find(f"{W}sdtContent")
        for prompt in properties.findall(f"{W}showingPlcHdr"):
            properties.remove(prompt)
        if isinstance(text, bool):
            properties.find(f"{W14}checkbox/{W14}checked").set(f"{W14}val", str(int(text)))
            text = "☒" if text else "☐"
        for old in list(content):
            content.remove(old)
        write_runs(content, text)
    return repack_files(data, {DOCUMENT: ElementTree.tostring(root, encoding="UTF-8")})


def write_runs(content, text):
    """Each line in a run of its own with a break before it, as Word writes what is typed."""
    for number, line in enumerate(text.split("\n")):
        run = ElementTree.SubElement(content, f"{W}r")
        if number:
            ElementTree.SubElement(run, f"{W}br")
        ElementTree.SubElement(run, f"{W}t").text = line


def fill_workbook(data, values):
    """The workbook with these values in the answer cells by code."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    rows = {row[0].value: row[3] for row in sheet.iter_rows() if row[0].value}
    for name, value in values.items():
        rows[name].value = value
        if isinstance(value, str) and value.startswith("="):
            rows[name].data_type = "s"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def cells_of_workbook(data):
    """The answer cells of a workbook by code."""
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return {
        row[0].value: row[3].value for row in sheet.iter_rows() if row[0].value and row[3].value is not None
    }


def tags_of_word(data):
    return re.findall(r'<w:tag w:val="([^"]+)"', member(data, DOCUMENT).decode())


def send(client, path, fields):
    """Posts a form with files as a browser does; kept in memory, whatever its size."""
    boundary, body = encode_multipart({"csrf_token": client.token, **fields})
    return client.post(path, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def upload(client, path, data, filename="form.docx"):
    return send(client, f"{path}/upload", {"file": FileStorage(io.BytesIO(data), filename)})
