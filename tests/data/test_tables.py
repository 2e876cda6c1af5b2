import subprocess
import sys
from pathlib import Path

SURVEY = Path(__file__).parents[2] / "survey"
PROGRAM = """
from survey.data.base import Base
from survey.data.tables import load_all
load_all()
print(" ".join(sorted(mapper.class_.__module__ for mapper in Base.registry.mappers)))
"""


def test_load_all_imports_the_models_of_every_package():
    """In a process of its own, where no other import has loaded them already."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, cwd=SURVEY.parent
    )
    files = {*SURVEY.glob("*/models.py"), *SURVEY.glob("*/models/[!_]*.py")}
    with_models = {".".join(file.relative_to(SURVEY.parent).with_suffix("").parts) for file in files}
    assert set(done.stdout.split()) == with_models
