"""Rounds whose reports give counts of persons, made through the services."""

from dataclasses import replace
from datetime import UTC, datetime

from survey.answering.persons import OUTCOMES, REACH, TABLES
from survey.answering.sample import SampleReport
from survey.answering.services.answers import open_report
from survey.answering.services.sample import load_sample
from survey.questionnaire.queries import published_versions
from survey.rounds.projects_file import read_projects
from survey.rounds.queries import asked_projects
from survey.rounds.services import ask_projects, ensure_round
from tests.support.app import writing

EQUAL, DIFFERENT = TABLES[REACH].verdict, TABLES[OUTCOMES].verdict
SIGNED = datetime(2002, 10, 12, 9, 30, tzinfo=UTC)
REGIONS = ("Africa", "Asia")


def reach(women=None, women_all=None, men=None, men_all=None, **more):
    """The table of access as the sample's file has it; further cells as girls=, girls_all= and so on."""
    return table("eligible", "reached", women=women, women_all=women_all, men=men, men_all=men_all, **more)


def outcomes(women=None, women_all=None, men=None, men_all=None):
    return table("assessed", "with_good_outcome", women=women, women_all=women_all, men=men, men_all=men_all)


def table(whole, part, **counts):
    given = {name: count for name, count in counts.items() if count is not None}
    rows = {
        whole: {name.removesuffix("_all"): n for name, n in given.items() if name.endswith("_all")},
        part: {name: n for name, n in given.items() if not name.endswith("_all")},
    }
    return {row: cells for row, cells in rows.items() if cells}


def add_counted_round(app, reports, code="2002", *, missions=2, title="Project", services=("health",)):
    """A round that asks one project for each of `reports`: its answers by part code, None where not received.

    Missions, in turn, lie in REGIONS; projects are final and progress reports in turn.
    """
    with writing(app) as session:
        versions = {one.number: one for one in published_versions(session, "gender-mainstreaming")}
        newest = versions[max(versions)]
        made = ensure_round(
            session, code=code, title=code, version_id=newest.id, opens_at=datetime(2002, 1, 1, tzinfo=UTC)
        )
        pattern = read_projects()[0]
        listed = [
            replace(
                pattern,
                number=n,
                title=f"{title} {n}",
                mission=f"Mission {(n - 1) % missions + 1}",
                region=REGIONS[(n - 1) % missions % len(REGIONS)],
                service_areas=services,
                report_kind=("final", "progress")[n % 2],
            )
            for n in range(1, len(reports) + 1)
        ]
        ask_projects(session, round=made, projects=listed)
        for asked, answers in zip(asked_projects(session, made.id), reports, strict=True):
            report = open_report(session, asked_project_id=asked.id, version_id=newest.id)
            if answers is not None:
                sample = SampleReport(
                    asked.number, newest.number, "submitted", "en", SIGNED, "A. Lead", "Lead", answers, ()
                )
                load_sample(session, report=report, sample=sample, versions=versions)
        session.commit()
    return f"/rounds/{code}"
