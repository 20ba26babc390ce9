"""Two samples of numbers: SciPy's calls where they are exact, else whole numbers and fractions, and tails at 40 digits."""

from __future__ import annotations

import math
import warnings
from fractions import Fraction

import mpmath as mp
import numpy as np
from scipy import stats

from cases import (case, cramer_von_mises_tail, exact, f_tail, kolmogorov_tail, mean, mpf, normal_tail, p_of,
                   squares, t_tail_two_sided, unavailable)

QUANTILES = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]
MOST_PATHS = 200_000


def cleaned(values):
    numbers = [math.nan if v is None else float(v) for v in values]
    return sorted(v for v in numbers if math.isfinite(v))


def counts_of(values):
    numbers = [math.nan if v is None else float(v) for v in values]
    return (sum(math.isfinite(v) for v in numbers), sum(math.isnan(v) for v in numbers), sum(math.isinf(v) for v in numbers))


def dataset(id, title, reference, current):
    (n, missing_n, infinite_n), (m, missing_m, infinite_m) = counts_of(reference), counts_of(current)
    counts = {"nReference": n, "nCurrent": m, "missingReference": missing_n, "missingCurrent": missing_m,
              "infiniteReference": infinite_n, "infiniteCurrent": infinite_m}
    return {"id": id, "title": title, "reference": reference, "current": current, "counts": counts}


def quantile7(ordered, level):
    position = Fraction(level) * (len(ordered) - 1)
    low = int(position)
    high = min(low + 1, len(ordered) - 1)
    a, b = Fraction(ordered[low]), Fraction(ordered[high])
    return a + (b - a) * (position - low)


def described(x):
    values = exact(x)
    n = len(values)
    ss = squares(values)
    return {"n": n, "mean": float(mean(values)), "sd": float(mp.sqrt(mpf(ss / (n - 1)))) if n > 1 else None,
            "sdPopulation": float(mp.sqrt(mpf(ss / n))), "min": x[0], "max": x[-1],
            "quantiles": [float(quantile7(x, q)) for q in QUANTILES], "distinct": len(set(x))}


def steps_of(x, y, sign=0):
    """The largest difference of the distribution functions in steps of 1/(nm)."""
    n, m = len(x), len(y)
    best = 0
    for v in sorted(set(x) | set(y)):
        i, j = int(np.searchsorted(x, v, "right")), int(np.searchsorted(y, v, "right"))
        gap = i * m - j * n
        best = max(best, abs(gap) if sign == 0 else sign * gap)
    return best


def path_share(n, m, steps, sign=0):
    """Share of lattice paths that reach the distance, in whole numbers."""
    if steps == 0:
        return mp.mpf(1)
    if steps == n * m:
        return mp.mpf(2 if sign == 0 else 1) / math.comb(n + m, n)
    inside = [0] * (m + 1)
    for i in range(n + 1):
        for j in range(m + 1):
            gap = i * m - j * n
            beyond = abs(gap) >= steps if sign == 0 else sign * gap >= steps
            inside[j] = 0 if beyond else 1 if i + j == 0 else (inside[j] if i else 0) + (inside[j - 1] if j else 0)
    everything = math.comb(n + m, n)
    return mp.mpf(everything - inside[m]) / everything


