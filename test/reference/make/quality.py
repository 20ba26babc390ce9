"""Quality of a model: scikit-learn's metrics and isotonic regression, NannyML's formulas for expected ones."""

from __future__ import annotations

import math

import numpy as np
from sklearn import metrics
from sklearn.isotonic import IsotonicRegression

from cases import case
from categorical import wilson

TOL = {"*": {"rel": 1e-9, "abs": 1e-12}}
Z = 1.959963984540054


def over(a, b):
    return a / b if b else None


def binary(scores, labels, threshold):
    kept = [(s, l) for s, l in zip(scores, labels) if s is not None and l is not None]
    s, l = np.array([k[0] for k in kept], float), np.array([k[1] for k in kept], int)
    n = len(s)
    p = (s >= threshold).astype(int)
    tp, fp, tn, fn = (int(((p == a) & (l == b)).sum()) for a, b in ((1, 1), (1, 0), (0, 0), (0, 1)))
    both = 0 < l.sum() < n
    denominator = math.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))
    found = {"confusion": {"tp": tp, "fp": fp, "tn": tn, "fn": fn}, "accuracy": over(tp + tn, n), "precision": over(tp, tp + fp), "recall": over(tp, tp + fn),
             "f1": over(2 * tp, 2 * tp + fp + fn), "specificity": over(tn, tn + fp), "mcc": (tp * tn - fp * fn) / denominator if denominator else None,
             "rocAuc": metrics.roc_auc_score(l, s) if both else None, "averagePrecision": metrics.average_precision_score(l, s) if l.sum() else None}
    if n:
        q = np.clip(s, 1e-15, 1 - 1e-15)
        bins = np.maximum(np.ceil(s * 10).astype(int) - 1, 0)
        found |= {"logLoss": float(-np.mean(np.where(l == 1, np.log(q), np.log(1 - q)))), "brier": float(np.mean((s - l) ** 2)),
                  "ece": float(sum(abs(s[bins == b].sum() - l[bins == b].sum()) for b in range(10)) / n), "wilsonAccuracy": wilson(tp + tn, n, Z)}
    else:
        found |= {"logLoss": None, "brier": None, "ece": None, "wilsonAccuracy": None}
    return found


def binary_case(name, scores, labels, threshold):
    return case(name(), "binary_performance", binary(scores, labels, threshold), TOL, inputs={"scores": scores, "labels": labels, "threshold": threshold},
                options={"eceBins": 10, "logLossClip": 1e-15}, library="sklearn.metrics")


def regression_case(name, prediction, target):
    kept = [(p, t) for p, t in zip(prediction, target) if p is not None and t is not None]
    if not kept:
        expected = dict.fromkeys(("mae", "mse", "rmse", "r2", "medianAbsoluteError", "bias"))
    else:
        p, t = (np.array(v, float) for v in zip(*kept))
        e = p - t
        expected = {"mae": np.abs(e).mean(), "mse": (e**2).mean(), "rmse": math.sqrt((e**2).mean()), "medianAbsoluteError": np.median(np.abs(e)), "bias": e.mean(),
                    "r2": metrics.r2_score(t, p) if len(set(t)) > 1 else None}
        if np.all(t != 0):
            expected["mape"] = np.abs(e / t).mean()
    return case(name(), "regression_performance", expected, {**TOL, "r2": {"rel": 1e-8, "abs": 1e-10}},
                inputs={"prediction": prediction, "target": target}, library="sklearn.metrics")


def delayed_case(name, predicted, delays, correct, now):
    """1 - Kaplan-Meier of the delays, and the weighted accuracy."""
    ages = [now - p for p in predicted]
    labelled = [d is not None for d in delays]
    times = sorted({d for d in delays if d is not None})
    alive, curve = 1.0, []
    for t in times:
        risk = sum((d if d is not None else a) >= t for d, a in zip(delays, ages))
        alive *= 1 - delays.count(t) / risk
        curve.append([t, 1 - alive])
    share = lambda age: max((f for t, f in curve if t <= age), default=0)
    rows = [(c, share(a)) for c, a, known in zip(correct, ages, labelled) if known]
    right = sum(c for c, _ in rows)
    weights = sum(1 / f for _, f in rows)
    return case(name(), "delayed_labels", {
        "labelled": len(rows), "coverage": len(rows) / len(ages), "delayCdf": curve, "accuracyLabelled": right / len(rows),
        "accuracyWeighted": sum(c / f for c, f in rows) / weights, "wilsonLabelled": wilson(right, len(rows), Z),
    }, TOL, inputs={"predictedAt": predicted, "labelDelay": delays, "correct": correct, "now": now})


