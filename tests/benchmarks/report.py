"""How the figures are said: on the terminal, and in RESULTS.md."""

import re
from dataclasses import dataclass
from pathlib import Path

RESULTS = Path(__file__).with_name("RESULTS.md")
INTRODUCTION = """# Results of `make bench`

Written by the benchmark, part by part: each says when and on what it was measured, and the next run replaces it.
`python -m tests.benchmarks --only PART` measures one part.
"""
VERDICTS = {True: "held", False: "not held", None: "no aim"}


@dataclass(frozen=True)
class Figure:
    """One thing that was measured. `held` says whether it keeps the aim, None where there is none."""

    name: str
    value: str
    aim: str
    held: bool | None
    how: str

    @property
    def verdict(self) -> str:
        return VERDICTS[self.held]


@dataclass(frozen=True)
class Table:
    """Figures that only make sense side by side."""

    title: str
    header: tuple[str, ...]
    rows: list[tuple[str, ...]]


def not_measured(name: str, aim: str, reason: str) -> Figure:
    return Figure(name, "not measured", aim, None, reason)


def for_terminal(machine: list[tuple[str, str]], figures: list[Figure], tables: list[Table]) -> str:
    parts = [_columns([(name, value) for name, value in machine])]
    parts.append(_columns([(f.name, f.value, f.aim, f.verdict) for f in figures]))
    parts += [f"{table.title}\n{_columns([table.header, *table.rows])}" for table in tables]
    return "\n\n".join(parts)


def _columns(rows: list[tuple[str, ...]]) -> str:
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def section(part: str, machine: list[tuple[str, str]], figures: list[Figure], tables: list[Table]) -> str:
    """The same as Markdown, with a sentence on how each figure was measured."""
    rows = [(figure.name, figure.value, figure.aim, figure.verdict) for figure in figures]
    texts = [f"## {part.capitalize()}", _markdown(("machine", ""), machine)]
    texts.append(_markdown(("figure", "measured", "aim", ""), rows))
    texts.append("\n".join(f"- **{f.name}**: {f.how}" for f in figures))
    for table in tables:
        texts += [f"### {table.title}", _markdown(table.header, table.rows)]
    return "\n\n".join(texts) + "\n"


def replaced(text: str, parts: list[str], part: str, new: str) -> str:
    """The text of RESULTS.md with this part in the place of its older one, in the order of the parts."""
    found = re.split(r"^(?=## )", text, flags=re.MULTILINE)[1:]
    sections = {one.splitlines()[0]: one for one in found} | {new.splitlines()[0]: new}
    ordered = [sections[head] for head in (f"## {one.capitalize()}" for one in parts) if head in sections]
    return "\n".join([INTRODUCTION, *(one.rstrip() + "\n" for one in ordered)])


def _markdown(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [header, tuple("---" for _ in header), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def write(parts: list[str], part: str, new: str) -> None:
    before = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
    RESULTS.write_text(replaced(before, parts, part, new), encoding="utf-8")
