"""Reads the boxes of a filled Word form, as Word and LibreOffice write them."""

import re
from xml.etree.ElementTree import Element

from survey.paper.boxes import TICKED
from survey.paper.stamps import MARK
from survey.paper.word_xml import BOOKMARK, TICKED_BOX, tag_of
from survey.web.uploads.packages import NO_FORM
from survey.web.uploads.xml_reading import Package
from survey.web.wording import BadInput

DOCUMENT = re.compile(r"word/document\d*\.xml")
#: what was deleted or moved away, what is there twice for older programs, and what is no text
NO_TEXT = {
    "del",
    "moveFrom",
    "Fallback",
    "instrText",
    "pPr",
    "rPr",
    "tblPr",
    "tcPr",
    "trPr",
    "sectPr",
    "sdtPr",
}
SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "sym": "\ufffd"}


def read_word(package: Package, names: list[str]) -> dict:
    """The mark, the texts in the boxes by name, and the paragraphs beside them.

    A box is known by its tag; where a program dropped the tags, by the bookmark of its number.
    """
    root = package.root(next((name for name in package if DOCUMENT.fullmatch(name)), ""))
    if root is None:
        raise BadInput(NO_FORM)
    reading = _Reading(names)
    reading.visit(root, reading.line)
    reading.end_paragraph()
    marks = [found[0] for text in reading.beside if (found := MARK.search(text))]
    return {
        "mark": marks[0] if marks else "",
        "texts": {name: _joined(texts) for name, texts in reading.texts.items()},
        "beside": [text for text in reading.beside if not MARK.search(text)],
    }


def _joined(texts: list[str]) -> str:
    """The text of a box; of one that somebody copied, all that differs."""
    return "\n".join(dict.fromkeys(text for text in texts if text))


class _Reading:
    """One way through the document: a text belongs to the box around it, or stands beside them all."""

    def __init__(self, names: list[str]):
        self.by_tag = {tag_of(name): name for name in names}
        self.by_bookmark = {f"{BOOKMARK}{number}": name for number, name in enumerate(names, start=1)}
        self.texts: dict[str, list[str]] = {}
        self.beside: list[str] = []
        self.line: list[str] = []
        self.bookmark = ""

    def visit(self, element: Element, texts: list[str]) -> None:
        """Adds the text below this element to `texts`, and what stands in boxes to the boxes."""
        kind = _local(element.tag)
        if kind in NO_TEXT:
            return
        if kind == "t":
            texts.append(element.text or "")
        elif kind in SIGNS:
            texts.append(SIGNS[kind])
        elif kind == "bookmarkStart":
            self.bookmark = _attribute(element, "name")
        elif kind == "sdt" and (name := self.name_of(element)):
            self.box(name, element)
        else:
            for child in element:
                self.visit(child, texts)
            if kind == "p":
                self.end_paragraph() if texts is self.line else texts.append("\n")

    def end_paragraph(self) -> None:
        text = "".join(self.line).strip()
        if text:
            self.beside.append(text)
        self.line.clear()

    def name_of(self, control: Element) -> str | None:
        if tag := _attribute(_property(control, "tag"), "val"):
            return self.by_tag.get(tag)
        below = [found for found in control.iter() if found is not control]
        # a control without a tag around others is a frame that LibreOffice adds
        if any(_local(found.tag) == "sdt" for found in below):
            return None
        inside = [_attribute(found, "name") for found in below if _local(found.tag) == "bookmarkStart"]
        return self.by_bookmark.get(inside[0] if inside else self.bookmark)

    def box(self, name: str, control: Element) -> None:
        written: list[str] = []
        for part in control:
            if _local(part.tag) == "sdtContent":
                for child in part:
                    self.visit(child, written)
        text = "".join(written).removesuffix("\n")
        if _property(control, "showingPlcHdr") is not None:
            text = ""
        if (tick := _property(control, "checkbox")) is not None:
            text = TICKED if _is_ticked(tick, text) else ""
        self.texts.setdefault(name, []).append(text)


def _is_ticked(tick: Element, text: str) -> bool:
    state = next((_attribute(found, "val") for found in tick if _local(found.tag) == "checked"), "")
    return state in ("1", "true", "on") if state else TICKED_BOX in text


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _property(control: Element, name: str) -> Element | None:
    """One of the control's own properties; those of controls inside it are not its own."""
    own = next((child for child in control if _local(child.tag) == "sdtPr"), ())
    return next((child for child in own if _local(child.tag) == name), None)


def _attribute(element: Element | None, name: str) -> str:
    if element is None:
        return ""
    return next((value for key, value in element.attrib.items() if _local(key) == name), "")
