"""What every application compiles anew, compiled once in a run: a test builds an application of its own."""

import gc
from typing import ClassVar

from flask import Flask
from jinja2 import BytecodeCache
from werkzeug.routing import Rule


class Templates(BytecodeCache):
    """Keeps the code of templates, by their source."""

    def __init__(self):
        self.kept = {}

    def load_bytecode(self, bucket):
        bucket.code = self.kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket):
        self.kept[bucket.key, bucket.checksum] = bucket.code


class KnownRule(Rule):
    """Takes what compiling made of the same rule before; nothing in it but `map` belongs to one application."""

    kept: ClassVar[dict] = {}

    def compile(self):
        methods = frozenset(self.methods or ())
        key = (self.rule, self.endpoint, methods, self.subdomain, self.host, repr(self.defaults))
        if key not in self.kept:
            super().compile()
            self.kept[key] = {name: made for name, made in vars(self).items() if name != "map"}
        vars(self).update(self.kept[key])


TEMPLATES = Templates()
Flask.url_rule_class = KnownRule


def pytest_collection_finish():
    """All that was imported stays: looking through it for garbage again and again takes long."""
    gc.collect()
    gc.freeze()
