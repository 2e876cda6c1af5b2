"""The words in whatever a response holds: a page, a PDF file, a Word document, a workbook."""

import io
import zipfile
from xml.etree import ElementTree

import pypdf


def words_in(response):
    """All text, with the line breaks that its format happens to have."""
    if response.mimetype == "application/pdf":
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(response.data)).pages)
    if response.data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(response.data)) as archive:
            names = [name for name in archive.namelist() if name.endswith(".xml")]
            return "\n".join(
                "\n".join(ElementTree.fromstring(archive.read(name)).itertext()) for name in names
            )
    return response.text
