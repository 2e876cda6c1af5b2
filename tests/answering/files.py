"""Small files of every type that is taken as evidence, and what can be wrong with them."""

from io import BytesIO
from zipfile import ZipFile

from survey.answering.file_types import MEDIA_TYPES

MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}


def archive(**members):
    """A zip file of these members; two underscores stand for a stroke."""
    made = BytesIO()
    with ZipFile(made, "w") as file:
        for name, content in members.items():
            file.writestr(name.replace("__", "/"), content)
    return made.getvalue()


def office(extension, *more, types=""):
    """A Word or Excel file with `more` parts, and `types` in its list of types."""
    main = f'<Override PartName="/{MAIN[extension]}" ContentType="{MEDIA_TYPES[extension]}.main+xml"/>'
    listed = f"<Types>{main}{types}</Types>"
    names = (MAIN[extension], *more)
    return archive(**{"[Content_Types].xml": listed}, **dict.fromkeys(names, "<x/>"))


def open_document(extension, *more):
    return archive(mimetype=MEDIA_TYPES[extension], **dict.fromkeys(("content.xml", *more), "<x/>"))


GOOD = {
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "docx": office("docx"),
    "xlsx": office("xlsx"),
    "odt": open_document("odt"),
    "ods": open_document("ods"),
    "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "jpg": b"\xff\xd8\xff\xe0\0\x10JFIF",
    "jpeg": b"\xff\xd8\xff\xe1",
    "csv": "\ufeffnom;été\r\n1;2\r\n".encode(),
    "txt": "Résumé of 1999\n".encode("cp1252"),
}
