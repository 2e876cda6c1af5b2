"""The address of every page of a round carries its filters: whoever follows a link stays with what they look at."""

from urllib.parse import parse_qsl, urlsplit

from tests.comparison.pages import links_of, main_of, text_of

ROUND = "/rounds/2001"
FILTERS = {"region": "Asia", "report_kind": "final"}
STARTS = (
    "", "/matrix", "/questions", "/questions/Q3_ENCOURAGE", "/summary", "/projects",
    "/summary/Q7_SUCCESS.success/due", "/patterns", "/patterns/indicators", "/patterns/constraints",
    "/patterns/indicators?lines=projects", "/patterns/awareness/any/any", "/patterns/constraints/on-record/none",
)  # fmt: skip
# what leads somewhere else: the same page without filters
ELSEWHERE = ("Remove the filters",)


def carried(address):
    asked = dict(parse_qsl(urlsplit(address).query))
    return {name: asked.get(name) for name in FILTERS} == FILTERS


def inside(main):
    """The addresses of pages of the round that the page leads to."""
    return {
        address
        for address, words in links_of(main)
        if address.startswith(ROUND)
        and words not in ELSEWHERE
        and not urlsplit(address).path.endswith(".csv")
    }


def test_every_link_inside_a_round_keeps_the_filters(sqlite_app, client_for):
    group = client_for("working_group")
    seen = {}
    for start in STARTS:
        address = f"{ROUND}{start}{'&' if '?' in start else '?'}region=Asia&report_kind=final"
        seen[address] = main_of(group.get(address))
    # one of each kind of page is enough to follow; the board has filters of its own
    following = {
        urlsplit(link).path.rsplit("/", 1)[0]: link
        for main in seen.values()
        for link in inside(main)
        if "/board" not in link
    }
    assert len(following) >= 10
    for link in following.values():
        seen[link] = main_of(group.get(link))
    lost = [(page, link) for page, main in seen.items() for link in inside(main) if not carried(link)]
    assert lost == []
    assert [page for page, main in seen.items() if "Region: Asia" not in text_of(main)] == []
