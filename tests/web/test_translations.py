"""No text of the interface is left in English, and the compiled catalogues are those of their sources."""

from io import BytesIO

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tests.architecture.source import ROOT
from tests.support.texts import texts

CATALOGUES = ROOT / "survey" / "translations"


def catalogue(language):
    with (CATALOGUES / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


@pytest.mark.parametrize("language", ["fr", "es"])
def test_every_text_of_the_interface_is_translated(language):
    known = catalogue(language)
    open_texts = []
    for text in sorted(texts(), key=str):
        message = known.get(text[0] if isinstance(text, tuple) else text)
        words = message.string if message else ""
        if not (all(words) if isinstance(words, tuple) else words) or message.fuzzy:
            open_texts.append(text)
    assert open_texts == []


@pytest.mark.parametrize("language", ["fr", "es"])
def test_translations_have_the_places_of_their_text(language):
    known = catalogue(language)
    assert [(message.id, faults) for message, faults in known.check()] == []


@pytest.mark.parametrize("language", ["fr", "es"])
def test_compiled_catalogues_are_those_of_their_sources(language):
    compiled = BytesIO()
    write_mo(compiled, catalogue(language))
    assert (CATALOGUES / language / "LC_MESSAGES" / "messages.mo").read_bytes() == compiled.getvalue()