def expected_measures(scores, p, threshold):
    positive = scores >= threshold
    tp, fp, tn, fn = p[positive].sum(), (1 - p[positive]).sum(), (1 - p[~positive]).sum(), p[~positive].sum()
    cuts = sorted(set(scores), reverse=True)
    above = np.array([p[scores >= c].sum() for c in cuts])
    rest = np.array([(1 - p[scores >= c]).sum() for c in cuts])
    tpr, fpr = np.r_[0, above / p.sum()], np.r_[0, rest / (1 - p).sum()]
    auc = float(np.sum(np.diff(fpr) * (tpr[1:] + tpr[:-1]) / 2))
    precision = above / (above + rest)
    ap = float(np.sum(np.diff(tpr) * precision))
    return {"roc_auc": auc, "average_precision": ap, "f1": 2 * tp / (2 * tp + fp + fn), "precision": over(tp, tp + fp), "recall": tp / (tp + fn),
            "specificity": tn / (tn + fp), "accuracy": (tp + tn) / len(p), "true_positive": tp, "true_negative": tn, "false_positive": fp, "false_negative": fn}


def cbpe_cases(name, scores, labels, current, threshold):
    s, l, c = (np.array(v, float) for v in (scores, labels, current))
    fit = IsotonicRegression(out_of_bounds="clip").fit(s, l)
    p = fit.predict(c)
    estimates = expected_measures(c, p, threshold)
    said = s >= threshold
    relevant = {"precision": (said, l), "recall": (l == 1, said), "specificity": (l == 0, ~said), "accuracy": (np.ones(len(l), bool), said == (l == 1))}
    errors = {k: float(np.std(of[rows].astype(float)) / math.sqrt(len(c) * rows.mean())) for k, (rows, of) in relevant.items() if rows.any()}
    rows = said | (l == 1)
    tp = (said & (l == 1)).sum()
    hits = (said & (l == 1))[rows].astype(float) * rows.sum() / (tp + 0.5 * (rows.sum() - tp))
    errors["f1"] = float(np.std(hits) / math.sqrt(len(c) * rows.mean()))
    first = name()
    inputs = {"referenceScores": scores, "referenceLabels": labels, "currentScores": current, "threshold": threshold}
    loose = {"*": {"rel": 1e-8, "abs": 1e-10}}
    return [
        case(first, "cbpe_binary", {"knotsX": fit.X_thresholds_, "knotsY": fit.y_thresholds_, "calibrated": p, "estimates": estimates, "standardErrors": errors},
             loose, inputs=inputs, options={"calibration": "isotonic", "outOfRange": "clip"}, library="sklearn.isotonic.IsotonicRegression(out_of_bounds='clip')"),
        case(name(), "cbpe_binary", {"estimates": expected_measures(c, c, threshold)}, loose, inputs={"ref": first}, options={"calibration": "none"}),
    ]


def attribution_case(name, n, good_n, m, good_m):
    total_n, total_m = sum(n), sum(m)
    a, b = sum(good_n) / total_n, sum(good_m) / total_m
    segments = []
    for i, (r, g, c, h) in enumerate(zip(n, good_n, m, good_m)):
        w, v, x, y = r / total_n, c / total_m, g / r, h / c
        segments.append({"segment": f"s{i}", "mix": (v - w) * ((x + y) / 2 - (a + b) / 2), "within": (w + v) / 2 * (y - x)})
    left = b - a - sum(s["mix"] + s["within"] for s in segments)
    return case(name(), "segment_attribution", {"rateReference": a, "rateCurrent": b, "change": b - a, "segments": segments, "residual": 0 if abs(left) < 1e-12 else left},
                TOL, inputs={"segments": [f"s{i}" for i in range(len(n))], "nReference": n, "nCurrent": m, "goodReference": good_n, "goodCurrent": good_m},
                options={"form": "symmetric (Shapley) mix/within"})


