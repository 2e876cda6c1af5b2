"""What a browser that was never here before loads for a question's page: requests and bytes."""

import re
from contextlib import contextmanager

from tests.benchmarks.installation import Browser, Installation
from tests.benchmarks.load import Answer, ask_once, get
from tests.benchmarks.report import Figure
from tests.benchmarks.servers import Server
from tests.support import browser as chromium

MOST_BYTES, MOST_REQUESTS = 30_000, 5
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
            f"under {MOST_BYTES // 1000} kB",
            total < MOST_BYTES,
            f"{how}. Compressed, headers included: {listed}.",
        ),
        Figure(
            "Requests of a cold question page",
            str(len(sizes)),
            f"at most {MOST_REQUESTS}",
            len(sizes) <= MOST_REQUESTS,
            f"{how}.",
        ),
    ]


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
