"""Numeric columns of the bike sharing data over long stretches, by SciPy and NumPy: replaces the BIKE-LONG cases of ../realdata.json."""

from __future__ import annotations

import csv
import gzip
import json
import math
import os

import numpy as np
from scipy import stats
from scipy.spatial.distance import jensenshannon

HERE = os.path.dirname(os.path.abspath(__file__))
FILE = "bike_sharing/hour.csv.gz"
TOL = {"*": {"rel": 1e-8, "abs": 1e-11}, "ksPvalue": {"rel": 1e-5, "abs": 1e-300}, "psiPvalue": {"rel": 1e-6, "abs": 1e-300}}
COLUMNS = ["temp", "atemp", "hum", "windspeed", "cnt"]
REFERENCE = [0, 8000]
CURRENT = [[8000, 16000], [8000, 12000], [12000, 17379], [9379, 17379]]


def quantile_edges(x):
    """Type 7 quantiles of the sorted values; an edge at the maximum becomes the largest value below it."""
    n = len(x)
    edges = []
    for i in range(1, 10):
        at, rest = divmod(i * (n - 1), 10)
        edge = x[at] if rest == 0 else x[at] + (x[at + 1] - x[at]) * (rest / 10)
        if edge >= x[-1]:
            edge = x[x < x[-1]][-1]
        if not edges or edge != edges[-1]:
            edges.append(edge)
    return np.array(edges)


def mean_distance(x, y):
    """E|X − Y| of sorted samples."""
    below = np.searchsorted(x, y)
    sums = np.concatenate([[0.0], np.cumsum(x)])
    return float(np.sum(y * below - sums[below] + (sums[-1] - sums[below]) - y * (len(x) - below)) / len(x) / len(y))


def expected(x, y):
    x, y = np.sort(x), np.sort(y)
    n, m = len(x), len(y)
    is_equal = n == m
    ks = stats.ks_2samp(x, y, method="exact" if is_equal else "asymp")
    distinct = len(np.unique(x)) <= 20
    edges = np.unique(x) if distinct else quantile_edges(x)
    assert not distinct
    r, c = (np.bincount(np.searchsorted(edges, v), minlength=len(edges) + 1) for v in (x, y))
    p, q = r / n, c / m
    k = int(((r + c) > 0).sum())
    rs, cs = (r + 0.5) / (n + 0.5 * k), (c + 0.5) / (m + 0.5 * k)
    psi = float(np.sum((cs - rs) * np.log(cs / rs)))
    w = stats.wasserstein_distance(x, y)
    return {
        "nReference": n, "nCurrent": m, "missingReference": 0, "missingCurrent": 0,
        "ks": float(ks.statistic), "ksPvalue": float(ks.pvalue), "ksMethod": "exact-equal-sizes" if is_equal else "asymptotic-kstwo",
        "wasserstein": float(w), "wassersteinNormalised": float(w / np.std(x)),
        "energyCoefficient": stats.energy_distance(x, y) ** 2 / (2 * mean_distance(x, y)),
        "binMode": "quantile", "binCounts": [r.tolist(), c.tolist()],
        "psi": psi, "psiPvalue": float(stats.chi2.sf(psi / (1 / n + 1 / m), k - 1)),
        "js": float(jensenshannon(p, q, base=2)), "hellinger": math.sqrt(float(np.sum((np.sqrt(p) - np.sqrt(q)) ** 2)) / 2),
    }


def main():
    with gzip.open(os.path.join(HERE, "..", "data", FILE), "rt") as file:
        rows = list(csv.DictReader(file))
    path = os.path.join(HERE, "..", "realdata.json")
    with open(path) as file:
        known = json.load(file)
    cases = [c for c in known["cases"] if not c["id"].startswith("BIKE-LONG")]
    for current in CURRENT:
        for column in COLUMNS:
            values = np.array([float(row[column]) for row in rows])
            cases.append({
                "id": f"BIKE-LONG-{len([c for c in cases if c['id'].startswith('BIKE-LONG')]) + 1:03}", "statistic": "numeric_drift",
                "inputs": {"file": FILE, "column": column, "referenceRows": REFERENCE, "currentRows": current},
                "expected": expected(values[slice(*REFERENCE)], values[slice(*current)]), "tol": TOL,
                "library": "scipy.stats.ks_2samp, wasserstein_distance, energy_distance, chi2; scipy.spatial.distance.jensenshannon",
            })
    head = ",\n".join(f'"{key}": {json.dumps(known[key], separators=(",", ":"), ensure_ascii=False)}' for key in known if key != "cases")
    lines = ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases)
    with open(path, "w") as file:
        file.write("{\n" + head + ',\n"cases": [\n' + lines + "\n]\n}\n")


if __name__ == "__main__":
    main()
