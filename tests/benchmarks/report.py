"""How the figures are said: on the terminal, and in RESULTS.md."""

from dataclasses import dataclass
from pathlib import Path

RESULTS = Path(__file__).with_name("RESULTS.md")
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


def for_file(machine: list[tuple[str, str]], figures: list[Figure], tables: list[Table]) -> str:
    """The same as Markdown, with a sentence on how each figure was measured."""
    parts = ["# Results of `make bench`", "Written by the benchmark; the next whole run replaces this file."]
    parts.append(_markdown(("machine", ""), machine))
    rows = [(figure.name, figure.value, figure.aim, figure.verdict) for figure in figures]
    parts.append(_markdown(("figure", "measured", "aim", ""), rows))
    parts.append("## How each figure was measured")
    parts.append("\n".join(f"- **{f.name}**: {f.how}" for f in figures))
    for table in tables:
        parts += [f"## {table.title}", _markdown(table.header, table.rows)]
    return "\n\n".join(parts) + "\n"


def _markdown(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [header, tuple("---" for _ in header), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def write(machine: list[tuple[str, str]], figures: list[Figure], tables: list[Table]) -> None:
    RESULTS.write_text(for_file(machine, figures, tables), encoding="utf-8")
