"""The totals of every page are the rows of its download, over a random round and under filters."""

import csv
import io
import json
import re
from collections import Counter
from random import Random

import pytest

from survey.answering.persons import OUTCOMES, REACH
from tests.answering.examples import NEWEST
from tests.comparison.pages import links_of, main_of, rows_of, said
from tests.comparison.persons import add_counted_round, outcomes, reach, table

FILTERS = ["", "completion=completed&region=Asia"]
MORE_FILTERS = [
    "region=Asia", "report_kind=final", "mission=Mission+3&report_kind=progress", "completion=completed",
    "region=Africa&service_area=health", "region=Atlantis",
]  # fmt: skip
PARTNERS, STAFF = "Q1_AWARENESS.partners", "Q1_AWARENESS.staff"
INDICATORS, KINDS = "Q8_DATA.indicators", "Q3_ENCOURAGE.constraint_kinds"
PRE_POST = "S_PRE_POST.counts"
VALID = ("yes", "partly", "no")
UNASKED = ("not_asked", "not_reached")


def counts_of(random):
    """Women reached of eligible, men reached of eligible; sometimes nobody, not recorded, or too many."""
    size = random.choice([1, 5, 40, 400])
    women_all, men_all = random.randint(0, size), random.choice([0, random.randint(0, size)])
    counts = [random.randint(0, women_all + 1), women_all, random.randint(0, men_all), men_all]
    return [None if random.random() < 0.1 else count for count in counts]


def answers_of(random, number):
    given = {"S_STATUS.state": random.choice(["completed", "delayed"])}
    for part in NEWEST.parts:
        if random.random() < 0.2 or part.code in given:
            continue
        if part.kind == "verdict":
            given[part.code] = random.choice(part.options).code
        elif part.kind == "many_choices":
            given[part.code] = [one.code for one in part.options if random.random() < 0.4] or ["other"]
        elif part.kind == "text":
            given[part.code] = f"Text {number} of {part.code}"
    given |= {REACH: reach(*counts_of(random)), OUTCOMES: outcomes(*counts_of(random))}
    if random.random() < 0.6:
        given[PRE_POST] = table(
            "surveyed", "aware", before_all=20, before=random.randint(0, 20), after_all=30, after=9
        )
        given["S_PRE_POST.design"] = random.choice(["independent", "paired"])
    return {code: value for code, value in given.items() if value}


class Read:
    """Pages and files of the random round under one filter."""

    def __init__(self, client, path, query):
        self.client, self.path, self.query = client, path, query
        self.long = self.file("answers_long")
        self.values = {
            (row["project_code"], row["part_code"]): row["value"]
            for row in self.long
            if row["status"] == "answered"
        }
        self.projects = sorted({row["project_code"] for row in self.long})

    def page(self, address, **more):
        query = "&".join([self.query, *(f"{name}={value}" for name, value in more.items())])
        return main_of(self.client.get(f"{self.path}{address}?{query}"))

    def file(self, name, **more):
        query = "&".join([self.query, *(f"{name}={value}" for name, value in more.items())])
        text = self.client.get(f"{self.path}/downloads/{name}.csv?{query}").get_data().decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text)))

    def said(self, project, part):
        return self.values.get((project, part), "")

    def statuses(self, part):
        return [row["status"] for row in self.long if row["part_code"] == part]

    def counted(self, address, links, group=""):
        """The number in each link of a page to a list, by the end of its address; not those of single groups."""
        found = {}
        for target, words in links_of(self.page(address)):
            path, _mark, query = target.partition("?")
            of_group = group and query.count(group) > self.query.count(group)
            if links in path and not of_group and (number := re.match(r"\d+", words)):
                found.setdefault(path.split(links)[1], set()).add(int(number[0]))
        # the same list is never said to be of two lengths
        return {end: number for end, [number] in found.items()}


def assert_same(app, client_for, seed, filters, size=31):
    random = Random(seed)
    reports = [answers_of(random, number) if number % 7 else None for number in range(1, size)]
    path, client = add_counted_round(app, reports, missions=4), client_for("working_group")
    for query in filters:
        here = Read(client, path, query)
        for holds in PAGES:
            holds(here)


def test_totals_of_every_page_are_the_rows_of_its_download(sqlite_app, client_for):
    assert_same(sqlite_app, client_for, 11, FILTERS, size=19)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(3))
def test_totals_of_every_page_are_the_rows_of_its_download_in_more_rounds(app, client_for, seed):
    assert_same(app, client_for, seed, FILTERS + MORE_FILTERS)


def assert_matrix(here):
    """Each option stands in as many cells of a column as the file of verdicts holds its code."""
    rows, lines = here.file("matrix"), rows_of(here.page("/matrix"))
    assert len(rows) == len(lines) == len(here.projects)
    verdicts = [part for part in NEWEST.parts if part.kind == "verdict"]
    for place, part in enumerate(verdicts, start=1):
        words = {option.code: option.label["en"] for option in part.options}
        in_page = Counter(line[place].split(" ", 1)[-1] for line in lines if not line[place].startswith("("))
        in_file = Counter(words[row[part.code]] for row in rows if not row[part.code].startswith("["))
        assert in_page == in_file, part.code


