"""Makes every table known to the metadata, for migrations and for the check that both agree."""

from importlib import import_module
from pathlib import Path

PACKAGE = Path(__file__).parents[1]


def load_all() -> None:
    """Imports the models of every domain, found by their name so that no floor is named here."""
    for file in sorted(PACKAGE.glob("*/models.py")) + sorted(PACKAGE.glob("*/models/*.py")):
        import_module(".".join(("survey", *file.relative_to(PACKAGE).with_suffix("").parts)))
