"""Counts of categories, missing shares, and many tests at once: SciPy and statsmodels, tails at 40 digits."""

from __future__ import annotations

import math
from fractions import Fraction

import mpmath as mp
import numpy as np
from scipy import stats
from statsmodels.stats.multitest import multipletests

from binned import score_cases
from cases import beta_share, case, chi2_tail, mpf, normal_tail, p_of, unavailable

TOL = {"*": {"rel": 1e-9, "abs": 1e-12}, "pvalue": {"rel": 1e-6, "abs": 1e-300}, "lnPvalue": {"rel": 1e-9, "abs": 1e-6}}


def contingency(reference, current):
    """X², G and degrees of freedom of the categories that somebody has."""
    pairs = [(r, c) for r, c in zip(reference, current) if r + c > 0]
    n, m = sum(reference), sum(current)
    x2 = Fraction(0)
    g = mp.mpf(0)
    for r, c in pairs:
        for observed, size in ((r, n), (c, m)):
            expected = Fraction((r + c) * size, n + m)
            gap = abs(observed - expected)
            x2 += gap**2 / expected
            if observed:
                g += 2 * observed * mp.log(mp.mpf(observed) / mpf(expected))
    return x2, g, len(pairs) - 1


def tail(x, degrees):
    return {"pvalue": 1} if degrees == 0 or x == 0 else p_of(chi2_tail(x, degrees))


def pooled(reference, current, least=5):
    """The smallest categories made one until every expected count is `least`, or two are left; the pool stands last."""
    cells = [(r, c) for r, c in zip(reference, current) if r + c > 0]
    n, m = sum(reference), sum(current)
    share = Fraction(min(n, m), n + m)
    pool = None
    taken = 0
    while len(cells) + (pool is not None) > 2:
        totals = [sum(cell) for cell in cells] + ([sum(pool)] if pool else [])
        if min(totals) * share >= least:
            break
        if pool is None:
            i = min(range(len(cells)), key=lambda k: sum(cells[k]))
            pool = cells.pop(i)
            taken += 1
        i = min(range(len(cells)), key=lambda k: sum(cells[k]))
        extra = cells.pop(i)
        pool = (pool[0] + extra[0], pool[1] + extra[1])
        taken += 1
    return cells + ([pool] if pool else []), taken


def bergsma(x2, k, total):
    if k < 2:
        return 0.0
    phi2 = max(0, float(x2) / total - (k - 1) / (total - 1))
    rows, columns = 2 - 1 / (total - 1), k - (k - 1) ** 2 / (total - 1)
    least = min(rows - 1, columns - 1)
    return math.sqrt(phi2 / least) if least > 0 else None


def binomial_tail(k, n, p):
    """P(Bin(n, p) >= k)."""
    return mp.mpf(1) if k <= 0 else beta_share(k, n - k + 1, p)


def new_category(reference, current):
    n, m = sum(reference), sum(current)
    unseen = sum(c for r, c in zip(reference, current) if r == 0)
    interval = stats.binomtest(unseen, m).proportion_ci(0.95, "exact") if m else (0, 1)
    bound = 1 - mp.power(mp.mpf(1) / 20, mp.mpf(1) / n)
    found = {"unseenCount": unseen, "rate": unseen / m, "lower": interval[0], "upper": interval[1], "referenceBound": float(bound)}
    p = binomial_tail(unseen, m, bound)
    return found | {"pvalue": float(p) if p > mp.mpf("1e-300") else 0}