def assert_charts(here):
    summary = {(row["part_code"], row["option"]): row for row in here.file("summary")}
    linked = here.counted("/charts", "/summary/")
    verdicts = [part.code for part in NEWEST.parts if part.kind == "verdict"]
    for part in verdicts if summary else []:
        row = summary[part, "yes"]
        expected = {name: int(row[f"n_{name}"]) for name in ("valid", "due")}
        expected |= {option: int(summary[part, option]["k"]) for option in VALID}
        assert {name: linked[f"{part}/{name}"] for name in expected} == expected


def assert_access(here):
    rows = [row for row in here.file("equal_access") if row["status"] not in UNASKED]
    page = here.page("/access", show="")
    lists = dict(words.rsplit(": ", 1) for target, words in links_of(page) if "#projects" in target)
    one_sex = [row for row in rows if row["reading"] == "not computed, because the project is for one sex"]
    expected = {
        "Women under-represented": len([row for row in rows if row["reading"] == "women under-represented"]),
        "Women over-represented": len([row for row in rows if row["reading"] == "women over-represented"]),
        "No clear difference": len([row for row in rows if row["reading"] == "no clear difference"]),
        "Projects for one sex": len(one_sex),
        "Verdict and counts of access disagree": len(
            [row for row in rows if row["agreement"] == "disagrees"]
        ),
    }
    expected["All but projects for one sex"] = len(rows) - len(one_sex)
    assert {name: int(lists.get(name, 0)) for name in expected} == expected
    # "84 of 400 (21.0 per cent)" in the lines of the table
    shares = Counter(
        tuple(
            re.match(r"(\d+) of (\d+)", cell).groups() if re.match(r"\d+ of \d+", cell) else None
            for cell in line[1:3]
        )
        for line in rows_of(page.split("Outcomes by project")[0])
        if len(line) == 7
    )
    in_file = Counter(
        tuple(
            (row[f"reached_{sex}"], row[f"eligible_{sex}"])
            if row[f"reached_{sex}"] and row[f"eligible_{sex}"]
            else None
            for sex in ("women", "men")
        )
        for row in rows
        if row not in one_sex
    )
    assert shares == in_file


def assert_persons(here):
    counts = here.file("counts", counts="suppressed")
    sums = Counter()
    for row in counts:
        if row["part_code"] in (REACH, OUTCOMES) and row["count"]:
            sums[row["row"], row["column"]] += int(row["count"])
    names = {
        "Eligible": "eligible",
        "Reached": "reached",
        "Assessed": "assessed",
        "With a good outcome": "with_good_outcome",
    }
    columns = ("women", "men", "girls", "boys", "sex_not_recorded")
    shown = Counter()
    for line in rows_of(here.page("/persons")):
        for column, cell in zip(columns, line[1:], strict=False):
            if cell.isdecimal():
                shown[names[line[0]], column] += int(cell)
    assert shown == sums


def assert_before_after(here):
    page = said(here.page("/before-after"))
    asked = [status for status in here.statuses(PRE_POST) if status not in UNASKED]
    found = re.search(r"asked for a survey before and after: (\d+)\.", page)
    assert (int(found[1]) if found else 0) == len(asked)
    counted = Counter(re.findall(r"(\d+) of (\d+) were aware before and (\d+) of (\d+) after", page))
    in_file = Counter()
    for project in here.projects:
        if value := here.said(project, PRE_POST):
            cells = json.loads(value)
            in_file[
                tuple(
                    str(cells[row][column]) for column in ("before", "after") for row in ("aware", "surveyed")
                )
            ] += 1
    assert counted == in_file


def assert_texts(here):
    for question in NEWEST.questions:
        codes = [part.code for part in question.parts if part.kind == "text"]
        if not codes:
            continue
        html = here.page(f"/texts/{question.code}")
        page = said(html)
        texts = [
            here.said(project, code)
            for project in here.projects
            for code in codes
            if here.said(project, code)
        ]
        reports = [project for project in here.projects if any(here.said(project, code) for code in codes)]
        found = re.search(r"(\d+) reports? says? something in words here\.", page)
        assert (int(found[1]) if found else 0) == len(reports), question.code
        assert sorted(re.findall(r'<div class="answer read".*?>(.*?)</div>', html)) == sorted(texts)
    [hits] = re.findall(r"(\d+) texts? found", said(here.page("/search", q="text")))
    assert int(hits) == len(
        [value for (_project, part), value in here.values.items() if value.startswith("Text")]
    )


def assert_patterns(here):
    crossed = here.counted("/patterns", "/patterns/awareness/")
    pairs = Counter((here.said(project, PARTNERS), here.said(project, STAFF)) for project in here.projects)
    for down in VALID:
        for across in VALID:
            assert crossed.get(f"{down}/{across}", 0) == pairs[down, across], (down, across)
    summary = {(row["part_code"], row["option"]): int(row["k"]) for row in here.file("summary")}
    for address, part in (("/patterns/indicators", INDICATORS), ("/patterns/constraints", KINDS)):
        totals = here.counted(address, f"/summary/{part}/", "mission" if part == INDICATORS else "region")
        for (code, option), k in summary.items():
            if code == part:
                assert totals[option] == k, (part, option)


PAGES = (
    assert_matrix, assert_charts, assert_access, assert_persons, assert_before_after, assert_texts,
    assert_patterns,
)  # fmt: skip