def equal_sizes_share(n, h, sign=0):
    if h == 0:
        return mp.mpf(1)
    ways = lambda k: mp.exp(mp.loggamma(2 * n + 1) - mp.loggamma(n - k + 1) - mp.loggamma(n + k + 1))
    if sign != 0:
        return ways(h) / ways(0)
    total = sum((-1) ** (j - 1) * ways(j * h) for j in range(1, n // h + 1))
    return min(mp.mpf(1), 2 * total / ways(0))


def ks_cases(name, id, x, y):
    n, m = len(x), len(y)
    tol = {"statistic": {"rel": 1e-9, "abs": 1e-12}, "pvalue": {"rel": 1e-7, "abs": 1e-300}, "lnPvalue": {"rel": 1e-9, "abs": 1e-6},
           "lnPvalueApprox": {"rel": 1e-6, "abs": 1e-6}}
    made = []

    def add(options, expected, library, notes=None, tol=tol):
        made.append(case(name(), "ks", expected, tol, dataset=id, options=options, library=library, notes=notes))

    if n == 0 or m == 0:
        add({"alternative": "two-sided", "method": "auto"}, unavailable(), None)
        return made
    steps = steps_of(x, y)
    d = mp.mpf(steps) / n / m
    if n == m:
        add({"alternative": "two-sided", "method": "auto"},
            {"statistic": float(d), **p_of(equal_sizes_share(n, steps // n)), "method": "exact-equal-sizes"}, "closed form, mpmath")
    elif n * m <= MOST_PATHS or steps == n * m <= 10**6:
        add({"alternative": "two-sided", "method": "auto"},
            {"statistic": float(d), **p_of(path_share(n, m, steps)), "method": "exact"}, "paths counted in whole numbers")
    size = round(Fraction(n * m, n + m))
    p = stats.kstwo.sf(float(d), size)
    if 0 < p < 1 and size > 0:
        add({"alternative": "two-sided", "method": "asymptotic"},
            {"statistic": float(d), "pvalue": p, "method": "asymptotic-kstwo", "en": size}, "scipy.stats.kstwo.sf",
            tol={**tol, "pvalue": {"rel": 1e-6, "abs": 1e-300}})
    elif p == 0:
        add({"alternative": "two-sided", "method": "asymptotic"}, {"statistic": float(d), "pvalue": 0, "method": "asymptotic-kstwo", "en": size,
            "lnPvalueApprox": float(mp.log(2) - 2 * size * d * d)}, "scipy.stats.kstwo.sf")
    root = mp.sqrt(mp.mpf(n * m) / (n + m))
    add({"alternative": "two-sided", "method": "limit"},
        {"statistic": float(d), **p_of(kolmogorov_tail(d * root)), "method": "kolmogorov-limit"}, "mpmath series")
    for alternative, sign in (("less", -1), ("greater", 1)):
        steps = steps_of(x, y, sign)
        if n == m:
            share = equal_sizes_share(n, steps // n, sign)
        elif n * m <= MOST_PATHS or steps == n * m <= 10**6:
            share = path_share(n, m, steps, sign)
        else:
            continue
        add({"alternative": alternative, "method": "exact"}, {"statistic": float(mp.mpf(steps) / n / m), **p_of(share)},
            "paths counted in whole numbers")
    return made


def mid_ranks(x, y):
    pooled = sorted(x + y)
    first, last = {}, {}
    for i, v in enumerate(pooled):
        first.setdefault(v, i + 1)
        last[v] = i + 1
    return {v: Fraction(first[v] + last[v], 2) for v in first}, [last[v] - first[v] + 1 for v in first]


def one_row_tail(u, n, m):
    """The exact law where a side has one row: its rank is all there is."""
    total = n + m
    alone = [(rank, [r for r in range(1, total + 1) if r != rank]) for rank in range(1, total + 1)]
    values = [(rank - 1) ** 2 + max(n, m) * sum((r - i - 1) ** 2 for i, r in enumerate(others)) for rank, others in alone]
    return {"pvalue": float(Fraction(sum(v >= u for v in values), total))}


def cvm(x, y):
    n, m = len(x), len(y)
    ranks, _ = mid_ranks(x, y)
    u = n * sum((ranks[v] - i - 1) ** 2 for i, v in enumerate(x)) + m * sum((ranks[v] - j - 1) ** 2 for j, v in enumerate(y))
    total = n + m
    statistic = u / (n * m * total) - Fraction(4 * n * m - 1, 6 * total)
    if max(n, m) <= 20:
        exact = 2 <= min(n, m) and {"pvalue": stats.cramervonmises_2samp(x, y, method="exact").pvalue} or one_row_tail(u, n, m)
        return {"statistic": float(statistic), "method": "exact", **exact}
    expected = (1 + Fraction(1, total)) / 6
    variance = Fraction((total + 1) * (4 * n * m * total - 3 * (n * n + m * m) - 2 * n * m), 45 * total * total * 4 * n * m)
    normalised = mpf(statistic - expected) / mp.sqrt(mpf(45 * variance)) + mp.mpf(1) / 6
    tail = cramer_von_mises_tail(normalised) if normalised < 100 else None
    found = {"statistic": float(statistic), "method": "asymptotic", "normalisedStatistic": float(normalised)}
    return found if tail is None else found | p_of(tail)


def ways_of_u(n, m):
    """How many orders of the rows lead to each U, in whole numbers."""
    small, large = min(n, m), max(n, m)
    size = small * large
    ways = [0] * (size + 1)
    ways[0] = 1
    for k in range(1, small + 1):
        for i in range(size, large + k - 1, -1):
            ways[i] -= ways[i - large - k]
        for i in range(k, size + 1):
            ways[i] += ways[i - k]
    return ways


def mann_whitney(x, y, alternative):
    n, m = len(x), len(y)
    ranks, sizes = mid_ranks(x, y)
    u = sum(ranks[v] for v in x) - Fraction(n * (n + 1), 2)
    found = {"statistic": float(u), "commonLanguageEffect": float(u / (n * m))}
    total = n + m
    ties = sum(s**3 - s for s in sizes)
    centre = u - Fraction(n * m, 2)
    if max(sizes) == 1 and min(n, m) <= 8:
        ways = ways_of_u(n, m)
        above = lambda at: mp.mpf(sum(ways[int(at):])) / sum(ways)
        tail = {"two-sided": lambda: min(mp.mpf(1), 2 * above(max(u, n * m - u))), "less": lambda: above(n * m - u),
                "greater": lambda: above(u)}[alternative]()
        return found | {"method": "exact", **p_of(tail)}
    variance = Fraction(n * m, 12) * (total + 1 - Fraction(ties, total * (total - 1)))
    if variance == 0:
        return found | {"method": "asymptotic", "pvalue": 1}
    noise = mp.sqrt(mpf(variance))
    if alternative == "two-sided":
        z = (mpf(abs(centre)) - mp.mpf(1) / 2) / noise
        return found | {"method": "asymptotic", **p_of(min(mp.mpf(1), 2 * normal_tail(z)))}
    z = (mpf(centre if alternative == "greater" else -centre) - mp.mpf(1) / 2) / noise
    return found | {"method": "asymptotic", **p_of(normal_tail(z))}


def t_test(x, y, pooled):
    n, m = len(x), len(y)
    if n < 2 and m < 2 or not pooled and min(n, m) < 2:
        return unavailable()
    a, b = exact(x), exact(y)
    difference = mpf(mean(a) - mean(b))
    if pooled and min(n, m) < 2:
        return None
    va, vb = squares(a), squares(b)
    if va == 0 and vb == 0:
        t = 0.0 if difference == 0 else math.copysign(math.inf, difference)
        return {"statistic": t, "df": None, "pvalue": 1 if t == 0 else 0}
    if pooled:
        df = mp.mpf(n + m - 2)
        error = mp.sqrt(mpf((va + vb) / (n + m - 2) * (Fraction(1, n) + Fraction(1, m))))
    else:
        sa, sb = va / (n - 1) / n, vb / (m - 1) / m
        error = mp.sqrt(mpf(sa + sb))
        df = mpf((sa + sb) ** 2 / (sa**2 / (n - 1) + sb**2 / (m - 1)))
    t = difference / error
    return {"statistic": float(t), "df": float(df), **p_of(t_tail_two_sided(t, df))}


def brown_forsythe(x, y):
    n, m = len(x), len(y)
    groups = [[abs(Fraction(v) - quantile7(g, Fraction(1, 2))) for v in g] for g in (x, y)]
    if max(n, m) < 3:
        return unavailable()
    everything = groups[0] + groups[1]
    grand = mean(everything)
    between = sum(len(g) * (mean(g) - grand) ** 2 for g in groups)
    within = sum(squares(g) for g in groups)
    if within == 0:
        return {"statistic": 0, "pvalue": 1} if all(v == 0 for v in everything) else None
    f = between * (n + m - 2) / within
    if f > 10**30:
        return None  # deviations that differ by rounding alone count as equal
    return {"statistic": float(f), "df1": 1, "df2": n + m - 2, **p_of(f_tail(mpf(f), 1, n + m - 2))}


def distances(x, y):
    """Wasserstein-1, squared energy distance and its coefficient, as fractions."""
    n, m = len(x), len(y)
    values = sorted(set(x) | set(y))
    w = e = Fraction(0)
    a = b = Fraction(0)
    for low, high in zip(values, values[1:]):
        f = Fraction(int(np.searchsorted(x, low, "right")), n)
        g = Fraction(int(np.searchsorted(y, low, "right")), m)
        width = Fraction(high) - Fraction(low)
        w += abs(f - g) * width
        e += 2 * (f - g) ** 2 * width
        a += (f * (1 - g) + g * (1 - f)) * width
    return w, e, (e / (2 * a) if a else Fraction(0))


def anderson_darling(x, y):
    if len(x) + len(y) < 4 or not x or not y or len(set(x + y)) < 2:
        return unavailable()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = stats.anderson_ksamp([np.array(x), np.array(y)], variant="midrank")
    limit = "cap" if result.pvalue >= 0.25 else "floor" if result.pvalue <= 0.001 else None
    return {"statistic": float(result.statistic), "pvalue": float(result.pvalue), "pvalueLimit": limit}


def cases_of(data):
    """Every statistic of a data set."""
    id = data["id"]
    x, y = cleaned(data["reference"]), cleaned(data["current"])
    n, m = len(x), len(y)
    numbers = iter(range(1, 1000))
    name = lambda: f"{id}-{next(numbers):02d}"
    made = ks_cases(name, id, x, y)
    add = lambda *args, **more: made.append(case(name(), *args, dataset=id, **more))
    scale = max((abs(v) for v in x + y), default=1)
    least = 1e-322  # a few steps of the denormal numbers

    if n == 0 or m == 0:
        for statistic in ("cvm", "anderson_darling", "mann_whitney", "welch_t", "student_t", "brown_forsythe"):
            add(statistic, unavailable(), {"*": {"rel": 1e-9}})
        for statistic in ("wasserstein", "energy"):
            add(statistic, {"statistic": None}, {"*": {"rel": 1e-9}})
        return made

    add("describe", {"reference": described(x), "current": described(y)}, {"*": {"rel": 1e-9, "abs": max(least, 1e-12 * scale)}},
        options={"quantiles": QUANTILES, "quantileType": 7, "sd": "n-1"}, library="fractions")
    if n * m <= 10**7:
        add("cvm", cvm(x, y), {"statistic": {"rel": 1e-8, "abs": 1e-9}, "normalisedStatistic": {"rel": 1e-7, "abs": 1e-7},
            "pvalue": {"rel": 1e-7, "abs": 1e-300}, "lnPvalue": {"rel": 1e-6, "abs": 0.001}}, options={"method": "auto"},
            library="fractions; scipy.stats.cramervonmises_2samp(method='exact'), mpmath for the limiting law")
    if n + m < 5000:
        add("anderson_darling", anderson_darling(x, y), {"statistic": {"rel": 1e-7, "abs": 1e-7}, "pvalue": {"rel": 1e-6, "abs": 1e-9}},
            options={"variant": "midrank"}, library="scipy.stats.anderson_ksamp(variant='midrank')")
    for alternative in ("two-sided", "less", "greater"):
        add("mann_whitney", mann_whitney(x, y, alternative), {"*": {"rel": 1e-9, "abs": 1e-12}, "pvalue": {"rel": 1e-7, "abs": 1e-300},
            "lnPvalue": {"rel": 1e-9, "abs": 1e-6}}, options={"alternative": alternative, "continuity": True},
            library="orders counted in whole numbers; mpmath for the normal law")
    t_tol = {"statistic": {"rel": 1e-8, "abs": 1e-9}, "df": {"rel": 1e-8, "abs": 0}, "pvalue": {"rel": 1e-6, "abs": 1e-300},
             "lnPvalue": {"rel": 1e-6, "abs": 0.001}}
    for statistic, pooled in (("welch_t", False), ("student_t", True)):
        if (found := t_test(x, y, pooled)) is not None:
            add(statistic, found, t_tol, library="fractions and mpmath")
    if (found := brown_forsythe(x, y)) is not None:
        add("brown_forsythe", found, t_tol, options={"center": "median"}, library="fractions and mpmath")
    w, e, coefficient = distances(x, y)
    sd = mp.sqrt(mpf(squares(exact(x)) / n))
    normalised = float(mpf(w) / sd) if sd > 0 else 0.0 if w == 0 else math.inf
    add("wasserstein", {"statistic": float(w), "normalised": normalised}, {"statistic": {"rel": 1e-9, "abs": max(least, 1e-15 * scale)},
        "normalised": {"rel": 1e-9, "abs": 1e-15}}, options={"normaliser": "reference-sd-population"}, library="fractions")
    add("energy", {"statistic": float(mp.sqrt(mpf(e))), "squared": float(e), "coefficient": float(coefficient)},
        {"*": {"rel": 1e-7, "abs": max(least, 1e-12 * scale)}, "coefficient": {"rel": 1e-7, "abs": 1e-12}}, library="fractions")
    return made


def random_datasets(rng, count):
    made = []
    for k in range(count):
        kind = rng.integers(0, 12)
        n, m = (int(v) for v in rng.integers(1, 6 if rng.random() < 0.25 else 160, 2))
        if rng.random() < 0.2:
            m = n
        shift, scale = rng.normal(0, 0.6), math.exp(rng.normal(0, 0.4))
        draw = {
            0: lambda size: rng.normal(size=size), 1: lambda size: rng.standard_cauchy(size), 2: lambda size: rng.exponential(size=size),
            3: lambda size: rng.integers(0, int(rng.integers(1, 30)), size).astype(float), 4: lambda size: np.round(rng.normal(size=size), 1),
            5: lambda size: np.where(rng.random(size) < 0.6, 0.0, rng.exponential(size=size)), 6: lambda size: 1e9 + rng.normal(size=size),
            7: lambda size: 1e-12 * rng.normal(size=size), 8: lambda size: np.sign(rng.normal(size=size)) * 10.0 ** rng.uniform(-300, 300, size),
            9: lambda size: np.full(size, 0.1), 10: lambda size: rng.integers(1, 50, size) * 5e-324, 11: lambda size: np.exp(rng.normal(0, 3, size)),
        }[int(kind)]
        x, y = draw(n), draw(m)
        if kind not in (8, 9, 10) and rng.random() < 0.7:
            y = y * scale + shift * (np.std(x) if kind != 6 else 1)
        rows = []
        for values in (x, y):
            values = [float(v) for v in values]
            if rng.random() < 0.3:
                values = [None if rng.random() < 0.2 else v for v in values]
            if rng.random() < 0.15:
                values = [v if rng.random() > 0.1 else ["Infinity", "-Infinity", "NaN"][rng.integers(0, 3)] for v in values]
            rows.append(values)
        made.append(dataset(f"N{k:03d}", f"kind {kind}", *rows))
    return made


def hard_datasets():
    steps = [float(i) for i in range(400)]
    return [
        dataset("H01", "separated, p of the exact law far below the double range", [float(i) for i in range(700)], [float(i) for i in range(1000, 1690)]),
        dataset("H02", "one row against one", [1.5], [2.5]),
        dataset("H03", "two rows against one, tied", [1.0, 1.0], [1.0]),
        dataset("H04", "no reference", [], [1.0, 2.0, 3.0]),
        dataset("H05", "all missing on one side", [1.0, 2.0, 3.0], [None, None]),
        dataset("H06", "all infinite on one side", ["Infinity", "-Infinity"], [1.0, 2.0]),
        dataset("H07", "magnitudes at the edge of the double range", [1e300, -1e300, 3e299, -2e299, 0.0, 5e299], [2e300, -1.5e300, 1e300, 7e299, -3e299]),
        dataset("H08", "denormal numbers", [5e-324, 1e-323, 1.5e-323, 4e-323, 9e-323, 2e-322], [1e-323, 2e-323, 5e-323, 1e-322, 3e-322]),
        dataset("H09", "eight rows against many, separated: the exact law of U", [v + 5000 for v in steps[:8]], [float(i) for i in range(3000)]),
        dataset("H10", "constant on one side, offset", [1e8] * 12, [1e8 + 1e-7 * i for i in range(12)]),
        dataset("H11", "both zeros", [0.0, -0.0, 0.0, -0.0], [-0.0, 0.0, -0.0]),
        dataset("H12", "three equal and one far", [2.0, 2.0, 2.0, 1e12], [2.0, 2.0, 2.0, 2.0, 2.0]),
        dataset("H13", "equal sizes, separated, p = 2/C(1400, 700)", [float(i) for i in range(700)], [float(i) + 0.5 + 700 for i in range(700)]),
        dataset("H14", "a mean far from the noise", [1e15 + v for v in (0, 1, 2, 3, 4, 5)], [1e15 + v for v in (1, 2, 3, 4, 5, 7)]),
    ]
