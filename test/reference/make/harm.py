"""Harm, the change of quality to expect before labels come: of one feature by weights of the rows in NumPy, of several by scikit-learn's Ridge and LogisticRegression: ../harm.json."""

from __future__ import annotations

import json
import os
import platform

import numpy as np
import scipy
import sklearn
from scipy.stats import norm
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.preprocessing import StandardScaler

HERE = os.path.dirname(os.path.abspath(__file__))
LEAST_ROWS, MOST_OUTSIDE, LEAST_EFFECTIVE, STRATA = 20, 0.05, 50, 10


def interval(change, variance, level):
    half = norm.ppf((1 + level) / 2) * np.sqrt(variance)
    return [change - half, change + half]


def alone(bins, reference, quality, current, level):
    """Rows of the reference weighted to the current shares; every row of either side stands for the mean of its bin."""
    spoken = np.bincount(reference, minlength=bins) >= LEAST_ROWS
    outside = 1 - spoken[current].mean()
    if outside > MOST_OUTSIDE:
        return {"change": None, "reason": "outside-support"}
    reference, quality, current = reference[spoken[reference]], quality[spoken[reference]], current[spoken[current]]
    of_bin = np.array([quality[reference == b].mean() if spoken[b] else 0 for b in range(bins)])
    w, v = np.bincount(reference, minlength=bins) / len(reference), np.bincount(current, minlength=bins) / len(current)
    weight = np.divide(v, w, out=np.zeros(bins), where=w > 0)[reference]
    change = np.average(quality, weights=weight) - quality.mean()
    within = sum((v[b] - w[b]) ** 2 * quality[reference == b].var(ddof=1) / (reference == b).sum() for b in range(bins) if spoken[b])
    variance = within + of_bin[reference].var() / len(reference) + of_bin[current].var() / len(current)
    parts = np.where(spoken, (v - w) * (of_bin - quality.mean()), 0)
    return {"change": change, "interval": interval(change, variance, level), "parts": parts.tolist(), "outsideShare": outside}


def together(bins, reference, quality, current, level):
    """Doubly robust: an outcome model over the current rows, its residuals reweighted by the strata of a domain model."""
    columns = lambda rows: np.column_stack([(rows[:, j] == b).astype(float) for j, k in enumerate(bins) for b in range(1, k)])
    before, after = columns(reference), columns(current)
    n, m = len(before), len(after)
    pooled, domain = np.vstack([before, after]), np.repeat([0, 1], [n, m])
    patterns, place = np.unique(pooled, axis=0, return_inverse=True)  # rows that are alike have the same odds, to the last bit
    scaler = StandardScaler().fit(pooled)
    model = LogisticRegression(C=1, solver="newton-cholesky", tol=1e-14, max_iter=1000).fit(scaler.transform(pooled), domain)
    odds = model.decision_function(scaler.transform(patterns))[place.ravel()]
    ordered = np.sort(odds)
    edges = np.unique([ordered[(i + 1) * (n + m) // STRATA] for i in range(STRATA - 1)])
    stratum = np.searchsorted(edges[edges < ordered[-1]], odds)
    w, v = np.bincount(stratum[:n], minlength=STRATA) / n, np.bincount(stratum[n:], minlength=STRATA) / m
    spoken = w * n >= LEAST_ROWS - 1e-6
    outside = v[~spoken].sum()
    if outside > MOST_OUTSIDE:
        return {"change": None, "reason": "outside-support"}
    ratio = np.divide(v, w, out=np.zeros(STRATA), where=spoken)[stratum[:n]]
    effective = n / (ratio**2).mean()
    if effective < LEAST_EFFECTIVE:
        return {"change": None, "reason": "too-few-rows"}
    outcome = Ridge(alpha=1).fit(before, quality)
    predicted, influence = outcome.predict(after), ratio * (quality - outcome.predict(before)) - quality
    change = predicted.mean() + influence.mean()
    return {
        "change": change, "interval": interval(change, predicted.var(ddof=1) / m + influence.var(ddof=1) / n, level),
        "outsideShare": outside, "effectiveRows": effective,
    }


def draw(rng, rows, bins, drift, rare):
    """Bins of the features, which hang together; `drift` tilts the shares of the first ones, `rare` leaves few rows in the last bin of each."""
    common = rng.normal(size=rows)
    place = lambda j, k: np.floor(k * norm.cdf(0.5 * common + rng.normal(size=rows) + (drift if j < 2 else 0))).clip(0, k - 1).astype(int)
    found = np.column_stack([place(j, k) for j, k in enumerate(bins)])
    if rare:
        found[(found == np.array(bins) - 1) & (np.arange(rows) % 8 > 0)[:, None]] = 0
    return found


def harm_case(name, rng, statistic, n, m, bins, drift, continuous, level, rare=False):
    reference, current = draw(rng, n, bins, 0, rare), draw(rng, m, bins, drift, rare)
    good = 1 / (1 + np.exp(-1.5 + reference[:, 0] * 2 / bins[0]))
    quality = np.round(-rng.exponential(1 - good), 6) if continuous else (rng.random(n) < good).astype(float)
    inputs = {"bins": bins, "reference": reference.T.tolist(), "quality": quality.tolist(), "current": current.T.tolist()}
    if statistic == "expected_change":
        expected = alone(bins[0], reference[:, 0], quality, current[:, 0], level)
        library = "numpy: rows reweighted by the ratio of the shares of their bins; scipy.stats.norm"
    else:
        expected = together(bins, reference, quality, current, level)
        library = "sklearn.linear_model.Ridge(alpha=1), LogisticRegression(C=1) of standardised columns; scipy.stats.norm"
    return {
        "id": name, "statistic": statistic, "inputs": inputs, "options": {"level": level}, "expected": expected,
        "tol": {"*": {"rel": 1e-8, "abs": 1e-10}}, "library": library,
    }


def main():
    rng = np.random.default_rng(20261126)
    cases = []
    for i, (n, m, bins, drift, continuous, level) in enumerate([
        (400, 300, 8, 0.5, False, 0.95), (300, 500, 5, -0.8, True, 0.95), (250, 60, 4, 0, False, 0.9),
        (150, 200, 7, 0.3, False, 0.95), (120, 100, 10, 1.5, True, 0.95), (90, 90, 3, 0.4, True, 0.99),
    ]):
        cases.append(harm_case(f"HARM-{i + 1:02}", rng, "expected_change", n, m, [bins], drift, continuous, level))
    for i, (n, m, bins, drift, continuous, level) in enumerate([
        (500, 400, [6, 5, 4], 0.5, False, 0.95), (400, 600, [8, 3], -0.4, True, 0.95), (600, 200, [5, 5, 5, 5], 0, False, 0.9),
        (300, 300, [4, 4], 2.5, False, 0.95), (350, 350, [10, 2, 6], 0.8, True, 0.95),
    ]):
        cases.append(harm_case(f"TOGETHER-{i + 1:02}", rng, "expected_change_together", n, m, bins, drift, continuous, level))
    cases.append(harm_case("HARM-07-rare", rng, "expected_change", 300, 400, [6], 0.2, True, 0.95, rare=True))
    versions = {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__}
    head = {"schema": 1, "set": "public", "versions": versions, "about": __doc__.strip()}
    body = ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases)
    with open(os.path.join(HERE, "..", "harm.json"), "w") as file:
        file.write("{\n" + "".join(f'"{k}": {json.dumps(v, ensure_ascii=False)},\n' for k, v in head.items()) + '"cases": [\n' + body + "\n]\n}\n")


if __name__ == "__main__":
    main()
