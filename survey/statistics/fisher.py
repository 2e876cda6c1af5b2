"""The exact test beside an interval, for small numbers."""

FEWEST_EXPECTED = 5


def fisher(k1: int, n1: int, k2: int, n2: int) -> float | None:
    """The two-sided p of Fisher's exact test of k1/n1 against k2/n2; None unless an expected count is below 5.

    Cochran (1954), Biometrics 10, 417–451, for the limit; the method is SciPy's.
    """
    n, k = n1 + n2, k1 + k2
    smallest = min(n1, n2) * min(k, n - k) / n if n else 0
    if not n1 or not n2 or smallest >= FEWEST_EXPECTED:
        return None
    from scipy.stats import fisher_exact

    return float(fisher_exact([[k1, n1 - k1], [k2, n2 - k2]]).pvalue)
