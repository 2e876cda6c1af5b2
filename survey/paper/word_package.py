"""Packs the text of a Word document with its styles and settings, which lie as files in `word_parts`."""

import io
import zipfile
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

PARTS = Path(__file__).parent / "word_parts"
FILES = (
    "[Content_Types].xml",
    "_rels/.rels",
    "word/_rels/document.xml.rels",
    "word/settings.xml",
    "word/styles.xml",
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
MARKUP = "http://schemas.openxmlformats.org/markup-compatibility/2006"
CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
A4 = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" '
    'w:left="1134" w:header="708" w:footer="708" w:gutter="0"/></w:sectPr>'
)
LOCALES = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES"}


def locale_of(language: str) -> str:
    """The language as Word names it."""
    return LOCALES.get(language, language)


def packed(body: str, *, title: str, language: str, now: datetime) -> bytes:
    """The document as a file; `body` is its paragraphs and tables. The same content gives the same bytes."""
    document = (
        f'{HEAD}<w:document xmlns:w="{W}" xmlns:w14="{W14}" xmlns:mc="{MARKUP}" mc:Ignorable="w14">'
        f"<w:body>{body}{A4}</w:body></w:document>"
    )
    made = {name: (PARTS / name).read_text(encoding="utf-8") for name in FILES}
    made["word/styles.xml"] = made["word/styles.xml"].replace(
        'w:val="en-GB"', f'w:val="{locale_of(language)}"'
    )
    made |= {"word/document.xml": document, "docProps/core.xml": _core(title, language, now)}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in made.items():
            archive.writestr(zipfile.ZipInfo(name, now.timetuple()[:6]), text, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _core(title: str, language: str, now: datetime) -> str:
    day = f'<dcterms:%s xsi:type="dcterms:W3CDTF">{now.strftime("%Y-%m-%dT%H:%M:%SZ")}</dcterms:%s>'
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{CORE}" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:language>{locale_of(language)}</dc:language>"
        f"{day % ('created', 'created')}{day % ('modified', 'modified')}</cp:coreProperties>"
    )
