from dataclasses import replace

from tests.downloads.records import answer, content, report, two_versions, verdict, version


def test_parts_are_those_of_all_versions_in_the_order_of_the_current_one():
    found = content(versions=two_versions()).parts
    assert [part.code for part in found] == ["X_ADDED.new", "X_TRIAL.told", "X_TRIAL.seen"]


def test_a_retired_part_stays():
    versions = {1: version({"code": "old"}, verdict("kept")), 2: version(verdict("kept"), number=2)}
    assert [part.code for part in content(versions=versions).parts] == ["X_TRIAL.kept", "X_TRIAL.old"]


def test_answers_are_grouped_by_report():
    answers = [answer("X_TRIAL.first", "a"), answer("X_TRIAL.first", "c", report_id=3)]
    found = content([report(1), report(2), report(3)], answers=answers).by_report()
    assert [(r.id, [a.value for a in own.values()]) for r, own in found] == [(1, ["a"]), (2, []), (3, ["c"])]


def test_reports_are_taken_a_batch_at_a_time():
    taken = []

    def batches(parts):
        for id in (1, 2, 3):
            taken.append((id, parts))
            yield [report(id)], {}

    found = replace(content(), batches=batches).by_report(["X_TRIAL.first"])
    assert [one.id for one, _ in (next(found), next(found))] == [1, 2]
    assert taken == [(1, ["X_TRIAL.first"]), (2, ["X_TRIAL.first"])]