def count_cases(name, reference, current):
    inputs = {"referenceCounts": reference, "currentCounts": current}
    add = lambda statistic, expected, options, tol=TOL, library=None: made.append(
        case(name(), statistic, expected, tol, inputs=inputs, options=options, library=library))
    made = []
    n, m = sum(reference), sum(current)
    if n == 0 or m == 0:
        add("chi2", unavailable(), {"correction": False, "minExpected": 0})
        add("g_test", unavailable(), {"correction": False, "minExpected": 0})
        add("chi2", unavailable(), {"correction": False, "minExpected": 5})
        for statistic, options in (("cramers_v", {"biasCorrected": False}), ("tvd", {}), ("l_infinity", {}), ("js", {"base": 2}), ("hellinger", {})):
            add(statistic, {"statistic": None}, options)
        return made
    x2, g, degrees = contingency(reference, current)
    totals = [r + c for r, c in zip(reference, current) if r + c > 0]
    add("chi2", {"statistic": float(x2), "df": degrees, **tail(mpf(x2), degrees), "minExpectedCount": float(Fraction(min(totals) * min(n, m), n + m))},
        {"correction": False, "minExpected": 0}, library="fractions and mpmath; scipy.stats.chi2_contingency(correction=False)")
    add("g_test", {"statistic": float(g), "df": degrees, **tail(g, degrees)}, {"correction": False, "minExpected": 0},
        {"*": {"rel": 1e-7, "abs": 1e-9}, "pvalue": {"rel": 1e-6, "abs": 1e-300}, "lnPvalue": {"rel": 1e-7, "abs": 0.001}})
    cells, taken = pooled(reference, current)
    r, c = [cell[0] for cell in cells], [cell[1] for cell in cells]
    p2, pg, pd = contingency(r, c)
    add("chi2", {"statistic": float(p2), "df": pd, **tail(mpf(p2), pd), "pooledCategories": taken, "referenceCounts": r, "currentCounts": c},
        {"correction": False, "minExpected": 5})
    add("cramers_v", {"statistic": math.sqrt(x2 / (n + m)) if degrees else 0}, {"biasCorrected": False}, {"*": {"rel": 1e-8, "abs": 1e-9}})
    add("cramers_v", {"statistic": bergsma(x2, degrees + 1, n + m)}, {"biasCorrected": True}, {"*": {"rel": 1e-8, "abs": 1e-9}}, "Bergsma 2013")
    add("new_category_rate", new_category(reference, current), {"confidence": 0.95}, {"*": {"rel": 1e-7, "abs": 1e-12}, "pvalue": {"rel": 1e-7, "abs": 1e-290}})
    made += score_cases(name, {"inputs": inputs}, reference, current, {})
    if all(v > 0 for v in reference):
        expected = [Fraction(v * m, n) for v in reference]
        fit = sum((v - e) ** 2 / e for v, e in zip(current, expected))
        add("chi2", {"statistic": float(fit), "df": len(reference) - 1, **tail(mpf(fit), len(reference) - 1)},
            {"compat": "evidently-0.7.21", "form": "goodness-of-fit"}, library="scipy.stats.chisquare(current, reference * n/N)")
    if len(reference) == 2:
        if degrees == 1:
            scipys = stats.chi2_contingency([reference, current], correction=True)
            add("chi2", {"statistic": float(scipys.statistic), "df": 1, "pvalue": float(scipys.pvalue)}, {"correction": True, "minExpected": 0},
                library="scipy.stats.chi2_contingency(correction=True)")
        for alternative in ("two-sided", "less", "greater"):
            ratio, p = stats.fisher_exact([reference, current], alternative)
            expected = {"pvalue": float(p)} if math.isnan(ratio) else {"oddsRatio": float(ratio), "pvalue": float(p)}
            add("fisher_exact", expected, {"alternative": alternative}, {"*": {"rel": 1e-9, "abs": 1e-12}, "pvalue": {"rel": 1e-6, "abs": 1e-300}},
                "scipy.stats.fisher_exact([[ref],[cur]])")
    return made


def wilson(k, n, z):
    p = k / n
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return [0.0 if k == 0 else centre - half, 1.0 if k == n else centre + half]


def missing_case(name, a, n, b, m, confidence=0.95):
    z = stats.norm.ppf((1 + confidence) / 2)
    p, q, both = a / n, b / m, (a + b) / (n + m)
    noise = mp.sqrt(mp.mpf(a + b) / (n + m) * (1 - mp.mpf(a + b) / (n + m)) * (mp.mpf(1) / n + mp.mpf(1) / m))
    score = (mp.mpf(b) / m - mp.mpf(a) / n) / noise if noise > 0 else mp.mpf(0)
    fisher = stats.fisher_exact([[a, n - a], [b, m - b]])[1]
    least = min(a + b, n + m - a - b) * min(n, m) / (n + m)
    normal = 2 * normal_tail(abs(score))
    (l1, u1), (l2, u2) = wilson(a, n, z), wilson(b, m, z)
    exact = stats.binomtest(b, m).proportion_ci(confidence, "exact")
    d = q - p
    method = "z" if least >= 5 else "fisher"
    return case(name(), "missing_rate", {
        "rateReference": p, "rateCurrent": q, "difference": d, "z": float(score), "pvalue": float(normal), "fisherPvalue": fisher, "minExpected": least,
        "method": method, "adoptedPvalue": float(normal) if method == "z" else fisher, "wilsonCurrent": [l2, u2],
        "clopperPearsonCurrent": [exact.low, exact.high],
        "newcombeDifference": [d - math.hypot(q - l2, u1 - p), d + math.hypot(u2 - q, p - l1)],
    }, {"*": {"rel": 1e-8, "abs": 1e-12}, "pvalue": {"rel": 1e-6, "abs": 1e-300}, "fisherPvalue": {"rel": 1e-5, "abs": 1e-300},
        "adoptedPvalue": {"rel": 1e-5, "abs": 1e-300}},
        inputs={"missingReference": a, "nReference": n, "missingCurrent": b, "nCurrent": m}, options={"confidence": confidence},
        library="scipy.stats.norm, beta, fisher_exact")


