"""Sets data as a tagged PDF file."""

import json
from datetime import datetime
from pathlib import Path

BLANK, REPORT = "blank.typ", "report.typ"
FOLDER = Path(__file__).parent / "typesetting"


def pdf(template: str, content: dict, now: datetime) -> bytes:
    """The file for a template of ours and its content.

    It follows PDF/UA-1, the standard for accessible files. That standard refuses a file in which a character has
    no font on this machine; such a file is tagged all the same, an empty box stands for the character, and a note
    says so.
    """
    import typst

    def compiled(content: dict, standards: list) -> bytes:
        return typst.compile(
            str(FOLDER / template),
            root=str(FOLDER),
            sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
            pdf_standards=standards,
            timestamp=now.replace(microsecond=0),
        )

    try:
        return compiled(content, ["ua-1"])
    except typst.TypstError as fault:
        if "could not be displayed" not in str(fault):
            raise
        return compiled(content | {"notes": [*content["notes"], content["fontless"]]}, [])
