"""Pure modules load without Flask, SQLAlchemy and pandas, so they can be read, tested and reused alone."""

import subprocess
import sys

from tests.architecture.source import ROOT, files_in

BLOCKED = ("flask", "sqlalchemy", "wtforms", "click", "pandas")
# Runs in a process of its own, as this one has long loaded what is to be blocked.
IMPORT_ALL = f"""
import importlib, sys

class Block:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {BLOCKED}:
            raise ImportError(name + " is blocked")

sys.meta_path.insert(0, Block())
for module in sys.argv[1:]:
    try:
        importlib.import_module(module)
    except Exception as problem:
        print(f"{{module}}: {{problem!r}}")
"""


def complaints(modules, folder=ROOT):
    command = [sys.executable, "-c", IMPORT_ALL, *modules]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder).stdout.splitlines()


def test_pure_modules_load_without_the_frameworks():
    pure = [file.module for file in files_in("survey") if file.is_pure]
    assert "\n".join(complaints(pure)) == ""


def test_a_framework_is_noticed_even_behind_another_module(tmp_path):
    (tmp_path / "dates.py").write_text("import models")
    (tmp_path / "models.py").write_text("import sqlalchemy")
    assert complaints(["dates"], tmp_path) == ["dates: ImportError('sqlalchemy is blocked')"]