def adjust_cases(name, ps):
    kept = [p for p in ps if p is not None]
    made = []
    for ours, theirs in (("bonferroni", "bonferroni"), ("holm", "holm"), ("bh", "fdr_bh"), ("by", "fdr_by")):
        adjusted = iter(multipletests(kept, 0.05, theirs)[1] if kept else [])
        values = [None if p is None else float(next(adjusted)) for p in ps]
        made.append(case(name(), "adjust_pvalues", {"adjusted": values, "rejected": [None if v is None else v <= 0.05 for v in values]},
                         {"*": {"rel": 1e-10, "abs": 1e-300}}, inputs={"pvalues": ps}, options={"method": ours, "alpha": 0.05},
                         library=f"statsmodels.stats.multitest.multipletests(method='{theirs}')"))
    return made


def counted_labels(reference, current):
    type_of = lambda v: "boolean" if isinstance(v, bool) else "number" if isinstance(v, (int, float)) else "string"
    text = lambda v: str(v).lower() if isinstance(v, bool) else str(v)
    key = lambda v: (type_of(v), text(v))
    keys = sorted({key(v) for v in reference + current if v is not None})
    count = lambda values, k: sum(v is not None and key(v) == k for v in values)
    return {"categories": [{"type": k[0], "value": k[1], "reference": count(reference, k), "current": count(current, k)} for k in keys],
            "missingReference": reference.count(None), "missingCurrent": current.count(None)}


def numbered(prefix):
    numbers = iter(range(1, 100_000))
    return lambda: f"{prefix}{next(numbers):03d}"


def random_cases(rng, count):
    name = numbered("C")
    made = []
    for _ in range(count):
        k = int(rng.integers(1, 3 if rng.random() < 0.4 else 25))
        size = int(10 ** rng.uniform(0.3, 5))
        weights = rng.dirichlet(np.full(k, rng.choice([0.1, 1, 10])))
        moved = rng.dirichlet(weights * 50 + 0.05) if rng.random() < 0.7 else weights
        r = [int(v) for v in rng.multinomial(size, weights)]
        c = [int(v) for v in rng.multinomial(int(10 ** rng.uniform(0.3, 5)), moved / moved.sum())]
        made += count_cases(name, r, c)
        n, m = (int(10 ** rng.uniform(0, 5)) for _ in range(2))
        a, b = int(rng.binomial(n, rng.choice([0, 0.001, 0.1, 0.5, 0.99, 1]))), int(rng.binomial(m, rng.choice([0, 0.001, 0.1, 0.5, 0.99, 1])))
        made.append(missing_case(name, a, n, b, m, float(rng.choice([0.9, 0.95, 0.99]))))
        ps = [None if rng.random() < 0.1 else float(10 ** rng.uniform(-300 if rng.random() < 0.1 else -6, 0)) for _ in range(int(rng.integers(1, 30)))]
        ps = [p if rng.random() < 0.8 else ps[0] for p in ps]
        made += adjust_cases(name, ps)
    return made


def hard_cases():
    name = numbered("HC")
    made = []
    for r, c in [([0, 0], [3, 4]), ([5, 0, 0], [0, 0, 0]), ([1], [1]), ([7, 0], [9, 0]), ([10**9, 10**9], [10**9 + 10**6, 10**9 - 10**6]),
                 ([50_000, 0], [0, 50_000]), ([3000, 2000, 1000], [1000, 2000, 3000]), ([1] * 40, [0] * 39 + [40]), ([1, 1, 1, 1], [1, 1, 1, 1]),
                 ([100_000, 1, 0, 0, 1], [99_000, 0, 1, 700, 3]), ([2, 2, 2, 2, 500], [3, 3, 3, 3, 600]), ([1, 0], [0, 1]), ([0, 1], [0, 1]),
                 ([100_000, 100], [90_000, 10_100])]:
        made += count_cases(name, r, c)
    for a, n, b, m in [(0, 1, 0, 1), (1, 1, 0, 1), (0, 10**6, 10**6, 10**6), (5, 10**6, 400, 10**6), (500_000, 10**6, 510_000, 10**6), (0, 3, 3, 3), (9, 20, 11, 20)]:
        made.append(missing_case(name, a, n, b, m))
    for ps in [[0.0, 1.0, 0.5], [1e-320, 1e-300, 0.3], [0.05], [None, None], [0.01] * 5, [1.0, 1.0], [None, 0.04, 0.01, None, 0.03]]:
        made += adjust_cases(name, ps)
    for r, c in [([], ["a"]), (["", " ", "a"], ["", None, "A"]), (["é", "e\u0301", "z"], ["é", "\U0001F600", "\uffee"]),
                 ([1, 2.5, -1], [True, "1", 1]), ([None, None], [None])]:
        made.append(case(name(), "count_categories", counted_labels(r, c), {"*": {"abs": 0}}, inputs={"reference": r, "current": c}))
    return made