def numbered(prefix):
    numbers = iter(range(1, 100_000))
    return lambda: f"{prefix}{next(numbers):03d}"


def random_cases(rng, count):
    name = numbered("Q")
    made = []
    for k in range(count):
        n = int(rng.integers(1 if k % 4 == 0 else 20, 400))
        digits = int(rng.choice([1, 2, 6]))
        score = lambda size: [round(float(v), digits) for v in rng.beta(0.7, 1.1, size)]
        s = score(n)
        l = [int(rng.random() < 0.1 + 0.8 * v) for v in s]
        holes = lambda values, share: [None if rng.random() < share else v for v in values]
        made.append(binary_case(name, holes(s, 0.1 if k % 3 == 0 else 0), holes(l, 0.1 if k % 3 == 0 else 0), float(rng.choice([0.3, 0.5, 0.9]))))
        t = [float(v) for v in rng.normal(0, 10, n) + (1e6 if k % 5 == 0 else 0)]
        made.append(regression_case(name, holes([v + float(rng.normal()) for v in t], 0.1), t))
        if 0 < sum(l) < n and n > 30:
            made += cbpe_cases(name, s, l, score(int(rng.integers(5, 200))), float(rng.choice([0.2, 0.5])))
        now = 60
        predicted = [int(v) for v in rng.integers(0, 50, n)]
        drawn = [int(v) for v in rng.geometric(0.1, n) - 1]
        delays = [d if p + d <= now else None for p, d in zip(predicted, drawn)]
        if any(d is not None for d in delays):
            made.append(delayed_case(name, predicted, delays, [None if d is None else int(rng.random() < 0.8) for d in delays], now))
        k = int(rng.integers(1, 8))
        a, b = ([int(v) for v in rng.integers(1, 500, k)] for _ in range(2))
        made.append(attribution_case(name, a, [int(rng.integers(0, v + 1)) for v in a], b, [int(rng.integers(0, v + 1)) for v in b]))
    return made


def hard_cases():
    name = numbered("HQ")
    made = [binary_case(name, s, l, 0.5) for s, l in [
        ([], []), ([0.7], [1]), ([0.2, 0.3], [0, 0]), ([0.9, 0.8], [1, 1]), ([0.5, 0.5, 0.5, 0.5], [0, 1, 1, 0]), ([0.0, 1.0, 1.0, 0.0], [1, 0, 1, 0]),
        ([None, 0.4], [1, None]), ([0.1, 0.2, 0.3], [1, 1, 0]), ([1.0, 1.0, 0.0], [1, 1, 0])]]
    made += [regression_case(name, p, t) for p, t in [
        ([], []), ([1.0], [2.0]), ([1.0, 2.0, 3.0], [2.0, 2.0, 2.0]), ([1e8 + 1, 1e8 + 2, 1e8 + 4], [1e8, 1e8 + 3, 1e8 + 4]), ([None, 1.0], [2.0, None])]]
    made.append(delayed_case(name, [0, 1, 2, 30], [5, 5, 5, None], [1, 0, 1, None], 31))
    made.append(delayed_case(name, [0, 0, 0], [0, 0, 0], [1, 1, 0], 10))
    made.append(attribution_case(name, [10], [3], [7], [7]))
    made.append(attribution_case(name, [1, 100000], [0, 50000], [100000, 1], [50000, 1]))
    rng = np.random.default_rng(3)
    s = [round(float(v), 1) for v in rng.random(60)]
    made += cbpe_cases(name, s, [int(v > 0.4) for v in s], [0.0, 0.05, 0.95, 1.0, 0.45, 0.4], 0.5)
    made += cbpe_cases(name, s, [int(rng.random() < 0.5) for _ in s], [0.5] * 4, 0.5)
    return made
