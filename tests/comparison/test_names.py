import pytest

from survey.answering.statuses import ANSWERED, STATUS_NAMES, STATUSES
from survey.comparison.names import bucket_name, counted
from survey.comparison.reading import buckets
from tests.comparison.examples import SUCCESS, VERSIONS

PART = VERSIONS[2].part[SUCCESS]


@pytest.mark.parametrize("part", VERSIONS[2].parts, ids=lambda part: part.code)
def test_every_group_has_a_name_and_a_count_in_words(part):
    for bucket in buckets(part):
        assert bucket_name(bucket, part)
        assert str(counted(bucket, 3, part, "fr")).startswith("3 ")


def test_names_of_groups():
    assert str(bucket_name("valid", PART)) == "Valid answers"
    assert bucket_name("yes", PART).to("es") == "Sí"
    assert [bucket_name(name, PART) for name in STATUSES if name != ANSWERED] == [
        STATUS_NAMES[name] for name in STATUSES if name != ANSWERED
    ]


def test_counts_in_words():
    assert str(counted("not_reached", 1, PART, "en")) == "1 not received"
    different = VERSIONS[2].part["Q9_IMPACTDIFF.different"]
    assert str(counted("not_measured", 2, different, "en")) == "2 “Not measured”"
