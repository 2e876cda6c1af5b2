"""Compares the application with a bare one: opening a question's page, and saving an answer.

Both run in turn, over and over, as the machine's other work comes and goes: only the ratio of one round's two
figures means something, and of these the median.
"""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from survey.answering.models.reports import AnswerHistory
from survey.data.engine import Database
from tests.benchmarks import bare
from tests.benchmarks.installation import CLIENTS, Browser, Installation
from tests.benchmarks.report import Figure
from tests.support.load import Reader, Saver, Unexpected, ask_once, get, requests_per_second
from tests.support.rounds import count_rows, text
from tests.support.servers import PORT, Server, our_server, running

AIM = 0.5
WARM_UP_SECONDS = 0.5
CHANGED = "Q1_AWARENESS.how"
HOW = (
    f"{CLIENTS} kept-alive clients, waitress with 8 threads in a process of its own on either side, "
    "{rounds} rounds of {seconds:g} s for each in turn; median, smallest and largest of the rounds' ratios. "
)


@dataclass(frozen=True)
class Pair:
    """The two servers, and the bare one's cookie and token."""

    ours: Server
    bare: Server
    bare_url: str
    visitor: Browser
    size: int


@contextmanager
def pair_of_servers(installation: Installation):
    """Ours and a bare one whose page has the size of ours."""
    first = installation.browsers[0]
    bare_url = f"sqlite:///{installation.folder / 'bare.sqlite'}"
    with our_server(installation.url, installation.folder) as ours:
        size = len(ask_once(ours.port, get(first.path, first.cookie)).body)
        app = bare.build(bare_url, size)
        client = app.test_client().prepare_token()
        with client.session_transaction() as cookie:
            cookie["person"] = bare.PERSON
        visitor = replace(first, cookie=f"session={client.get_cookie('session').value}", token=client.token)
        with bare_server(bare_url, installation.folder, size) as other:
            yield Pair(ours, other, bare_url, visitor, size)


def bare_server(url: str, folder: Path, size: int):
    """A Flask application that does next to nothing, with pages of so many bytes; a context manager."""
    command = ["-m", "tests.benchmarks.bare", "--database", url, "--size", str(size), "--port", PORT]
    return running(command, folder / "bare.log", {})


def compare_pages(installation: Installation, pair: Pair, rounds: int, seconds: float) -> Figure:
    ours = [Reader(browser.path, browser.cookie, pair.size) for browser in installation.browsers]
    others = [Reader("/", pair.visitor.cookie, pair.size) for _ in installation.browsers]
    measured = in_turn(pair, ours, others, rounds, seconds)
    how = HOW.format(rounds=rounds, seconds=seconds) + (
        f"Ours: the page of question 1, {pair.size:,} bytes, uncompressed. Bare: a page as long, "
        "with a signed session cookie, one query and a template."
    )
    return measured.figure("Question page, share of a bare page's throughput", how)


def compare_saves(installation: Installation, pair: Pair, rounds: int, seconds: float) -> Figure:
    ours = [Saver(browser.path, browser.cookie, form_of(browser)) for browser in installation.browsers]
    others = [Saver("/", pair.visitor.cookie, bare_form(pair.visitor)) for _ in installation.browsers]
    before, bare_before = history_rows(installation), bare.count_answers(pair.bare_url)
    measured = in_turn(pair, ours, others, rounds, seconds)
    saved = sum(client.saved for client in ours)
    require_rows(history_rows(installation) - before, saved, "ours")
    others_saved = sum(client.saved for client in others)
    require_rows(bare.count_answers(pair.bare_url) - bare_before, others_saved, "bare")
    how = HOW.format(rounds=rounds, seconds=seconds) + (
        f"Ours: question 1's form with one text of 300 characters changed, {CLIENTS} reports; all {saved:,} "
        "acknowledged saves were found in the history, and no other row. Bare: one INSERT of such a text "
        "in one durable transaction, with session cookie and CSRF token."
    )
    return measured.figure("Saving an answer, share of a bare save's throughput", how)


def form_of(browser: Browser) -> Callable[[int], dict]:
    """The question's form after n saves: version seen and text change with each, the other parts stay."""

    def fields(n: int) -> dict:
        form = {"csrf_token": browser.token, "key": f"{browser.report}{n}", "then": "next"}
        for code, answer in browser.answers.items():
            form |= {f"seen:{code}": answer.version, code: answer.value}
        return form | {f"seen:{CHANGED}": browser.answers[CHANGED].version + n, CHANGED: text(n + 100)}

    return fields


def bare_form(visitor: Browser) -> Callable[[int], dict]:
    return lambda n: {"csrf_token": visitor.token, "text": text(n)}


def history_rows(installation: Installation) -> int:
    database = Database(installation.url)
    with database.reading() as session:
        number = count_rows(session, AnswerHistory)
    database.close()
    return number


def require_rows(found: int, acknowledged: int, side: str) -> None:
    if found != acknowledged:
        raise Unexpected(f"{side}: {acknowledged} saves were acknowledged, but {found} rows are there")


@dataclass(frozen=True)
class Measured:
    """Requests a second, round by round."""

    ours: list[float]
    bare: list[float]

    @property
    def ratios(self) -> list[float]:
        return [ours / bare for ours, bare in zip(self.ours, self.bare, strict=True)]

    def figure(self, name: str, how: str) -> Figure:
        ratio, low, high = median(self.ratios), min(self.ratios), max(self.ratios)
        speeds = f"{median(self.ours):.0f} to {median(self.bare):.0f} a second"
        value = f"{ratio:.2f} ({low:.2f} to {high:.2f}); {speeds}"
        return Figure(name, value, f"at least {AIM:g}", ratio >= AIM, how)


def in_turn(pair: Pair, ours: list, others: list, rounds: int, seconds: float) -> Measured:
    """Both sides in every round, the one that begins changing with each."""
    sides = {"ours": (pair.ours.port, ours), "bare": (pair.bare.port, others)}
    found: dict[str, list[float]] = {"ours": [], "bare": []}
    for port, clients in sides.values():
        requests_per_second(port, clients, WARM_UP_SECONDS)
    for number in range(rounds):
        for side in sorted(sides, reverse=number % 2 == 0):
            found[side].append(requests_per_second(*sides[side], seconds))
    return Measured(**found)
