"""Charts as a program reads them: the elements of an SVG by name."""

import re
from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"


def parsed(drawn):
    return ElementTree.fromstring(str(drawn))


def all_of(root, name, **attributes):
    found = root.iter(f"{SVG}{name}")
    return [one for one in found if all(one.get(key) == value for key, value in attributes.items())]


def texts(root, **attributes):
    return [one.text for one in all_of(root, "text", **attributes)]


def per_cent(element, name):
    value = element.get(name)
    assert value.endswith("%"), (name, value)
    return float(value[:-1])


def read_out(root):
    """Title and description, found by the ids that the chart is labelled by."""
    by_id = {one.get("id"): one.text for one in root.iter() if one.get("id")}
    assert root.get("role") == "img"
    return [by_id[id] for id in root.get("aria-labelledby").split()]


def charts_in(html):
    """The charts of a page, without those that are not read out."""
    found = []
    for start in re.finditer(r'<svg [^>]*role="img"', html):
        depth = 0
        for tag in re.finditer(r"<svg |</svg>", html[start.start() :]):
            depth += 1 if tag[0] == "<svg " else -1
            if not depth:
                found.append(parsed(html[start.start() : start.start() + tag.end()]))
                break
    return found
