import pytest

from survey.web.uploads import packages
from survey.web.uploads.xml_reading import (
    DEEPEST,
    MOST_ELEMENTS,
    Budget,
    Package,
    content_types,
    parsed,
    refuse_connections,
)
from survey.web.wording import BadInput

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
RELATIONS = (
    '<Relationships><Relationship Type="http://x/{}" Target="http://x" TargetMode="{}"/></Relationships>'
)


def refusal(read, *args):
    with pytest.raises(BadInput) as refused:
        read(*args)
    return refused.value.sentence


def test_parsed_gives_the_root():
    assert parsed(b"<a><b/>text</a>", Budget()).tag == "a"


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]><a>&l9;</a>', packages.ODD),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', packages.ODD),
        ('<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd"><a/>', packages.ODD),
        ("<!DOCTYPE a><a/>", packages.ODD),
        ("<a>" * (DEEPEST + 1), packages.BOMB),
        ("<a>" + "<b/>" * MOST_ELEMENTS + "</a>", packages.BOMB),
        ("<a>", packages.DAMAGED),
        ("", packages.DAMAGED),
        ("<a>\0</a>", packages.DAMAGED),
        ('<?xml version="1.0" encoding="no-such"?><a/>', packages.DAMAGED),
    ],
    ids=["laughs", "file", "dtd", "doctype", "deep", "many", "open", "empty", "nul", "encoding"],
)
def test_anything_but_plain_bounded_xml_is_refused(xml, expected):
    assert refusal(parsed, xml.encode(), Budget()) == expected


def test_entities_in_another_encoding_are_refused_too():
    assert (
        refusal(parsed, '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'.encode("utf-16"), Budget()) == packages.ODD
    )


def test_content_types_with_macros_are_refused():
    xml = b'<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
    assert refusal(content_types, Package({"[Content_Types].xml": xml})) == packages.MACROS


@pytest.mark.parametrize("kind", ["attachedTemplate", "oleObject", "image", "externalLinkPath", "frame"])
def test_connections_to_the_outside_are_refused(kind):
    files = {"word/_rels/document.xml.rels": RELATIONS.format(kind, "External").encode()}
    assert refusal(refuse_connections, Package(files)) == packages.FOREIGN


def test_links_to_click_on_and_parts_inside_are_no_connections():
    refuse_connections(Package({"a.rels": RELATIONS.format("hyperlink", "External").encode()}))
    refuse_connections(Package({"a.rels": RELATIONS.format("image", "Internal").encode()}))


def test_all_files_of_a_package_share_one_budget():
    files = {f"{number}.rels": b"<a>" + b"<b/>" * (MOST_ELEMENTS // 2) + b"</a>" for number in range(3)}
    assert refusal(refuse_connections, Package(files)) == packages.BOMB
