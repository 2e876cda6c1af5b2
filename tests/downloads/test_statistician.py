"""What a new statistician does: makes a token, fetches the answers, understands them and sums them up alone."""

import re
import urllib.error
from collections import Counter
from html import unescape

import pytest

from tests.support.servers import HOST, ServerHere

COUNTS = ["k", "n_valid", "n_answered", "n_asked", "n_received", "n_due"]
VALID_VERDICTS = {"yes", "partly", "no"}


@pytest.fixture
def server(app):
    """The beginning of all addresses of a real server."""
    made = ServerHere(app)
    app.config["TRUSTED_HOSTS"] = [HOST, "localhost"]
    app.config["SURVEY_BASE_URL"] = f"http://{HOST}:{made.port}"
    yield app.config["SURVEY_BASE_URL"]
    made.close()


def addresses(client):
    """The address of each file, as the page shows it with a new token."""
    page = client.send("/account/access-tokens", {"name": "pandas", "days": "30"}).text
    found = re.findall(r'id="address-\d+" value="([^"]*)"', page)
    return {address.rpartition("/")[2]: unescape(address) for address in found}


def read(address):
    import pandas

    return pandas.read_csv(address, dtype=str, keep_default_na=False)


def summed_up(answers, questions):
    """The counts of the summary, from the lines of answers_long.csv; the codebook says which options a part has."""
    found = {}
    for part, lines in answers.groupby("part_code"):
        known = questions[questions["code"] == part]
        # a table's cell begins with "rows:"; it has no options
        cells = [cell for cell in known["options"] if not cell.startswith("rows:")]
        options = {code for cell in cells for code in re.findall(r"(?:^|; )(\w+) \(", cell)}
        statuses = Counter(lines["status"])
        received = len(lines) - statuses["not_reached"]
        asked = received - statuses["not_asked"] - statuses["not_shown"]
        answered = lines[lines["status"] == "answered"]["value"]
        chosen = Counter(option for value in answered for option in value.split(";"))
        is_verdict = set(known["kind"]) == {"verdict"}
        valid = sum(not is_verdict or value in VALID_VERDICTS for value in answered)
        for option in options:
            found[part, option] = [chosen[option], valid, statuses["answered"], asked, received, len(lines)]
    return found


def on_page(page):
    """What the page of the summary counts, by part and bucket."""
    return {
        (part, bucket): int(re.search(r"\d+", words)[0])
        for part, bucket, words in re.findall(r'/summary/([\w.]+)/(\w+)">([^<]*\d[^<]*)</a>', page)
    }


def test_the_summary_is_recomputed_from_the_answers_alone(app, client_for, server):
    client = client_for("working_group")
    files = addresses(client)
    assert all(address.startswith(server) for address in files.values())
    answers, questions = read(files["answers_long.csv"]), read(files["questions.csv"])
    assert set(answers["part_code"]) == set(questions["code"])
    alone = summed_up(answers, questions)

    summary = read(files["summary.csv"])
    rows = {
        (row["part_code"], row["option"]): [int(row[name]) for name in COUNTS]
        for _, row in summary.iterrows()
    }
    assert {key: (alone.get(key), row) for key, row in rows.items() if alone.get(key) != row} == {}
    assert (set(alone), len(rows)) == (set(rows), len(summary))

    page = on_page(client.get("/rounds/2001/summary").text)
    buckets = ("valid", "answered", "asked", "received", "due")
    compared = 0
    for (part, option), counts in alone.items():
        assert [page[part, bucket] for bucket in buckets] == counts[1:]
        if (part, option) in page:
            compared += 1
            assert page[part, option] == counts[0], (part, option)
    assert compared > 100

    # an ended token opens nothing, from the next request on
    end = re.search(
        r'action="(/account/access-tokens/\w{16}/end)"', client.get("/account/access-tokens").text
    )
    client.send(end[1])
    with pytest.raises(urllib.error.HTTPError, match="404"):
        read(files["summary.csv"])
