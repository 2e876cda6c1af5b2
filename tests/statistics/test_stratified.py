"""The stratified estimates against published figures, and at their edges.

The 13 trials of the BCG vaccine are Colditz and others' (1994), Journal of the American Medical Association 271,
698–702, as R's package metafor ships them; its `rma.mh` gives the ratio 0.6353 (0.5881 to 0.6862) and, with Sato's
variance, the difference −0.003288181832613 with the standard error 0.0002866567485273736.
"""

from math import isclose

from survey.statistics.intervals import Z
from survey.statistics.stratified import (
    Stratum,
    Sums,
    crude_ratio,
    stratified_difference,
    stratified_ratio,
    sums,
)

# with tuberculosis and without among the vaccinated, then among the others
BCG = [
    (4, 119, 11, 128),
    (6, 300, 29, 274),
    (3, 228, 11, 209),
    (62, 13536, 248, 12619),
    (33, 5036, 47, 5761),
    (180, 1361, 372, 1079),
    (8, 2537, 10, 619),
    (505, 87886, 499, 87892),
    (29, 7470, 45, 7232),
    (17, 1699, 65, 1600),
    (186, 50448, 141, 27197),
    (5, 2493, 3, 2338),
    (27, 16886, 29, 17825),
]


def published():
    return sums(Stratum(a, a + b, c, c + d) for a, b, c, d in BCG)


def test_ratio_is_the_published_one():
    found = stratified_ratio(published())
    shown = [f"{value:.4f}" for value in (found.value, found.interval.lower, found.interval.upper)]
    assert shown == ["0.6353", "0.5881", "0.6862"]


def test_difference_is_the_published_one():
    found = stratified_difference(published())
    assert isclose(found.value, -0.003288181832613, rel_tol=1e-12)
    assert isclose((found.interval.upper - found.value) / Z, 0.0002866567485273736, rel_tol=1e-9)


def test_crude_ratio_can_point_the_other_way():
    # women do better in both projects, and worse when all persons are thrown together
    total = sums([Stratum(18, 20, 64, 80), Stratum(24, 80, 5, 20)])
    assert stratified_ratio(total).value > 1
    assert crude_ratio(total).value < 1


def test_project_with_one_sex_only_compares_nothing():
    alone = [Stratum(9, 12, 4, 11)]
    assert sums([*alone, Stratum(5, 9, 0, 0), Stratum(0, 0, 5, 9)]) == sums(alone)


def test_nothing_is_estimated_where_there_is_no_stratum():
    assert sums([]) == Sums()
    assert stratified_ratio(Sums()) is stratified_difference(Sums()) is crude_ratio(Sums()) is None


def test_nothing_is_estimated_where_everybody_or_nobody_was_reached():
    for reached in (0, 10):
        total = sums([Stratum(reached, 10, reached, 10)] * 3)
        assert stratified_ratio(total) is stratified_difference(total) is None
