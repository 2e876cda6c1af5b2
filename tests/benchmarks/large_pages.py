"""How long the working group's pages take with 1,000, 10,000 and 100,000 reports in a round, in one run."""

import time
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from statistics import median

from tests.benchmarks.large_files import measure_large_files
from tests.benchmarks.large_rounds import large_round
from tests.benchmarks.many_people import own_postgres, sqlite
from tests.benchmarks.report import Figure, Table, not_measured
from tests.benchmarks.statements import counted_statements
from tests.support import postgres
from tests.support.app import EMAILS, build_app, prepare_sample, writing

#: what is held to the aim: a name, and the address within the round
PAGES = {
    "matrix": "/matrix",
    "summary": "/summary",
    "access": "/access",
    "one question": "/questions/Q7_SUCCESS",
}
#: every text of a language holds most of its words, so these are the hardest that there are
SEARCHES = {
    "search, one word": "/search?q=formacion",
    "search, a word of all languages": "/search?q=transport",
    "search, two words": "/search?q=migrantes+guarderia",
    "search, a phrase": "/search?q=%22cours+du+soir%22",
    "search, filtered": "/search?q=village&region=Africa",
    "search, no find": "/search?q=nowhere",
}
#: what else is measured beside them, and written down without an aim
FURTHER = {
    "matrix, its last page": "/matrix?page=1000000",
    "matrix, filtered": "/matrix?region=Africa&completion=completed",
    "summary, filtered": "/summary?region=Africa&funding_band=50000_and_more",
    "reports behind a number": "/summary/Q7_SUCCESS.success/yes",
    "access, filtered": "/access?region=Africa&funding_band=50000_and_more",
    "texts of one question": "/texts/Q7_SUCCESS",
    "overview": "",
}
MOST_SECONDS, MOST_RATIO, MOST_SEARCHING = 0.3, 1.5, 0.5
RUNS = 9
AIM = f"under {1000 * MOST_SECONDS:.0f} ms, at most {MOST_RATIO} times the smallest round's, statements constant"


def measure_large_rounds(folder: Path, sizes: Sequence[int]) -> tuple[list[Figure], list[Table]]:
    """The pages on both databases; every size is a round of the same installation."""
    figures, tables = [], []
    for kind, opened in (("SQLite", sqlite), ("PostgreSQL", own_postgres)):
        place = folder / f"large-{kind.lower()}"
        place.mkdir(mode=0o755)
        name = f"Pages of a round of {sizes[-1]:,} reports, {kind}"
        try:
            with opened(place) as (url, _bare):
                found, made = measure(url, place, sizes)
                files, tables_of_files = measure_large_files(kind, url, place, sizes[-1])
        except postgres.Unavailable as reason:
            figures.append(not_measured(name, AIM, f"{reason}."))
            continue
        figures.append(_figure(name, found, sizes, made))
        figures.append(_search_figure(f"Search in all texts of {sizes[-1]:,} reports, {kind}", found, sizes))
        figures += files
        tables.append(_table(f"Pages of large rounds, {kind}", found, sizes))
        tables += tables_of_files
    return figures, tables


# seconds of each run and the statements sent, by page and size
Found = dict[str, dict[int, tuple[list[float], set[int]]]]


def measure(url: str, folder: Path, sizes: Sequence[int]) -> tuple[Found, float]:
    """What opening each page took, and the seconds that making the rounds took."""
    prepare_sample(url)
    app = build_app(url, folder)
    start = time.perf_counter()
    for size in sizes:
        with writing(app) as session:
            large_round(session, size, code=str(size))
            session.commit()
    made = time.perf_counter() - start
    client = app.test_client().sign_in(EMAILS["working_group"])
    found: Found = {}
    for name, path in (PAGES | SEARCHES | FURTHER).items():
        addresses = {size: f"/rounds/{size}{path}" for size in sizes}
        found[name] = {size: ([], set()) for size in sizes}
        for run in range(RUNS + 1):
            # in turn, so that what else the machine does hits all sizes alike; the first time fills caches
            for size, address in addresses.items():
                with counted_statements(app) if run == 1 else nullcontext([]) as sent:
                    before = time.perf_counter()
                    response = client.get(address)
                    seconds = time.perf_counter() - before
                if response.status_code != 200:
                    raise RuntimeError(f"{address}: status {response.status_code}")
                if run == 1:
                    found[name][size][1].add(len(sent))
                elif run:
                    found[name][size][0].append(seconds)
    app.extensions["database"].close()
    return found, made


def _figure(name: str, found: Found, sizes: Sequence[int], made: float) -> Figure:
    smallest, largest = sizes[0], sizes[-1]
    slowest = max(median(found[page][largest][0]) for page in PAGES)
    ratio = max(median(found[page][largest][0]) / median(found[page][smallest][0]) for page in PAGES)
    constant = all(len(set.union(*(sent for _, sent in found[page].values()))) == 1 for page in PAGES)
    return Figure(
        name,
        f"slowest {1000 * slowest:.0f} ms, largest ratio {ratio:.2f}, statements {'constant' if constant else 'grow'}",
        AIM,
        slowest < MOST_SECONDS and ratio <= MOST_RATIO and constant,
        f"In-process, signed in as the working group, median of {RUNS - 1} openings after the first, the sizes in "
        f"turn: {', '.join(PAGES)}. Reports with three texts of 300 characters, twelve coded parts and a table of "
        f"counts, 120 missions, three languages, all rounds in one database; making "
        f"{', '.join(f'{n:,}' for n in sizes)} of them with all that is kept for pages took {made:.0f} s.",
    )


def _search_figure(name: str, found: Found, sizes: Sequence[int]) -> Figure:
    times = {search: median(found[search][sizes[-1]][0]) for search in SEARCHES}
    slowest = max(times, key=lambda search: times[search])
    return Figure(
        name,
        f"slowest {1000 * times[slowest]:.0f} ms ({slowest})",
        f"under {1000 * MOST_SEARCHING:.0f} ms",
        times[slowest] < MOST_SEARCHING,
        f"As the pages of the same round: {', '.join(address for address in SEARCHES.values())}. Each of these words "
        "stands in nearly every text of its language, so that a third of all texts or all of them are found.",
    )


def _table(title: str, found: Found, sizes: Sequence[int]) -> Table:
    def row(page: str) -> tuple[str, ...]:
        by_size = found[page]
        times = [1000 * median(by_size[size][0]) for size in sizes]
        sent = " / ".join(str(n) for n in sorted(set.union(*(sent for _, sent in by_size.values()))))
        return (page, *(f"{ms:.1f}" for ms in times), f"{times[-1] / times[0]:.2f}", sent)

    header = ("page", *(f"ms with {size:,}" for size in sizes), "ratio", "statements")
    return Table(title, header, [row(page) for page in found])
