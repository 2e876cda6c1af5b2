"""The description of an archive. frictionless knows version 1 of the standard and most of version 2; what it
passes over (categories, type and $schema of each part) is held against the standard's own rules here.
"""

import re

import frictionless
import pytest

from survey.downloads.files import FILES
from survey.downloads.order import Order
from survey.downloads.products import PRODUCTS
from survey.downloads.queries import file_pieces
from tests.downloads.archives import EDITIONS, awkward, made, nobody, package, rows

PROFILES = "https://datapackage.org/profiles/2.0/"
NAME = re.compile("[a-z0-9._/-]+")
FIELD_KEYS = {
    "name", "type", "title", "description", "constraints", "categories", "categoriesOrdered", "trueValues",
    "falseValues",
}  # fmt: skip
ROUNDS = {"awkward": awkward, "empty": nobody}


def faults(archive, folder):
    """What frictionless finds wrong with an archive, checksums, keys and every cell included."""
    path = folder / "archive.zip"
    path.write_bytes(archive)
    report = frictionless.Package(str(path)).validate()
    assert report.stats["tasks"] == len(FILES)
    return report.flatten(["name", "rowNumber", "fieldName", "type", "note"])


# frictionless reads cell by cell; what the editions share is left to the long run
SOME_EDITIONS = [
    order if order in (Order(), Order(bom=False, hxl=True)) else pytest.param(order, marks=pytest.mark.long)
    for order in EDITIONS
]


@pytest.mark.parametrize("order", SOME_EDITIONS, ids=lambda order: str(order.edition))
@pytest.mark.parametrize("round", ROUNDS)
def test_frictionless_finds_nothing_wrong(tmp_path, round, order):
    assert faults(made(ROUNDS[round](), order), tmp_path) == []


def sample(app, order):
    pieces = file_pieces(app.extensions["database"], PRODUCTS["archive.zip"], round_code="2001", order=order)
    return b"".join(pieces)


@pytest.mark.parametrize(
    "order", [pytest.param(Order(), marks=pytest.mark.long), Order(bom=False, hxl=True, for_others=True)]
)
def test_frictionless_finds_nothing_wrong_with_the_sample(app, tmp_path, order):
    assert faults(sample(app, order), tmp_path) == []


def test_the_funding_of_2001_is_50000_dollars(app):
    header, *lines = rows(sample(app, Order()), "projects")
    assert sum(int(line[header.index("funding_usd")]) for line in lines) == 50_000


def test_a_status_that_there_is_not_is_found():
    described = package(made(awkward()))
    wide = next(one for one in described["resources"] if one["name"] == "answers_wide")
    status = next(field for field in wide["schema"]["fields"] if field["name"] == "X_TRIAL.told_status")
    resource = frictionless.Resource.from_descriptor(
        {
            "name": "cells",
            "data": [["X_TRIAL.told_status"], ["missing"]],
            "schema": {"fields": [status], "missingValues": [""]},
        }
    )
    assert resource.validate().flatten(["rowNumber", "type"]) == [[2, "constraint-error"]]


@pytest.mark.parametrize("order", EDITIONS, ids=lambda order: str(order.edition))
@pytest.mark.parametrize("round", ROUNDS)
def test_the_description_keeps_to_version_2(round, order):
    archive = made(ROUNDS[round](), order)
    described = package(archive)
    assert described["$schema"] == f"{PROFILES}datapackage.json"
    names = [resource["name"] for resource in described["resources"]]
    assert names == list(FILES)
    assert all(NAME.fullmatch(name) for name in [described["name"], *names])
    fields_of = {
        resource["name"]: [field["name"] for field in resource["schema"]["fields"]]
        for resource in described["resources"]
    }
    for resource in described["resources"]:
        assert (resource["type"], resource["format"], resource["encoding"]) == ("table", "csv", "utf-8")
        assert [resource["$schema"], resource["dialect"]["$schema"], resource["schema"]["$schema"]] == [
            f"{PROFILES}{part}.json" for part in ("dataresource", "tabledialect", "tableschema")
        ]
        assert resource["dialect"].get("commentRows") == ([2] if order.hxl else None)
        assert resource["schema"]["missingValues"] == [""]
        assert fields_of[resource["name"]] == rows(archive, resource["name"])[0]
        assert set(resource["schema"].get("primaryKey", ())) <= set(fields_of[resource["name"]])
        for key in resource["schema"].get("foreignKeys", ()):
            assert set(key["fields"]) <= set(fields_of[resource["name"]])
            assert set(key["reference"]["fields"]) <= set(fields_of[key["reference"]["resource"]])


@pytest.mark.parametrize("resource", package(made(awkward()))["resources"], ids=lambda one: one["name"])
def test_every_field_has_a_type_a_title_and_a_meaning(resource):
    for field in resource["schema"]["fields"]:
        assert set(field) <= FIELD_KEYS
        assert {"name", "type", "title", "description"} <= set(field)
        assert all(field[key].strip() for key in ("name", "type", "title", "description"))
        codes = [category["value"] for category in field.get("categories", ())]
        assert codes == field.get("constraints", {}).get("enum", [])
        assert len(codes) == len(set(codes))
        assert all(set(category) == {"value", "label"} for category in field.get("categories", ()))


def test_keys_are_named_for_every_file_that_has_one():
    schemas = {one["name"]: one["schema"] for one in package(made(awkward()))["resources"]}
    assert {name: schema.get("primaryKey") for name, schema in schemas.items()} == {
        "answers_long": ["project_code", "part_code"],
        "answers_wide": ["project_code"],
        "matrix": None,
        "summary": ["part_code", "option"],
        "counts": ["project_code", "part_code", "row", "column"],
        "equal_access": ["project_code"],
        "projects": ["number"],
        "questions": ["code", "version"],
    }
    wide, questions = ("answers_wide", "project_code"), ("questions", "code")
    assert {
        name: [(key["reference"]["resource"], *key["reference"]["fields"]) for key in schema["foreignKeys"]]
        for name, schema in schemas.items()
        if "foreignKeys" in schema
    } == {
        "answers_long": [wide, questions],
        "summary": [questions],
        "counts": [wide, questions],
        "equal_access": [wide],
    }
