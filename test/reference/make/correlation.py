"""Correlation of two series: SciPy and statsmodels, the adopted definitions in plain form."""

from __future__ import annotations

import math

import mpmath as mp
import numpy as np
from scipy import linalg, stats

from cases import below, case, f_tail, mulberry32, p_of, t_tail_two_sided

P = {"rel": 1e-6, "abs": 1e-300}


def p_of_r(r, size):
    if size <= 2:
        return None
    if abs(r) >= 1:
        return 0.0
    return float(t_tail_two_sided(r * math.sqrt((size - 2) / (1 - r * r)), size - 2))


def centred(x):
    """Deviations from the mean, an offset costing no digits."""
    moved = x - x[0]
    return moved - math.fsum(moved) / len(x)


def effective(x, y):
    n = len(x)
    u, v = centred(x), centred(y)
    rho = lambda w, k: float(w[: n - k] @ w[k:]) / float(w @ w)
    inverse = 1 / n + 2 / n * sum((1 - k / n) * rho(u, k) * rho(v, k) for k in range(1, n // 5 + 1))
    return float(n if inverse <= 1 / n else min(n, max(3, 1 / inverse)))


def lagged(x, y, most):
    n = len(x)
    u, v = centred(x), centred(y)
    scale = math.sqrt(float(u @ u) * float(v @ v))
    return [float(u[: n - l] @ v[l:] if l >= 0 else u[-l:] @ v[: n + l]) / scale for l in range(-most, most + 1)]


def rest_of(columns, target):
    """Sum of squares that a constant and the columns leave, at 80 digits."""
    with mp.workdps(80):
        a = mp.matrix([[1, *map(float, row)] for row in zip(*columns)])
        b = mp.matrix([float(v) for v in target])
        left = a * mp.lu_solve(a.T * a, a.T * b) - b
        return (left.T * left)[0]


def granger(cause, effect, lags):
    """F of the cause's past for the effect, as statsmodels' grangercausalitytests; that one loses digits when the scales differ."""
    n = len(effect)
    past = lambda series: [series[lags - k : n - k] for k in range(1, lags + 1)]
    with mp.workdps(80):
        alone, both = rest_of(past(effect), effect[lags:]), rest_of(past(effect) + past(cause), effect[lags:])
        df2 = n - 3 * lags - 1
        f = (alone - both) / lags / (both / df2)
        return {"F": float(f), "df1": lags, "df2": df2, "pvalue": float(f_tail(f, lags, df2))}


def partial_case(name, x, y, controls):
    """Pearson's coefficient of what the controls leave of both, at 80 digits."""
    with mp.workdps(80):
        a = mp.matrix([[1, *map(float, row)] for row in zip(*controls)])
        left = []
        for target in (x, y):
            b = mp.matrix([float(v) for v in target])
            left.append(a * mp.lu_solve(a.T * a, a.T * b) - b)
        u, v = left
        r = (u.T * v)[0] / mp.sqrt((u.T * u)[0] * (v.T * v)[0])
        df = len(x) - 2 - len(controls)
        expected = {"statistic": float(r), **p_of(t_tail_two_sided(r * mp.sqrt(df / (1 - r * r)), df))}
    return case(name(), "partial_correlation", expected, {"*": {"rel": 1e-8, "abs": 1e-10}, "pvalue": P, "lnPvalue": {"rel": 1e-7, "abs": 1e-6}},
                inputs={"x": x, "y": y, "controls": controls}, library="mpmath")


def cases_of(name, x, y, seed):
    x, y = np.array(x), np.array(y)
    n = len(x)
    first = name()
    made = []
    add = lambda statistic, expected, tol, options=None, id=None, inputs={"ref": first}, library=None: made.append(
        case(id or name(), statistic, expected, tol, inputs=inputs, options=options, library=library))
    size = effective(x, y)
    r = stats.pearsonr(x, y)
    rank = stats.spearmanr(x, y)
    add("correlation", {"pearson": r.statistic, "pearsonPvalue": p_of_r(r.statistic, n), "spearman": rank.statistic, "spearmanPvalue": p_of_r(rank.statistic, n),
                        "kendallTauB": stats.kendalltau(x, y).statistic, "effectiveSampleSize": size, "pearsonPvalueEffective": p_of_r(r.statistic, size)},
        {"*": {"rel": 1e-8, "abs": 1e-10}, "pearsonPvalue": P, "spearmanPvalue": P, "pearsonPvalueEffective": P}, {}, first, {"x": x.tolist(), "y": y.tolist()},
        "scipy.stats.pearsonr, spearmanr, kendalltau")
    most = min(10, n - 4)
    values = lagged(x, y, most)
    lags = list(range(-most, most + 1))
    ps = [p_of_r(v, max(2 + 1e-9, size * (n - abs(l)) / n)) for v, l in zip(values, lags)]
    best = int(np.argmax(np.abs(values)))
    add("cross_correlation", {"lags": lags, "values": values, "bestLag": lags[best], "pvaluesEffective": ps, "bestPvalueBonferroni": min(1, ps[best] * len(lags))},
        {"*": {"rel": 1e-7, "abs": 1e-10}, "pvaluesEffective": P, "bestPvalueBonferroni": P}, {"maxLag": most})
    if n >= 20:
        order = 3
        u, v = centred(x), centred(y)
        c = [float(u[: n - k] @ u[k:]) for k in range(order + 1)]
        phi = linalg.solve_toeplitz(c[:-1], c[1:])
        rest = [w[order:] - sum(phi[k] * w[order - k - 1 : n - k - 1] for k in range(order)) for w in (u, v)]
        values = lagged(*rest, 8)
        bound = stats.norm.ppf(0.975) / math.sqrt(n - order)
        lags = list(range(-8, 9))
        add("prewhitened_cross_correlation", {"arCoefficients": phi, "lags": lags, "values": values, "bound95": bound,
            "significantLags": [l for l, w in zip(lags, values) if abs(w) > bound]}, {"*": {"rel": 1e-6, "abs": 1e-9}}, {"order": order, "maxLag": 8})
        for k in (1, 3):
            both = {}
            for key, (cause, effect) in {"xToY": (x, y), "yToX": (y, x)}.items():
                both[key] = granger(cause, effect, k)
            add("granger", both, {"*": {"rel": 1e-6, "abs": 1e-9}, "pvalue": {"rel": 1e-5, "abs": 1e-300}}, {"lags": k}, library="mpmath; statsmodels grangercausalitytests where its least squares keep their digits")
    block = max(1, round(n ** (1 / 3)))
    draws = mulberry32(seed)
    drawn = []
    for _ in range(100):
        at = np.concatenate([(below(draws, n) + np.arange(block)) % n for _ in range(math.ceil(n / block))])[:n]
        drawn.append(np.corrcoef(x[at], y[at])[0, 1])
    if np.all(np.isfinite(drawn)):
        add("block_bootstrap_correlation", {"standardError": np.std(drawn, ddof=1), "interval95": np.quantile(drawn, [0.025, 0.975])},
            {"*": {"rel": 1e-7, "abs": 1e-9}}, {"blockLength": block, "resamples": 100, "seed": seed})
    return made


def numbered(prefix):
    numbers = iter(range(1, 100_000))
    return lambda: f"{prefix}{next(numbers):03d}"


def ar1(rng, n, phi):
    made = [rng.normal()]
    for _ in range(n - 1):
        made.append(phi * made[-1] + rng.normal())
    return np.array(made)


def random_cases(rng, count):
    name = numbered("R")
    made = []
    for k in range(count):
        n = int(rng.integers(8, 150))
        phi = float(rng.choice([0, 0.5, 0.9, -0.6]))
        x, e = ar1(rng, n, phi), ar1(rng, n, phi)
        lead = int(rng.integers(0, 4))
        y = rng.choice([0, 0.5, 2]) * np.r_[np.zeros(lead), x[: n - lead]] + e
        if k % 4 == 0:
            x, y = x.round(0), y.round(0)
        if k % 5 == 0:
            x, y = x * 1e-8, y + 1e7
        controls = [[float(v) for v in ar1(rng, n, phi) + x * rng.choice([0, 1])] for _ in range(int(rng.integers(1, 4)))]
        made.append(partial_case(name, x.tolist(), y.tolist(), controls))
        if np.std(x) > 0 and np.std(y) > 0:
            made += cases_of(name, [float(v) for v in x], [float(v) for v in y], int(rng.integers(1, 9999)))
    return made


def hard_cases():
    name = numbered("HR")
    rng = np.random.default_rng(11)
    walk = np.cumsum(rng.normal(size=60)).round(3)
    made = cases_of(name, walk.tolist(), (walk + rng.normal(size=60) * 1e-6).tolist(), 5)
    made += cases_of(name, [0.0] * 20 + [1.0] * 20, ([0.0] * 10 + [1.0] * 10) * 2, 6)
    made += cases_of(name, rng.normal(size=9).round(2).tolist(), rng.normal(size=9).round(2).tolist(), 7)
    trend = [float(i) for i in range(60)]
    made.append(partial_case(name, (walk + trend).tolist(), (trend - walk * 1e-3 + rng.normal(size=60) * 1e-3).tolist(), [trend]))
    made.append(partial_case(name, (1e8 + walk).tolist(), (walk + rng.normal(size=60) * 1e-2).round(7).tolist(), [trend, [1e6 + v * v for v in trend]]))
    none = {"pearson": None, "pearsonPvalue": None, "spearman": None, "spearmanPvalue": None, "kendallTauB": None}
    for x, y in [([1.0] * 10, [float(i) for i in range(10)]), ([], []), ([1.0], [2.0]), ([None] * 5, [1.0, 2.0, 3.0, 4.0, 5.0])]:
        made.append(case(name(), "correlation", none, {"*": {"rel": 1e-8}}, inputs={"x": x, "y": y}))
        made.append(case(name(), "cross_correlation", {"values": None}, {"*": {"rel": 1e-8}}, inputs={"x": x, "y": y}, options={"maxLag": 3}))
        made.append(case(name(), "block_bootstrap_correlation", {"standardError": None}, {"*": {"rel": 1e-8}}, inputs={"x": x, "y": y},
                         options={"blockLength": 2, "resamples": 20, "seed": 1}))
    return made
