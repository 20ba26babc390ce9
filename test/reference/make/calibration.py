"""Platt's scaling by scikit-learn and by Newton's method in NumPy, and the decomposition of a change of quality by a reweighting in NumPy: ../calibration.json."""

from __future__ import annotations

import json
import os
import platform

import numpy as np
import scipy
import sklearn
from sklearn.calibration import _SigmoidCalibration

HERE = os.path.dirname(os.path.abspath(__file__))
PROBES = [0.02, 0.2, 0.5, 0.7, 0.97]


def newton(scores, labels):
    """Maximum of the likelihood of Platt's drawn-in labels."""
    positives = labels.sum()
    target = np.where(labels == 1, (positives + 1) / (positives + 2), 1 / (len(labels) - positives + 2))
    design = np.column_stack([scores, np.ones(len(scores))])
    found = np.zeros(2)
    for _ in range(200):
        p = 1 / (1 + np.exp(-design @ found))
        step = np.linalg.solve(design.T @ (design * (p * (1 - p))[:, None]), design.T @ (target - p))
        found = found + step * min(1.0, 5 / np.abs(step).max())
        if np.abs(step).max() < 1e-13:
            break
    return found


def platt_case(name, scores, labels):
    slope, intercept = newton(scores, labels)
    theirs = _SigmoidCalibration().fit(scores, labels).predict(np.array(PROBES))
    return {
        "id": name, "statistic": "platt_calibration", "inputs": {"scores": scores.tolist(), "labels": labels.tolist(), "at": PROBES}, "options": {},
        "expected": {"slope": slope, "intercept": intercept, "probabilities": theirs.tolist()},
        "tol": {"*": {"rel": 1e-7, "abs": 1e-9}, "probabilities": {"rel": 0, "abs": 2e-4}},
        "library": "numpy: Newton's method; probabilities: sklearn.calibration._SigmoidCalibration, which stops earlier",
    }


def reweighting(reference, before, current, after, bins, form):
    """Weights of the rows instead of sums over the bins."""
    ordered = np.sort(reference)
    edges = [ordered[(i + 1) * len(ordered) // bins] for i in range(bins - 1)]
    edges = np.unique([e for e in edges if e < ordered[-1]])
    r, c = np.searchsorted(edges, reference), np.searchsorted(edges, current)
    k = len(edges) + 1
    p, q = np.bincount(r, minlength=k) / len(r), np.bincount(c, minlength=k) / len(c)
    shared = (p > 0) & (q > 0)
    ratio = np.divide(q, p, out=np.zeros(k), where=p > 0)
    back = np.divide(p, q, out=np.zeros(k), where=q > 0)
    # the current rows of shared bins, less the reference rows weighted to their distribution; and the other way round
    forward = after[shared[c]].sum() / len(c) - (before * ratio[r])[shared[r]].sum() / len(r)
    backward = (after * back[c])[shared[c]].sum() / len(c) - before[shared[r]].sum() / len(r)
    concept = forward if form == "reference" else (forward + backward) / 2
    change = after.mean() - before.mean()
    outside = np.mean((current < reference.min()) | (current > reference.max()))
    return {"reference": before.mean(), "current": after.mean(), "change": change, "dataDrift": change - concept, "conceptDrift": concept, "outsideShare": outside}


def decomposition_case(name, rng, n, m, bins, form, shift, harm, ties=False):
    reference, current = rng.beta(2, 2, n), np.clip(rng.beta(2, 2, m) + shift, 0, 1)
    if ties:
        reference, current = np.round(reference, 1), np.round(current, 1)
    reference, current = np.round(reference, 6), np.round(current, 6)
    quality = lambda scores, less: (rng.random(len(scores)) < np.maximum(scores, 1 - scores) - less).astype(float)
    before, after = quality(reference, 0), quality(current, harm)
    return {
        "id": name, "statistic": "quality_decomposition",
        "inputs": {"referenceScores": reference.tolist(), "referenceQuality": before.tolist(), "currentScores": current.tolist(), "currentQuality": after.tolist()},
        "options": {"bins": bins, "form": form}, "expected": {k: float(v) for k, v in reweighting(reference, before, current, after, bins, form).items()},
        "tol": {"*": {"rel": 1e-9, "abs": 1e-12}}, "library": "numpy: rows reweighted by the ratio of the shares of their bins",
    }


def main():
    rng = np.random.default_rng(20261125)
    cases = []
    for i, (n, slope, intercept) in enumerate([(40, 3, -1), (150, 6, -4), (400, 1, 2), (150, -2, 1), (12, 8, -4)]):
        scores = np.round(rng.random(n), 6)
        labels = (rng.random(n) < 1 / (1 + np.exp(-slope * scores - intercept))).astype(int)
        cases.append(platt_case(f"PLATT-{i + 1:02}", scores, labels))
    cases.append(platt_case("PLATT-06-separated", np.array([0.1, 0.2, 0.3, 0.7, 0.8, 0.9]), np.array([0, 0, 0, 1, 1, 1])))
    for i, (n, m, bins, form, shift, harm, ties) in enumerate([
        (300, 200, 20, "symmetric", 0.1, 0.1, False), (300, 200, 20, "reference", 0.1, 0.1, False), (120, 400, 10, "symmetric", -0.2, 0, False),
        (200, 200, 20, "symmetric", 0.5, 0.2, False), (250, 250, 20, "reference", 0, 0.3, True), (60, 30, 5, "symmetric", 0.05, 0, True),
    ]):
        cases.append(decomposition_case(f"DECOMPOSITION-{i + 1:02}", rng, n, m, bins, form, shift, harm, ties))
    versions = {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__}
    head = {"schema": 1, "set": "public", "versions": versions, "about": __doc__.strip()}
    body = ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases)
    with open(os.path.join(HERE, "..", "calibration.json"), "w") as file:
        file.write("{\n" + "".join(f'"{k}": {json.dumps(v, ensure_ascii=False)},\n' for k, v in head.items()) + '"cases": [\n' + body + "\n]\n}\n")


if __name__ == "__main__":
    main()
