"""The peers of bench/drift.ts: SciPy as shipped, and NumPy by hand that sorts each side once.

Started with a file of float64 (reference and current of each feature in turn), the number of features and of rows; answers each
line on stdin, the name of a contender, with a line of JSON: wall and CPU milliseconds, and the statistics of each
feature in the order Jensen-Shannon, PSI, Kolmogorov-Smirnov, Wasserstein.
"""

import json
import resource
import sys
import time

import numpy as np
from scipy import stats
from scipy.spatial import distance

path, features, rows = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
data = np.fromfile(path).reshape(features, 2, rows)
BINS = 10


def scores_of_counts(reference, current):
    """Jensen-Shannon distance and PSI of counts, half a row added to each bin for PSI."""
    p, q = reference / reference.sum(), current / current.sum()
    a = (reference + 0.5) / (reference.sum() + 0.5 * len(p))
    b = (current + 0.5) / (current.sum() + 0.5 * len(q))
    return float(distance.jensenshannon(p, q, base=2)), float(((b - a) * np.log(b / a)).sum())


def as_shipped(reference, current):
    edges = np.concatenate([[-np.inf], np.quantile(reference, np.linspace(0, 1, BINS + 1)[1:-1]), [np.inf]])
    js, psi = scores_of_counts(np.histogram(reference, edges)[0], np.histogram(current, edges)[0])
    ks = stats.ks_2samp(reference, current).statistic
    return [js, psi, float(ks), float(stats.wasserstein_distance(reference, current))]


def from_sorted(x, y):
    """One merge of both sorted sides, all in whole arrays; counts by binary search."""
    n, m = len(x), len(y)
    is_reference = np.zeros(n + m, dtype=bool)
    is_reference[np.arange(n) + np.searchsorted(y, x)] = True
    merged = np.empty(n + m)
    merged[is_reference] = x
    merged[~is_reference] = y
    below = np.cumsum(is_reference)
    gap = np.abs(below / n - (np.arange(1, n + m + 1) - below) / m)
    width = np.diff(merged)
    ks = max(gap[:-1][width > 0].max(initial=0.0), gap[-1])
    w1 = float(gap[:-1] @ width)
    places = np.arange(1, BINS) * (n - 1) / BINS
    at = places.astype(int)
    edges = x[at] + (x[at + 1] - x[at]) * (places - at)
    counts = [np.diff(np.searchsorted(side, edges, "right"), prepend=0, append=len(side)) for side in (x, y)]
    js, psi = scores_of_counts(*counts)
    return [js, psi, float(ks), w1]


kept = None


def scipy_shipped():
    return [as_shipped(reference, current) for reference, current in data]


def numpy_one_sort():
    return [from_sorted(np.sort(reference), np.sort(current)) for reference, current in data]


def numpy_kept_reference():
    return [from_sorted(x, np.sort(current)) for x, (_, current) in zip(kept, data)]


contenders = {"scipy": scipy_shipped, "numpy": numpy_one_sort, "numpyKept": numpy_kept_reference}


def cpu_ms():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return 1000 * (usage.ru_utime + usage.ru_stime)


for line in sys.stdin:
    name = line.strip()
    if name == "numpyKept" and kept is None:
        kept = np.sort(data[:, 0], axis=1)
    started, cpu = time.perf_counter(), cpu_ms()
    scores = contenders[name]()
    wall = 1000 * (time.perf_counter() - started)
    print(json.dumps({"wallMs": wall, "cpuMs": cpu_ms() - cpu, "scores": scores}), flush=True)
