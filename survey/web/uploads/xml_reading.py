"""Reads XML that somebody else wrote: no document types, no entities, no more elements than a form can have."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from survey.web.uploads.packages import BOMB, DAMAGED, FOREIGN, MACROS, ODD
from survey.web.wording import BadInput

#: in all files of a package together; a filled form has some ten thousand
MOST_ELEMENTS = 150_000
DEEPEST = 60
HYPERLINK = "/hyperlink"


class Budget:
    """How many elements may still be read of a package."""

    def __init__(self, elements: int = MOST_ELEMENTS):
        self.elements = elements

    def spend(self) -> None:
        self.elements -= 1
        if self.elements < 0:
            raise BadInput(BOMB)


class _Bounded(TreeBuilder):
    """Builds a tree and stops where it grows beyond a form's size."""

    def __init__(self, budget: Budget):
        super().__init__()
        self.budget, self.depth = budget, 0

    def start(self, tag, attrs):
        self.budget.spend()
        self.depth += 1
        if self.depth > DEEPEST:
            raise BadInput(BOMB)
        return super().start(tag, attrs)

    def end(self, tag):
        self.depth -= 1
        return super().end(tag)


class Package:
    """The XML files of an upload, each read when it is asked for, all within one budget."""

    def __init__(self, files: Mapping[str, bytes], budget: Budget | None = None):
        self.files = files
        self.budget = budget or Budget()

    def __iter__(self):
        return iter(self.files)

    def root(self, name: str) -> Element | None:
        """The root of this file, or None where the package has no such file."""
        return parsed(self.files[name], self.budget) if name in self.files else None

    def entries(self, name: str) -> list[Element]:
        """What stands directly below the root of this file; nothing where there is no such file."""
        root = self.root(name)
        return [] if root is None else list(root)


def parsed(data: bytes, budget: Budget) -> Element:
    """The root of the document. Raises BadInput for anything but plain, bounded XML."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    parser = DefusedXMLParser(target=_Bounded(budget), forbid_dtd=True)
    try:
        parser.feed(data)
        return parser.close()
    except BadInput:
        raise
    except DefusedXmlException:
        raise BadInput(ODD) from None
    except (ParseError, ValueError, LookupError):
        raise BadInput(DAMAGED) from None


def content_types(package: Package) -> set[str]:
    """The kinds of content that the package declares. Raises BadInput if programs are among them."""
    kinds = {entry.get("ContentType", "") for entry in package.entries("[Content_Types].xml")}
    if any("macroenabled" in kind.lower() or "vba" in kind.lower() for kind in kinds):
        raise BadInput(MACROS)
    return kinds


def refuse_connections(package: Package) -> None:
    """Raises BadInput where the package draws content from outside. A link to click on is only text, and stays."""
    for name in package:
        if name.endswith(".rels"):
            for relation in package.entries(name):
                outside = relation.get("TargetMode", "").lower() == "external"
                if outside and not relation.get("Type", "").endswith(HYPERLINK):
                    raise BadInput(FOREIGN)
