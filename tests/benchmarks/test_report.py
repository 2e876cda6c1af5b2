from tests.benchmarks.report import Figure, Table, replaced, section

PARTS = ["one installation", "many people", "statements"]


def made(part, value):
    figures = [Figure("Saving", value, "under 1 s", True, "By hand.")]
    return section(part, [("date", "today")], figures, [Table("Saves | all", ("page", "ms"), [("a|b", "1")])])


def test_a_part_takes_the_place_of_its_older_one_and_leaves_the_others():
    text = ""
    for part, value in (
        ("statements", "1"),
        ("one installation", "2"),
        ("many people", "3"),
        ("statements", "4"),
    ):
        text = replaced(text, PARTS, part, made(part, value))
    heads = [line for line in text.splitlines() if line.startswith("## ")]
    assert heads == ["## One installation", "## Many people", "## Statements"]
    assert [line for line in text.splitlines() if line.startswith("| Saving")] == [
        f"| Saving | {value} | under 1 s | held |" for value in ("2", "3", "4")
    ]
    assert replaced(text, PARTS, "many people", made("many people", "3")) == text
    assert text.count("### Saves | all") == text.count("| a\\|b | 1 |") == 3


def test_a_part_that_there_is_no_more_goes():
    text = replaced("", [*PARTS, "gone"], "gone", made("gone", "1"))
    assert "## Gone" in text
    assert "## Gone" not in replaced(text, PARTS, "statements", made("statements", "2"))
