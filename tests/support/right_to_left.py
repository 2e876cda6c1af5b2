"""A language for tests only: written from right to left, with every text of the interface in brackets ⟦ ⟧.

Nobody speaks it, so it is made at run time and no installation offers it. A text without brackets on a page was
never handed to the catalogue; a page that breaks in it would break in Arabic.
"""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from survey.web import languages
from tests.support.app import build_app, prepare_sample
from tests.support.texts import texts

CODE = "ar"


def mark(text):
    return f"⟦{text}⟧"


def write_catalogue(folder: Path):
    """The catalogue of the language, as a folder of translations."""
    catalogue = Catalog(locale=CODE)
    for text in texts():
        if isinstance(text, tuple):
            catalogue.add(text, tuple(mark(text[-1]) for _ in range(catalogue.num_plurals)))
        else:
            catalogue.add(text, mark(text), flags=["python-format"] if "%(" in text else ())
    target = folder / CODE / "LC_MESSAGES" / "messages.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_mo(file, catalogue)


@pytest.fixture
def right_to_left_app(prepared_database, tmp_path, monkeypatch):
    """The sample on SQLite in an installation that speaks this language too."""
    write_catalogue(tmp_path / "translations")
    monkeypatch.setitem(languages.LANGUAGES, CODE, "Test")
    made = build_app(prepared_database("sqlite", prepare_sample), tmp_path)
    made.extensions["babel"].translation_directories.append(str(tmp_path / "translations"))
    yield made
    made.extensions["database"].close()
