"""Scores of counts, of the bins that docs/statistics.md adopts, and of Evidently's and NannyML's own bins."""

from __future__ import annotations


import mpmath as mp
import numpy as np
from scipy import stats
from scipy.spatial import distance

from cases import case, chi2_tail, p_of
from numeric import cleaned

TOL = {"*": {"rel": 1e-8, "abs": 1e-10}}


def frozen_bins(x, most=10, distinct=20):
    """At most `distinct` values: one bin each; else right-closed quantile bins at whole-number positions."""
    values = sorted(set(x))
    if len(values) <= distinct:
        return "distinct", values
    n = len(x)
    bins = most if n >= 50 else max(2, n // 5)
    below_top = values[-2]
    edges = []
    for i in range(1, bins):
        j, r = divmod(i * (n - 1), bins)
        edge = x[j] if r == 0 else x[j] + (x[j + 1] - x[j]) * (r / bins)
        edge = below_top if edge >= x[-1] else edge
        if edge not in edges:
            edges.append(edge)
    return "quantile", edges


def counted(kind, bins, x, y):
    if kind == "distinct":
        counts = [[values.count(v) for v in bins] for values in (x, y)]
        unseen = len(y) - sum(counts[1])
        return (counts[0] + [0], counts[1] + [unseen]) if unseen else (counts[0], counts[1])
    return tuple([int(c) for c in np.bincount(np.searchsorted(bins, values, "left"), minlength=len(bins) + 1)] for values in (x, y))


def shares(counts, alpha=mp.mpf(0)):
    total = sum(counts)
    return [(c + alpha) / (total + alpha * len(counts)) for c in counts]


def psi(reference, current):
    """The index of all bins; its p-value is that of the bins that anybody has."""
    half = mp.mpf(1) / 2
    p, q = shares(reference, half), shares(current, half)
    terms = [(b - a) * mp.log(b / a) for a, b in zip(p, q)]
    n, m = sum(reference), sum(current)
    k = sum(r + c > 0 for r, c in zip(reference, current))
    found = {"statistic": float(mp.fsum(terms)), "contributions": [float(t) for t in terms]}
    if k == 1:
        return found | {"df": None, "pvalue": 1}
    filled = [pair for pair in zip(reference, current) if sum(pair) > 0]
    p, q = (shares(side, half) for side in zip(*filled))
    index = mp.fsum((b - a) * mp.log(b / a) for a, b in zip(p, q))
    return found | {"df": k - 1, **p_of(chi2_tail(index / (mp.mpf(1) / n + mp.mpf(1) / m), k - 1))}


def kl(of, against):
    half = mp.mpf(1) / 2
    q, p = shares(of, half), shares(against, half)
    return float(mp.fsum(b * mp.log(b / a) for a, b in zip(p, q)))


def js(reference, current):
    p, q = shares(reference, mp.mpf(0)), shares(current, mp.mpf(0))
    part = lambda a, b: a * mp.log(2 * a / (a + b), 2) if a > 0 else mp.mpf(0)
    return float(mp.sqrt(max(mp.mpf(0), mp.fsum(part(a, b) + part(b, a) for a, b in zip(p, q)) / 2)))


def hellinger(reference, current):
    p, q = shares(reference, mp.mpf(0)), shares(current, mp.mpf(0))
    return float(mp.sqrt(mp.fsum((mp.sqrt(a) - mp.sqrt(b)) ** 2 for a, b in zip(p, q)) / 2))


def score_cases(name, inputs, reference, current, options):
    reference, current = [mp.mpf(int(c)) for c in reference], [mp.mpf(int(c)) for c in current]
    add = lambda statistic, expected, more={}, tol=TOL: case(name(), statistic, expected, tol, options={**options, **more}, **inputs)
    p, q = shares(reference, mp.mpf(0)), shares(current, mp.mpf(0))
    gaps = [abs(a - b) for a, b in zip(p, q)]
    smoothing = {"smoothing": {"kind": "additive", "alpha": 0.5}}
    p_tol = {"*": {"rel": 1e-8, "abs": 1e-12}, "pvalue": {"rel": 1e-6, "abs": 1e-300}}
    return [
        add("psi", psi(reference, current), smoothing, p_tol),
        add("kl", {"statistic": kl(current, reference)}, {**smoothing, "direction": "current||reference"}),
        add("kl", {"statistic": kl(reference, current)}, {**smoothing, "direction": "reference||current"}),
        add("js", {"statistic": js(reference, current)}, {"base": 2}, {"*": {"rel": 1e-8, "abs": 1e-8}}),
        add("hellinger", {"statistic": hellinger(reference, current)}, {}, {"*": {"rel": 1e-8, "abs": 1e-9}}),
        add("tvd", {"statistic": float(mp.fsum(gaps) / 2)}),
        add("l_infinity", {"statistic": float(max(gaps))}),
    ]


def evidently_shares(x, y, fill):
    if len(set(x)) > 20:
        edges = np.histogram_bin_edges(np.array(x + y), bins="sturges")
        made = [np.histogram(values, edges)[0] / len(values) for values in (x, y)]
    else:
        keys = sorted(set(x) | set(y))
        made = [np.array([values.count(k) / len(values) for k in keys]) for values in (x, y)]
    for share in made if fill else ():
        least = min(share[share != 0])
        np.place(share, share == 0, least / 10**6 if least <= 0.0001 else 0.0001)
    return made


def nannyml_shares(x, y):
    edges = np.histogram_bin_edges(np.array(x), bins="doane")
    p, q = (np.histogram(values, edges)[0] / len(values) for values in (x, y))
    left = 1 - q.sum()
    return (np.append(p, 0), np.append(q, left), edges) if left > 1e-12 else (p, q, edges)


def cases_of(data):
    id = data["id"]
    x, y = cleaned(data["reference"]), cleaned(data["current"])
    if not x or not y:
        return []
    numbers = iter(range(1, 1000))
    name = lambda: f"{id}-{next(numbers):02d}"
    kind, bins = frozen_bins(x)
    reference, current = counted(kind, bins, x, y)
    made = [case(name(), "bins", {"mode": kind, "edges": bins if kind == "quantile" else None, "values": bins if kind == "distinct" else None,
                                  "referenceCounts": reference, "currentCounts": current},
                 {"edges": {"rel": 1e-14, "abs": 0}, "values": {"abs": 0}, "referenceCounts": {"abs": 0}, "currentCounts": {"abs": 0}},
                 dataset=id, options={"binning": "auto", "bins": 10, "maxDistinct": 20})]
    made += score_cases(name, {"dataset": id}, reference, current, {"binning": "auto"})

    spread = max(x) - min(x)
    plain_range = len(set(x)) > 20 and np.isfinite(max(x + y) - min(x + y)) and 1e-9 < spread < 1e12
    if plain_range and spread > 1e-6 * max(abs(v) for v in x):
        p, q = evidently_shares(x, y, True)
        raw = evidently_shares(x, y, False)
        compat = {"compat": "evidently-0.7.21"}
        made += [
            case(name(), "psi", {"statistic": float(np.sum((p - q) * np.log(p / q))), "binCount": len(p)}, TOL, dataset=id, options=compat),
            case(name(), "kl", {"statistic": float(stats.entropy(p, q))}, TOL, dataset=id, options={**compat, "direction": "reference||current"}),
            case(name(), "js", {"statistic": float(distance.jensenshannon(*raw))}, {"*": {"rel": 1e-8, "abs": 1e-8}}, dataset=id, options={**compat, "base": "e"}),
        ]
        p, q, edges = nannyml_shares(x, y)
        compat = {"compat": "nannyml-0.13.1", "binning": "numpy-doane-reference"}
        loose = {"*": {"rel": 1e-6, "abs": 1e-8}}
        made += [
            case(name(), "js", {"statistic": float(distance.jensenshannon(p, q, 2)), "binCount": len(edges) - 1, "firstEdge": edges[0],
                                "lastEdge": edges[-1]}, loose, dataset=id, options={**compat, "base": 2}),
            case(name(), "hellinger", {"statistic": float(np.sqrt(np.sum((np.sqrt(p) - np.sqrt(q)) ** 2)) / np.sqrt(2))}, loose, dataset=id, options=compat),
        ]
        inner = np.linspace(x[0], x[-1], 11)[1:-1]
        r, c = counted("quantile", list(inner), x, y)
        if not set(inner) & set(x + y):
            made.append(case(name(), "psi", {"statistic": psi([mp.mpf(v) for v in r], [mp.mpf(v) for v in c])["statistic"], "edges": inner,
                                             "referenceCounts": r, "currentCounts": c}, TOL, dataset=id,
                             options={"binning": "equal-width", "bins": 10, "smoothing": {"kind": "additive", "alpha": 0.5}}))
    if len(x) > 60 and kind == "quantile" and plain_range:
        made += sketches(name, id, x, y)
    return made


def sketches(name, id, x, y):
    made = []
    for count in (8, 32):
        edges = sorted(set(np.quantile(x, [i / count for i in range(1, count)])))
        if set(edges) & set(x + y) or len(edges) < count - 1:
            continue
        r, c = counted("quantile", edges, x, y)
        p, q = [v / len(x) for v in r], [v / len(y) for v in c]
        low = high = gap = 0.0
        for a, b in zip(p, q):
            high = max(high, gap + a, b - gap)
            gap += a - b
            low = max(low, abs(gap))
        exact = stats.ks_2samp(x, y).statistic
        made.append(case(name(), "ks_bounds_from_histogram", {"lower": low, "upper": high, "exact": exact, "bins": len(r)},
                         {"*": {"rel": 1e-9, "abs": 1e-12}}, dataset=id, options={"bins": count}))
        ends = [min(x + y), *edges, max(x + y)]
        estimate = error = gap = 0.0
        for width, a, b in zip(np.diff(ends), p, q):
            after = gap + a - b
            estimate += width * ((abs(gap) + abs(after)) / 2 if gap * after >= 0 else (gap**2 + after**2) / (2 * abs(gap - after)))
            error += width * (a + b)
            gap = after
        made.append(case(name(), "wasserstein_from_histogram", {"estimate": estimate, "errorBound": error, "exact": stats.wasserstein_distance(x, y)},
                         {"*": {"rel": 1e-8, "abs": 1e-10 * max(abs(v) for v in x + y)}}, dataset=id, options={"bins": count}))
    return made
