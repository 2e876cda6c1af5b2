"""Reads the project's source files for the tests of its architecture."""

import ast
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Each package imports only from itself and from those after it.
FLOORS = (
    "app", "installation", "publishing", "intake", "downloads", "assessment", "comparison", "fieldwork", "paper",
    "answering", "rounds", "questionnaire", "accounts", "missions", "audit", "messages", "web", "statistics", "data",
)  # fmt: skip
# The files that know Flask, Click, WTForms or SQLAlchemy; a folder of the same name counts as the file.
FRAMEWORK_FILES = ("routes", "commands", "forms", "services", "queries", "models")
PLUMBING = ("data", "web")
OUTSIDE_FLOORS = ("__main__", "app")


@dataclass(frozen=True)
class Import:
    module: str
    line: int
    at_start: bool  # runs when the file is imported, so not inside a function


@dataclass(frozen=True)
class SourceFile:
    """A Python file; `path` is relative to the project, as in survey/missions/models.py."""

    path: Path
    text: str

    @property
    def parts(self):
        return self.path.with_suffix("").parts

    @property
    def floor(self):
        """The package it belongs to, or its own name directly below survey/."""
        return self.parts[1]

    @property
    def role(self):
        """Which of the framework files it is or lies in, else None."""
        return next((part for part in self.parts[2:] if part in FRAMEWORK_FILES), None)

    @property
    def is_pure(self):
        return self.floor not in (*PLUMBING, *OUTSIDE_FLOORS, "__init__") and self.role is None

    @property
    def module(self):
        return ".".join(part for part in self.parts if part != "__init__")

    @cached_property
    def tree(self):
        return ast.parse(self.text, str(self.path))

    @cached_property
    def imports(self):
        return [found for node in ast.walk(self.tree) for found in self.imports_of(node)]

    def imports_of(self, node):
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = self.absolute(node)
            # `from survey import web` imports a package, so each name is looked at too.
            modules = [f"{base}.{alias.name}" for alias in node.names]
        else:
            return []
        return [Import(module, node.lineno, node not in self.inside_functions) for module in modules]

    def absolute(self, node):
        if not node.level:
            return node.module or ""
        package = self.parts[: len(self.parts) - node.level]
        return ".".join([*package, *([node.module] if node.module else [])])

    @cached_property
    def inside_functions(self):
        functions = (n for n in ast.walk(self.tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
        return {inner for function in functions for inner in ast.walk(function)}


def files_in(*folders, root=ROOT):
    """Every Python file of these folders, in order."""
    paths = sorted(path for folder in folders for path in (root / folder).rglob("*.py"))
    return [SourceFile(path.relative_to(root), path.read_text(encoding="utf-8")) for path in paths]
