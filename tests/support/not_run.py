"""Says at the end of a run, in a line for each reason, which tests did not run and why."""

from collections import defaultdict

import pytest

KINDS = ("browser", "postgres")
deselected_long = pytest.StashKey[int]()


def pytest_configure(config):
    config.stash[deselected_long] = 0


def pytest_deselected(items):
    for item in items:
        if item.get_closest_marker("long"):
            item.config.stash[deselected_long] += 1


def pytest_sessionfinish(session):
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["deselected_long"] = session.config.stash[deselected_long]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    """Each worker collects every test, so their numbers agree and are not added up."""
    counted = getattr(node, "workeroutput", {}).get("deselected_long", 0)
    node.config.stash[deselected_long] = max(counted, node.config.stash[deselected_long])


def pytest_terminal_summary(terminalreporter, config):
    lines = skipped_lines(terminalreporter.stats.get("skipped", []))
    if number := config.stash[deselected_long]:
        lines.append(f"not run here: long tests, because they have a command of their own ({number} tests)")
    for line in lines:
        terminalreporter.write_line(line, yellow=True)


def skipped_lines(reports):
    """Skipped tests of one kind and reason share a line; any other skipped test is named."""
    numbers = defaultdict(int)
    for report in reports:
        kinds = [kind for kind in KINDS if kind in report.keywords]
        numbers[f"{kinds[0]} tests" if kinds else report.nodeid, reason(report)] += 1
    return [
        f"not run here: {what}, because {why}" + (f" ({number} tests)" if number > 1 else "")
        for (what, why), number in numbers.items()
    ]


def reason(report):
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return text.removeprefix("Skipped: ")
