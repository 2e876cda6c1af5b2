from dataclasses import replace

import pytest

from survey.rounds.planning import plan_of_sheet
from survey.rounds.plans import Known, Plan, PlannedMission, PlannedProject, plan_of_projects
from survey.rounds.project_sheet import read_sheet

HEAD = "code,title,mission,country,region,service_areas,target_group,funding_usd,status,report_kind\n"
MANILA = PlannedMission(3, "Manila", "PHL", "Asia")
OLD = PlannedProject(
    7, "2001-03", "Campaign", "Manila", ("health",), "women", 5000, "in_progress", "progress"
)
KNOWN = Known({"Manila": MANILA}, {"2001-03": OLD})
NEW_LINE = "2026-01,Classes,Nairobi,ken,Africa,health; return ;,men,1200,,\n"


def plan(text, known=KNOWN):
    return plan_of_sheet(read_sheet(HEAD + text), known)


def notes(line):
    return [str(note) for note in line.notes]


def refusals(text, known=KNOWN):
    made = plan(text, known)
    assert made.is_refused
    return {line.number: notes(line) for line in made.lines if line.outcome == "refused"}


def test_new_project_of_a_new_mission_is_created_and_asked():
    made = plan(NEW_LINE)
    [line] = made.lines
    assert (line.number, line.outcome, notes(line)) == (2, "new", ["The mission “Nairobi” is new."])
    assert made.missions == made.new_missions == [PlannedMission(None, "Nairobi", "KEN", "Africa")]
    assert line.project == PlannedProject(
        None, "2026-01", "Classes", "Nairobi", ("health", "return"), "men", 1200, "in_progress", "progress"
    )
    assert (made.does_something, made.is_refused) == (True, False)


def test_later_lines_need_not_say_again_where_a_mission_lies():
    made = plan(NEW_LINE + "2026-02,Radio,Nairobi,,,,,,,\n2026-03,Films,Manila,,,,,,completed,\n")
    assert [line.outcome for line in made.lines] == ["new"] * 3
    assert [mission.name for mission in made.missions] == ["Nairobi"]
    assert [line.project.report_kind for line in made.lines] == ["progress", "progress", "final"]


def test_empty_cells_leave_a_project_as_it_is():
    made = plan("2001-03,,,,,,,,,\n")
    [line] = made.lines
    assert (line.outcome, line.project, made.missions) == ("asked", OLD, [])


def test_project_that_is_asked_already_stays_as_it_is():
    made = plan("2001-03,Campaign,Manila,,,,,,,\n", replace(KNOWN, asked=frozenset({"2001-03"})))
    assert ([line.outcome for line in made.lines], made.does_something) == (["same"], False)


def test_what_differs_is_changed_and_said():
    [line] = plan("2001-03,Radio campaign,,,,health;return,,7000,completed,\n").lines
    assert line.outcome == "changed"
    assert notes(line) == [
        "Changed: title, until now “Campaign”.",
        "Changed: service areas, until now “health”.",
        "Changed: funding, until now “5000”.",
        "Changed: status, until now “in_progress”.",
        "Changed: kind of report, until now “progress”.",
        "It is asked, too.",
    ]
    assert line.project.report_kind == "final"


def test_mission_may_move_to_another_region_once():
    made = plan("2001-03,,Manila,,Asia and Oceania,,,,,\n")
    assert made.missions == [replace(MANILA, region="Asia and Oceania")]
    assert (made.new_missions, made.does_something) == ([], True)
    text = "The mission “Manila” moves from PHL, Asia to PHL, Asia and Oceania, in earlier rounds too."
    assert notes(made.lines[0]) == [text]
    twice = refusals("2001-03,,Manila,,Oceania,,,,,\n2026-01,T,Manila,,Europe,,,,,\n")
    assert twice == {3: ["Line 2 says another country or region of this mission."]}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (",T,Manila,,,,,,,", "The code is missing or has other signs"),
        ("a b,T,Manila,,,,,,,", "The code is missing or has other signs"),
        ("=1+1,T,Manila,,,,,,,", "The code is missing or has other signs"),
        ("2026-01,,Manila,,,,,,,", "The project is new, so its title and its mission are needed."),
        ("2026-01,T,,,,,,,,", "The project is new, so its title and its mission are needed."),
        ("2026-01,T,Chad,TCD,,,,,,", "The mission is new, so its country and its region are needed."),
        ("2026-01,T,Chad,Tchad,Africa,,,,,", "Write the country in three letters (ISO 3166), such as KEN."),
        ("2026-01,T,manila,PHL,Asia,,,,,", "There is a mission “Manila”, written a little differently."),
        ("2001-03,,Nairobi,KEN,Africa,,,,,", "The project belongs to Manila."),
        ("2001-03,,,,,,,1 000,,", "Write the funding in whole dollars"),
        ("2001-03,,,,,,,-5,,", "Write the funding in whole dollars"),
        ("2001-03,,,,,,,9999999999,,", "Write the funding in whole dollars"),
        ("2001-03,,,,,,,,finished,", "“finished” is none of: completed,"),
        ("2001-03,,,,,,,,,interim", "“interim” is none of: final, progress."),
        ("2001-03,,,,," + ";".join(map(str, range(21))) + ",,,,", "At most 20 service areas fit."),
        ("2001-03,a\x07,,,,,,,,", "title: The text contains a character"),
    ],
)
def test_line_that_cannot_be_taken_is_refused_with_its_reason(line, says):
    [[reason]] = refusals(line + "\n").values()
    assert reason.startswith(says)


def test_project_that_stands_twice_in_the_file_is_refused_the_second_time():
    found = refusals(NEW_LINE + "2001-03,,,,,,,,,\n2026-01,Other,Nairobi,,,,,,,\n")
    assert found == {4: ["This project stands on line 2 already."]}


def test_two_spellings_of_a_new_mission_are_refused():
    found = refusals(NEW_LINE + "2026-02,T,NAIROBI,KEN,Africa,,,,,\n")
    assert list(found) == [3]


def test_plan_of_projects_asks_those_that_are_not_asked_yet():
    other = replace(OLD, id=8, code="2001-04")
    made = plan_of_projects([OLD, other], frozenset({"2001-04"}))
    assert [line.outcome for line in made.lines] == ["asked", "same"]
    assert [(str(words), n) for words, n in made.counts] == [("Asked", 1), ("Asked already", 1)]


def test_another_plan_has_another_fingerprint():
    plans = [
        Plan([]),
        plan(NEW_LINE),
        plan(NEW_LINE.replace("Africa", "East Africa")),
        plan(NEW_LINE.replace("1200", "1300")),
        plan_of_projects([OLD], frozenset()),
        plan_of_projects([OLD], frozenset({"2001-03"})),
    ]
    assert len({made.fingerprint for made in plans}) == len(plans)
    assert plan(NEW_LINE).fingerprint == plan(NEW_LINE).fingerprint
