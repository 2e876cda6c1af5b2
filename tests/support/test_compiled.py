"""An application whose rules and templates are known already is like the first."""

from survey.app import create_app
from tests.support.app import build_app, settings_for


def test_second_application_matches_and_builds_the_same_addresses(tmp_path):
    url = f"sqlite:///{tmp_path}/none.sqlite"
    apps = [create_app(settings_for(url, tmp_path), check=False), build_app(url, tmp_path)]
    first, second = (
        {(str(rule), rule.endpoint, *sorted(rule.arguments)) for rule in app.url_map.iter_rules()}
        for app in apps
    )
    assert first == second
    adapter = apps[1].url_map.bind("localhost")
    path = adapter.build("paper.report", {"public_id": "a" * 16, "from": "list"})
    assert path == f"/reports/{'a' * 16}/paper/report.pdf?from=list"
    assert all(rule.map is apps[1].url_map for rule in apps[1].url_map.iter_rules())
