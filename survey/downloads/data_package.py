"""The description of an archive's files as a Data Package 2.0, with the checksum of each: it closes the archive.

Sources: https://datapackage.org/standard/data-package/, /data-resource/, /table-dialect/, /table-schema/. `enum`
repeats the codes of `categories` for readers that know version 1 only.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from survey.downloads.column_words import Column
from survey.downloads.content import Content
from survey.downloads.files import FILES, File
from survey.downloads.order import Order

NAME = "gender-mainstreaming-survey"
PROFILES = "https://datapackage.org/profiles/2.0/"
ALGORITHM = "sha256"
TAG_ROW = 2
#: what makes a row of a file unique; the matrix has no such columns, as titles of projects can be the same
PRIMARY_KEYS: dict[str, tuple[str, ...]] = {
    "answers_long": ("project_code", "part_code"),
    "answers_wide": ("project_code",),
    "summary": ("part_code", "option"),
    "counts": ("project_code", "part_code", "row", "column"),
    "equal_access": ("project_code",),
    "projects": ("number",),
    "questions": ("code", "version"),
}
#: columns that name a row of another file
REFERENCES: dict[str, tuple[str, str]] = {
    "project_code": ("answers_wide", "project_code"),
    "part_code": ("questions", "code"),
}


@dataclass(frozen=True)
class Written:
    """A file as it went into the archive: its length in bytes and its SHA-256 in hexadecimal."""

    length: int
    digest: str


def data_package(content: Content, order: Order, written: Mapping[str, Written]) -> bytes:
    """datapackage.json for these files, by name without ending: the same for the same content and edition."""
    package = {
        "$schema": f"{PROFILES}datapackage.json",
        "name": NAME,
        "title": "Gender Mainstreaming Survey: one round",
        "description": "What missions answered about their projects, with the questions. README.txt says which round.",
        "resources": [_resource(FILES[name], content, order, file) for name, file in written.items()],
    }
    return json.dumps(package, ensure_ascii=False, indent=1).encode() + b"\n"


def _resource(file: File, content: Content, order: Order, written: Written) -> dict:
    return {
        "$schema": f"{PROFILES}dataresource.json",
        "name": file.name,
        "type": "table",
        "path": f"{file.name}.csv",
        "title": file.name.replace("_", " ").capitalize(),
        "description": f"{file.about} A row is {file.row}.",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": written.length,
        "hash": f"{ALGORITHM}:{written.digest}",
        "dialect": _dialect(order),
        "schema": _schema(file, content),
    }


def _dialect(order: Order) -> dict:
    dialect = {
        "$schema": f"{PROFILES}tabledialect.json",
        "header": True,
        "delimiter": ",",
        "lineTerminator": "\r\n",
        "quoteChar": '"',
        "doubleQuote": True,
        "skipInitialSpace": False,
    }
    return dialect | ({"commentRows": [TAG_ROW]} if order.hxl else {})


def _schema(file: File, content: Content) -> dict:
    columns = file.columns(content)
    schema: dict = {
        "$schema": f"{PROFILES}tableschema.json",
        "fields": [_field(column) for column in columns],
        "missingValues": [""],
    }
    if key := PRIMARY_KEYS.get(file.name):
        schema["primaryKey"] = list(key)
    if keys := list(_foreign_keys(file.name, columns)):
        schema["foreignKeys"] = keys
    return schema


def _foreign_keys(name: str, columns: Iterable[Column]) -> Iterable[dict]:
    for column in columns:
        resource, field = REFERENCES.get(column.name, (name, ""))
        if resource != name:
            yield {"fields": [column.name], "reference": {"resource": resource, "fields": [field]}}


def _field(column: Column) -> dict:
    field: dict = {
        "name": column.name,
        "type": column.type,
        "title": column.title or column.name.replace("_", " ").capitalize(),
        "description": f"{column.about} ({column.form})" if column.form else str(column.about),
    }
    if column.type == "boolean":
        field |= {"trueValues": ["yes"], "falseValues": ["no"]}
    constraints: dict = {"required": True} if column.required else {}
    if column.least is not None:
        constraints["minimum"] = column.least
    if column.categories:
        field["categories"] = [{"value": code, "label": label} for code, label in column.categories]
        field["categoriesOrdered"] = False
        constraints["enum"] = [code for code, _label in column.categories]
    return field | ({"constraints": constraints} if constraints else {})
