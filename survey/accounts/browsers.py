"""What a browser is called on a page: coarse on purpose, so that it says where, and little else.

A library would tell more than anybody should read of a colleague.
"""

from survey.web.wording import Sentence, sentence

# in this order: most of them name others too, to be taken for them
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Opera", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("macOS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("ChromeOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def coarse(user_agent: str) -> str:
    """What is stored of a browser, such as "Firefox on Windows"; empty for one that says nothing known."""
    browser, system = _first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)
    return f"{browser} on {system}" if browser and system else browser or system


def browser_name(stored: str) -> Sentence | str:
    """The same for a page, in the reader's language. What was stored before in full comes out coarse too."""
    browser, _on, system = coarse(stored).partition(" on ")
    if system:
        return sentence("%(browser)s on %(system)s", browser=browser, system=system)
    return browser or sentence("Unknown browser")


def _first(names: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for mark, name in names if mark in text), "")
