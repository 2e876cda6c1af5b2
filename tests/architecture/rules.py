"""The rules of the architecture; each takes source files and yields one line for each violation."""

import ast

from tests.architecture.source import FLOORS, PLUMBING

FLASK = {"flask", "flask_login", "flask_wtf", "flask_babel", "werkzeug"}
FRAMEWORKS = FLASK | {"click", "wtforms", "sqlalchemy"}
SLOW_TO_IMPORT = {"pandas", "scipy", "numpy", "openpyxl", "pyreadstat", "typst", "xlsxwriter"}
SHAPELESS_NAMES = {"utils", "util", "helpers", "common", "misc"}
MAY_IMPORT_APP = {"__main__", "installation", "app"}
MAY_COMMIT = {"routes", "commands"}
LONGEST_SOURCE, LONGEST_TEST = 300, 400


def known_floors(files):
    for file in files:
        if file.floor not in (*FLOORS, "__main__", "__init__"):
            yield f"{file.path}: {file.floor} has no floor; give it one in tests/architecture/source.py"


def import_order(files):
    """Packages import from themselves and from lower floors; app is imported by nobody but its starters."""
    for file in files:
        for found in file.imports:
            target = floor_imported(found)
            if target == "app" and file.floor not in MAY_IMPORT_APP:
                yield f"{file.path}:{found.line}: imports the app"
            elif target and not may_import(file.floor, target):
                yield f"{file.path}:{found.line}: {file.floor} lies below {target}, which it imports"


def floor_imported(found):
    parts = found.module.split(".")
    return parts[1] if parts[0] == "survey" and len(parts) > 1 and parts[1] in FLOORS else None


def may_import(floor, target):
    if floor == "__main__" or target == "app":
        return True
    return floor not in FLOORS or FLOORS.index(floor) <= FLOORS.index(target)


def purity(files):
    for file in files:
        for found in file.imports:
            if file.is_pure and found.module.split(".")[0] in FRAMEWORKS:
                yield f"{file.path}:{found.line}: a pure file imports {found.module}"


def late_imports(files):
    """Libraries that cost seconds are imported inside the function that needs them."""
    for file in files:
        for found in file.imports:
            if found.at_start and found.module.split(".")[0] in SLOW_TO_IMPORT:
                yield f"{file.path}:{found.line}: imports {found.module} at its start"


def commits(files):
    """Only a view or a command commits, so that one request is one transaction."""
    for file in files:
        if file.floor in PLUMBING or file.role in MAY_COMMIT:
            continue
        for node in ast.walk(file.tree):
            if isinstance(node, ast.Attribute) and node.attr == "commit":
                yield f"{file.path}:{node.lineno}: commits"


def length(files):
    for file in files:
        limit = LONGEST_TEST if file.parts[0] == "tests" else LONGEST_SOURCE
        if (lines := len(file.text.splitlines())) > limit:
            yield f"{file.path}: {lines} lines, more than {limit}"


def telling_names(files):
    for file in files:
        if bad := SHAPELESS_NAMES & set(file.parts):
            yield f"{file.path}: {bad.pop()} says nothing about what is inside"


def empty_root(files):
    """survey/__init__.py is imported by every pure module and must cost nothing."""
    for file in files:
        if file.path.as_posix() == "survey/__init__.py" and file.imports:
            yield f"{file.path}: imports something"


FOR_SURVEY = (known_floors, import_order, purity, late_imports, commits, empty_root)
FOR_EVERY_FILE = (length, telling_names)
