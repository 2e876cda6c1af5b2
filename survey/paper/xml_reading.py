"""Reads XML that somebody else wrote: no document types, no entities, no more elements than a form can have."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from survey.paper.packages import BOMB, DAMAGED, FOREIGN, MACROS, ODD
from survey.web.wording import BadInput

MOST_ELEMENTS = 250_000
DEEPEST = 120
HYPERLINK = "/hyperlink"


class _Counting(TreeBuilder):
    """Builds the tree and stops where it grows beyond a form's size."""

    def __init__(self) -> None:
        super().__init__()
        self.elements = self.depth = 0

    def start(self, tag, attrs):
        self.elements += 1
        self.depth += 1
        if self.elements > MOST_ELEMENTS or self.depth > DEEPEST:
            raise BadInput(BOMB)
        return super().start(tag, attrs)

    def end(self, tag):
        self.depth -= 1
        return super().end(tag)


def parsed(data: bytes) -> Element:
    """The root of the document. Raises BadInput for anything but plain, bounded XML."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    parser = DefusedXMLParser(target=_Counting(), forbid_dtd=True)
    try:
        parser.feed(data)
        return parser.close()
    except BadInput:
        raise
    except DefusedXmlException:
        raise BadInput(ODD) from None
    except (ParseError, ValueError, LookupError):
        raise BadInput(DAMAGED) from None


def content_types(files: Mapping[str, bytes]) -> set[str]:
    """The kinds of content that the package declares. Raises BadInput if programs are among them."""
    kinds = {entry.get("ContentType", "") for entry in parsed(files["[Content_Types].xml"])}
    if any("macroenabled" in kind.lower() or "vba" in kind.lower() for kind in kinds):
        raise BadInput(MACROS)
    return kinds


def refuse_connections(files: Mapping[str, bytes]) -> None:
    """Raises BadInput where the package draws content from outside. A link to click on is only text, and stays."""
    for name, data in files.items():
        if name.endswith(".rels"):
            for relation in parsed(data):
                outside = relation.get("TargetMode", "").lower() == "external"
                if outside and not relation.get("Type", "").endswith(HYPERLINK):
                    raise BadInput(FOREIGN)
