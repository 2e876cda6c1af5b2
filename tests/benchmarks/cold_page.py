"""What a browser that was never here before loads for a question's page: requests, bytes, and how long it takes."""

import re
from contextlib import contextmanager
from statistics import median

from tests.benchmarks.installation import Browser, Installation
from tests.benchmarks.report import Figure
from tests.benchmarks.slow_line import ENCRYPTED, HEADERS, PLAIN, slow_line
from tests.browser.writing import until
from tests.support import browser as chromium
from tests.support.load import Answer, ask_once, get
from tests.support.servers import Server

MOST_BYTES, MOST_REQUESTS, MOST_SECONDS = 20_000, 5, 3
BITS_A_SECOND, ROUND_TRIP, RUNS = 512_000, 0.4, 5
COMPRESSED = "Accept-Encoding: gzip, deflate, br\r\n"
ASSET = re.compile(rb'<(?:link|script|img)\b[^>]*?(?:href|src)="(/[^"]+)"')


def measure_cold_page(installation: Installation, server: Server) -> list[Figure]:
    """The question whose page is the longest, with an empty cache."""
    visitor = installation.browsers[0]
    code = longest_question(installation, server)
    page = visitor.path_of(code)
    named = assets(ask_once(server.port, get(page, visitor.cookie)))
    program = chromium.found()
    if program:
        loaded = load_in_browser(server, visitor, page, program)
    else:
        loaded = {page: size_of(server, visitor, page)}
    client = "In Chromium" if program else "By an HTTP client"
    how = f"{client}, empty cache, question {code} (the longest page)"
    # a browser without a window asks for no icon, one with a window does
    rest = {path: size_of(server, visitor, path) for path in named if path not in loaded}
    how += f"; added by an HTTP client: {', '.join(path.rpartition('/')[2] for path in rest)}" if rest else ""
    sizes = loaded | rest
    listed = ", ".join(f"{path.rpartition('/')[2]} {size:,}" for path, size in sizes.items())
    total = sum(sizes.values())
    return [
        Figure(
            "Bytes of a cold question page",
            f"{total / 1000:.1f} kB",
            f"at most {MOST_BYTES // 1000} kB",
            total <= MOST_BYTES,
            f"{how}. Compressed, headers included: {listed}.",
        ),
        Figure(
            "Requests of a cold question page",
            str(len(sizes)),
            f"at most {MOST_REQUESTS}",
            len(sizes) <= MOST_REQUESTS,
            f"{how}.",
        ),
        *([usable_on_a_slow_line(server, visitor, page, program)] if program else []),
    ]


def usable_on_a_slow_line(server: Server, visitor: Browser, path: str, program) -> Figure:
    """How long it takes until somebody can write, in seconds: the page is painted and its scripts have run."""
    lines = [(PLAIN, "without encryption"), (ENCRYPTED, "encrypted")]
    medians, notes = {}, []
    for setting_up, name in lines:
        with slow_line(
            server.port, bits_a_second=BITS_A_SECOND, round_trip=ROUND_TRIP, setting_up=setting_up
        ) as port:
            loads = [load_slowly(port, visitor, path, program) for _ in range(RUNS)]
        painted, usable = (median(times) for times in zip(*loads, strict=True))
        medians[setting_up] = usable
        slowest = max(usable for _painted, usable in loads)
        notes.append(
            f"{name}: painted after {painted:.2f} s, usable after {usable:.2f} s, slowest {slowest:.2f} s"
        )
    own = median(load_slowly(server.port, visitor, path, program, throttled=True)[1] for _ in range(RUNS))
    notes.append(f"with Chromium's own throttle, which charges nothing for connecting: {own:.2f} s")
    return Figure(
        "Cold question page usable, 512 kbit/s and 400 ms",
        f"{medians[ENCRYPTED]:.2f} s",
        f"within {MOST_SECONDS} s",
        medians[ENCRYPTED] <= MOST_SECONDS,
        f"In Chromium, empty cache, a new connection, median of {RUNS}; usable is the later of first contentful paint "
        f"and the end of DOMContentLoaded, when all scripts have run; then a text is typed. Behind a proxy of this "
        f"machine: 512 kbit/s shared by all connections each way, with {HEADERS} bytes of headers a packet, and 200 ms "
        f"each way; a new connection costs a round trip, an encrypted one another (TLS 1.3). Not counted: looking up "
        f"the name, certificates, lost packets; slow start does not matter to answers below 14 kB. "
        f"Result {'; '.join(notes)}.",
    )


def load_slowly(
    port: int, visitor: Browser, path: str, program, *, throttled: bool = False
) -> tuple[float, float]:
    """Seconds from the start of the visit to the first paint, and until somebody can write."""
    address = f"http://localhost:{port}"
    with opened_page(address, visitor, program) as page:
        if throttled:
            rate = {"downloadThroughput": BITS_A_SECOND / 8, "uploadThroughput": BITS_A_SECOND / 8}
            network = page.context.new_cdp_session(page)
            network.send("Network.enable")
            network.send(
                "Network.emulateNetworkConditions", {"offline": False, "latency": ROUND_TRIP * 1000} | rate
            )
        page.goto(address + path)
        until(page, "performance.getEntriesByName('first-contentful-paint').length > 0")
        painted, ready = page.evaluate(
            """() => [performance.getEntriesByName("first-contentful-paint")[0].startTime,
                      performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd]"""
        )
        field = page.locator("main textarea:visible").first
        field.fill("typed")
        assert field.input_value() == "typed"
    return painted / 1000, max(painted, ready) / 1000


def longest_question(installation: Installation, server: Server) -> str:
    visitor = installation.browsers[0]

    def length(code: str) -> int:
        return len(ask_once(server.port, get(visitor.path_of(code), visitor.cookie)).body)

    return max((question.code for question in installation.questionnaire.questions), key=length)


def assets(page: Answer) -> list[str]:
    """The addresses of the style sheets, scripts and pictures that a page names."""
    return list(dict.fromkeys(found.decode() for found in ASSET.findall(page.body)))


def size_of(server: Server, visitor: Browser, path: str) -> int:
    return ask_once(server.port, get(path, visitor.cookie, COMPRESSED)).size


def load_in_browser(server: Server, visitor: Browser, path: str, program) -> dict[str, int]:
    """The bytes of each answer that Chromium got for the page, as they came over the wire, by path."""
    address = f"http://localhost:{server.port}"
    paths: dict[str, str] = {}
    sizes: dict[str, int] = {}
    with opened_page(address, visitor, program) as page:
        network = page.context.new_cdp_session(page)
        network.on("Network.requestWillBeSent", lambda sent: note(paths, sent, sent["request"]["url"]))
        network.on("Network.loadingFinished", lambda came: note(sizes, came, int(came["encodedDataLength"])))
        network.send("Network.enable")
        page.goto(address + path, wait_until="networkidle")
    return {paths[request].removeprefix(address): size for request, size in sizes.items()}


def note(values: dict, message: dict, value) -> None:
    values[message["requestId"]] = value


@contextmanager
def opened_page(address: str, visitor: Browser, program):
    from playwright.sync_api import sync_playwright

    name, _, value = visitor.cookie.partition("=")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=chromium.launch_arguments(), env=chromium.environment(program)
        )
        context = browser.new_context()
        context.add_cookies([{"name": name, "value": value, "url": address}])
        yield context.new_page()
        browser.close()
