"""Holds the order of imports, the purity of files, the single commit, and short files with telling names."""

from pathlib import Path

import pytest

from tests.architecture import rules
from tests.architecture.source import SourceFile, files_in


@pytest.mark.parametrize("rule", rules.FOR_SURVEY, ids=lambda rule: rule.__name__)
def test_survey_keeps_the_rule(rule):
    assert "\n".join(rule(files_in("survey"))) == ""


@pytest.mark.parametrize("rule", rules.FOR_EVERY_FILE, ids=lambda rule: rule.__name__)
def test_every_file_keeps_the_rule(rule):
    assert "\n".join(rule(files_in("survey", "migrations", "tests"))) == ""


BROKEN = [
    (rules.known_floors, "survey/extras/kinds.py", ""),
    (rules.import_order, "survey/missions/models.py", "from survey.accounts.models import Person"),
    (rules.import_order, "survey/missions/models.py", "from survey import accounts"),
    (rules.import_order, "survey/missions/models.py", "from ..accounts import models"),
    (rules.import_order, "survey/web/gate.py", "def gate():\n    import survey.rounds.queries"),
    (rules.import_order, "survey/downloads/routes.py", "from survey.app import create_app"),
    (rules.import_order, "survey/audit/services.py", "from survey.installation import backup"),
    (rules.purity, "survey/rounds/dates.py", "def soon():\n    from sqlalchemy import select"),
    (rules.purity, "survey/questionnaire/kinds/verdict.py", "import wtforms.fields"),
    (rules.purity, "survey/rounds/__init__.py", "from flask import Blueprint"),
    (rules.late_imports, "survey/comparison/queries/records.py", "import pandas as pd"),
    (rules.late_imports, "survey/web/tables.py", "if True:\n    from numpy import array"),
    (rules.commits, "survey/answering/services.py", "def save(session):\n    session.commit()"),
    (rules.commits, "survey/rounds/dates.py", "def save(session):\n    session.commit()"),
    (rules.empty_root, "survey/__init__.py", "from survey.app import create_app"),
    (rules.length, "survey/rounds/dates.py", "\n" * 301),
    (rules.length, "tests/rounds/test_dates.py", "\n" * 401),
    (rules.telling_names, "survey/rounds/utils.py", ""),
    (rules.telling_names, "survey/common/dates.py", ""),
]


@pytest.mark.parametrize(("rule", "path", "text"), BROKEN, ids=lambda value: getattr(value, "__name__", None))
def test_rule_finds_a_violation(rule, path, text):
    assert len(list(rule([SourceFile(Path(path), text)]))) == 1


KEPT = [
    ("survey/__main__.py", "from survey.app import create_app"),
    ("survey/installation/backup.py", "from survey.app import create_app\nimport survey.data.engine"),
    ("survey/accounts/routes.py", "from flask import request\ndef view(session):\n    session.commit()"),
    ("survey/accounts/routes/people.py", "from survey.missions.queries import missions"),
    ("survey/comparison/frames.py", "def frame():\n    import pandas\n    return pandas.DataFrame()"),
    ("survey/data/session.py", "import sqlalchemy\ndef end(session):\n    session.commit()"),
    ("tests/rounds/test_dates.py", "\n" * 400),
]


@pytest.mark.parametrize(("path", "text"), KEPT)
def test_rules_let_pass_what_is_allowed(path, text):
    file = SourceFile(Path(path), text)
    chosen = rules.FOR_EVERY_FILE if path.startswith("tests") else rules.FOR_SURVEY + rules.FOR_EVERY_FILE
    assert [violation for rule in chosen for violation in rule([file])] == []
