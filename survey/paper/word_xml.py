"""The pieces of a Word document that a form is made of, as WordprocessingML (ISO/IEC 29500-4).

Written by hand, because the libraries for Word documents know nothing of content controls.
"""

from collections.abc import Sequence
from hashlib import sha256
from xml.sax.saxutils import escape, quoteattr

LONGEST_TAG = 64  # Word calls a document with a longer one damaged
# stands before each control too, since LibreOffice up to 7.4 drops tags, but keeps bookmarks
BOOKMARK = "box_"
TICKED_BOX, EMPTY_BOX = "☒", "☐"
BOX_FONT = "MS Gothic"


def tag_of(name: str) -> str:
    """The tag of a box's control: its name, or as much of it as Word allows with a fingerprint of the rest."""
    if len(name) <= LONGEST_TAG:
        return name
    return f"{name[: LONGEST_TAG - 17]}~{sha256(name.encode()).hexdigest()[:16]}"


def run(text: str, style: str = "") -> str:
    """A run of text with its line breaks and tabs."""
    look = f"<w:rPr><w:rStyle w:val={quoteattr(style)}/></w:rPr>" if style else ""
    return f"<w:r>{look}{_characters(text)}</w:r>"


def _characters(text: str) -> str:
    lines = []
    for line in text.split("\n"):
        pieces = [f'<w:t xml:space="preserve">{escape(piece)}</w:t>' for piece in line.split("\t")]
        lines.append("<w:tab/>".join(pieces))
    return "<w:br/>".join(lines)


def paragraph(content: str, style: str = "") -> str:
    look = f"<w:pPr><w:pStyle w:val={quoteattr(style)}/></w:pPr>" if style else ""
    return f"<w:p>{look}{content}</w:p>"


def table(lines: Sequence[Sequence[str]], widths: Sequence[int]) -> str:
    """A table of cells that hold runs and controls; the first line is its head. Widths are in twentieths of a point."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    look = (
        f'<w:tblPr><w:tblStyle w:val="Counts"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1"/></w:tblPr>'
    )
    rows = []
    for number, cells in enumerate(lines):
        head = (
            "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
            if number == 0
            else "<w:trPr><w:cantSplit/></w:trPr>"
        )
        made = [
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{paragraph(cell)}</w:tc>'
            for cell, width in zip(cells, widths, strict=True)
        ]
        rows.append(f"<w:tr>{head}{''.join(made)}</w:tr>")
    return f"<w:tbl>{look}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


# a control for text of any kind; LibreOffice 7.4 mixes up the lines of controls for plain text
WRITING = ""


def control(*, name: str, title: str, number: int, kind: str, text: str, prompt: str) -> str:
    """A control inside a paragraph. Without a text it shows the prompt, which goes away at the first letter."""
    shown = run(text) if text else run(prompt, "PlaceholderText")
    empty = "" if text else "<w:showingPlcHdr/>"
    return _control(name, title, number, empty + kind, shown)


def drop_down(options: Sequence[tuple[str, str]]) -> str:
    """A list to choose from: pairs of the words that are shown and a value."""
    items = [
        f"<w:listItem w:displayText={quoteattr(words)} w:value={quoteattr(value)}/>"
        for words, value in options
    ]
    return f"<w:dropDownList>{''.join(items)}</w:dropDownList>"


def day(iso: str, locale: str) -> str:
    """A calendar to choose a day from, which writes it as year-month-day."""
    chosen = f' w:fullDate="{iso}T00:00:00Z"' if iso else ""
    return (
        f'<w:date{chosen}><w:dateFormat w:val="yyyy-MM-dd"/><w:lid w:val="{locale}"/>'
        '<w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>'
    )


def tick(*, name: str, title: str, number: int, ticked: bool) -> str:
    kind = (
        f'<w14:checkbox><w14:checked w14:val="{int(ticked)}"/><w14:checkedState w14:val="2612" w14:font="{BOX_FONT}"/>'
        f'<w14:uncheckedState w14:val="2610" w14:font="{BOX_FONT}"/></w14:checkbox>'
    )
    fonts = f'<w:rFonts w:ascii="{BOX_FONT}" w:eastAsia="{BOX_FONT}" w:hAnsi="{BOX_FONT}" w:hint="eastAsia"/>'
    shown = f"<w:r><w:rPr>{fonts}</w:rPr><w:t>{TICKED_BOX if ticked else EMPTY_BOX}</w:t></w:r>"
    return _control(name, title, number, kind, shown)


def locked(*, name: str, title: str, number: int, text: str) -> str:
    """A control whose text nobody should change."""
    return _control(name, title, number, WRITING, run(text, "Mark"), lock="sdtContentLocked")


def _control(name: str, title: str, number: int, kind: str, shown: str, lock: str = "sdtLocked") -> str:
    # Word allows titles as long as tags
    about = (
        f"<w:alias w:val={quoteattr(title[:LONGEST_TAG])}/><w:tag w:val={quoteattr(tag_of(name))}/>"
        f'<w:id w:val="{number}"/><w:lock w:val="{lock}"/>'
    )
    made = f"<w:sdt><w:sdtPr>{about}{kind}</w:sdtPr><w:sdtContent>{shown}</w:sdtContent></w:sdt>"
    begin = f'<w:bookmarkStart w:id="{number}" w:name="{BOOKMARK}{number}"/>'
    return f'{begin}{made}<w:bookmarkEnd w:id="{number}"/>'
