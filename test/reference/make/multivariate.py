"""Many features at once: NumPy in plain form, scikit-learn's logistic regression."""

from __future__ import annotations

import numpy as np
from scipy import stats
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from cases import case, mulberry32, p_of, normal_tail, shuffled

TOL = {"*": {"rel": 1e-7, "abs": 1e-10}}


def square_distances(a, b):
    return ((a[:, None, :] - b[None, :, :]) ** 2).sum(axis=2)


def mmd2(kernel, first, second):
    n, m = len(first), len(second)
    kxx, kyy, kxy = kernel[np.ix_(first, first)], kernel[np.ix_(second, second)], kernel[np.ix_(first, second)]
    cross = 2 * kxy.mean()
    biased = kxx.mean() + kyy.mean() - cross
    unbiased = (kxx.sum() - np.trace(kxx)) / (n * (n - 1)) + (kyy.sum() - np.trace(kyy)) / (m * (m - 1)) - cross
    return unbiased, biased


def lower_median(points):
    upper = np.sort(square_distances(points, points)[np.triu_indices(len(points), 1)])
    return upper[(len(upper) - 1) // 2]


def mmd_cases(rng, name, x, y):
    inputs = {"reference": x.tolist(), "current": y.tolist()}
    pooled = np.vstack([x, y])
    n, m = len(x), len(y)
    median = lower_median(pooled)
    made = []
    first = name()
    add = lambda statistic, expected, options, tol=TOL, id=None, inputs={"ref": first}: made.append(
        case(id or name(), statistic, expected, tol, inputs=inputs, options=options, library="numpy"))
    gamma = 1 / median
    kernel = np.exp(-gamma * square_distances(pooled, pooled))
    order = list(range(n + m))
    unbiased, biased = mmd2(kernel, order[:n], order[n:])
    seed = int(rng.integers(1, 10_000))
    draws = mulberry32(seed)
    exceeds = 0
    for _ in range(99):
        p = shuffled(draws, n + m)
        exceeds += mmd2(kernel, p[:n], p[n:])[0] >= unbiased - 1e-12 * max(1, abs(unbiased))
    add("mmd", {"medianSquaredDistance": median, "gamma": gamma, "unbiased": unbiased, "biased": biased, "exceedances": int(exceeds),
                "pvalue": (1 + exceeds) / 100}, {"kernel": "rbf", "bandwidth": "median-pooled", "permutations": 99, "permutationSeed": seed},
        {**TOL, "exceedances": {"abs": 0}, "pvalue": {"abs": 1e-12}}, first, inputs)
    other = float(10 ** rng.uniform(-2, 2)) / median
    kernel = np.exp(-other * square_distances(pooled, pooled))
    unbiased, biased = mmd2(kernel, order[:n], order[n:])
    add("mmd", {"unbiased": unbiased, "biased": biased}, {"kernel": "rbf", "gamma": other})
    own = lower_median(x)
    if own > 0:
        kernel = np.exp(-square_distances(pooled, pooled) / own)
        add("mmd", {"gamma": 1 / own, "unbiased": mmd2(kernel, order[:n], order[n:])[0]},
            {"kernel": "rbf", "bandwidth": "median-reference", "compat": "alibi-detect-0.12.1.dev0"})
    k = lambda a, b: np.exp(-gamma * ((a - b) ** 2).sum(axis=1))
    pairs = min(n, m) // 2
    if pairs >= 2:
        a, b, c, d = x[0:2 * pairs:2], x[1:2 * pairs:2], y[0:2 * pairs:2], y[1:2 * pairs:2]
        h = k(a, b) + k(c, d) - k(a, d) - k(b, c)
        z = h.mean() / (h.std(ddof=1) / np.sqrt(pairs))
        add("mmd_linear", {"statistic": h.mean(), "z": z, **p_of(normal_tail(z))}, {"kernel": "rbf", "gamma": gamma},
            {**TOL, "pvalue": {"rel": 1e-5, "abs": 1e-12}})
    frequencies = rng.normal(size=(int(rng.integers(4, 40)), x.shape[1])) * np.sqrt(2 * gamma)
    phases = rng.uniform(0, 2 * np.pi, len(frequencies)).round(4)
    feature = lambda p: (np.sqrt(2 / len(phases)) * np.cos(p @ frequencies.T + phases)).mean(axis=0)
    add("mmd_rff", {"statistic": ((feature(x) - feature(y)) ** 2).sum()}, {}, TOL, None,
        {"ref": first, "frequencies": frequencies.tolist(), "phases": phases.tolist()})
    return made


def auc_test(scores, labels):
    positive, negative = scores[labels == 1], scores[labels == 0]
    if len(positive) == 0 or len(negative) == 0:
        return {"auc": None, "pvalue": None}
    result = stats.mannwhitneyu(positive, negative, method="asymptotic", alternative="greater")
    p = 1.0 if np.isnan(result.pvalue) else float(result.pvalue)
    return {"auc": result.statistic / (len(positive) * len(negative)), "U": result.statistic, "pvalue": p}


def classifier_cases(name, x, y, folds=5):
    rows, labels = np.vstack([x, y]), np.r_[np.zeros(len(x)), np.ones(len(y))]
    fold = np.r_[np.arange(len(x)) % folds, np.arange(len(y)) % folds]
    scores, models = np.zeros(len(rows)), []
    for f in range(folds):
        train = rows[fold != f]
        mean, sd = train.mean(axis=0), train.std(axis=0)
        sd = np.where(sd == 0, 1, sd)
        fitted = LogisticRegression(C=1, solver="newton-cholesky", tol=1e-12, max_iter=1000).fit((train - mean) / sd, labels[fold != f])
        scores[fold == f] = fitted.decision_function((rows[fold == f] - mean) / sd)
        models.append({"mean": mean, "sd": sd, "intercept": fitted.intercept_[0], "coef": fitted.coef_[0]})
    gaps = np.diff(np.sort(np.append(scores, 0)))
    if np.any((gaps > 0) & (gaps < 1e-9)):
        return []  # rounding would decide the order
    correct = int(((scores > 0) == (labels == 1)).sum())
    n, m = len(x), len(y)
    base = max(n, m) / (n + m)
    u = auc_test(scores, labels)
    made = [case(name(), "c2st", {
        "auc": roc_auc_score(labels, scores), "aucPvalue": u["pvalue"], "accuracy": correct / (n + m), "correct": correct, "baselineAccuracy": base,
        "binomialPvalue": stats.binom.sf(correct - 1, n + m, base), "scores": scores, "foldModels": models,
    }, {"*": {"rel": 1e-6, "abs": 1e-8}, "aucPvalue": {"rel": 1e-6, "abs": 1e-300}, "binomialPvalue": {"rel": 1e-6, "abs": 1e-300}},
        inputs={"reference": x.tolist(), "current": y.tolist()},
        options={"folds": folds, "foldRule": "index within its own sample modulo folds", "classifier": "logistic, C = 1"},
        library="sklearn.linear_model.LogisticRegression(C=1, newton-cholesky), roc_auc_score; scipy.stats.mannwhitneyu(asymptotic, greater)")]
    rounded = scores.round(1)
    made.append(case(name(), "auc_test", auc_test(rounded, labels), {"*": {"rel": 1e-9, "abs": 1e-12}, "pvalue": {"rel": 1e-6, "abs": 1e-300}},
                     inputs={"scores": rounded.tolist(), "labels": labels.tolist()}, library="scipy.stats.mannwhitneyu(asymptotic, greater)"))
    return made


def pca_case(name, x, y, components):
    mean, sd = x.mean(axis=0), x.std(axis=0)
    sd = np.where(sd == 0, 1, sd)
    z = (x - mean) / sd
    _, s, vt = np.linalg.svd(z, full_matrices=False)
    ratio = s**2 / (s**2).sum()
    kept = int(np.searchsorted(np.cumsum(ratio), components, side="right") + 1) if components < 1 else int(components)
    basis = vt[:kept]
    errors = [np.linalg.norm(v - v @ basis.T @ basis, axis=1) for v in (z, (y - mean) / sd)]
    side = lambda e: {"mean": e.mean(), "sd": e.std(ddof=1), "standardError": e.std(ddof=1) / np.sqrt(len(e))}
    return case(name(), "pca_reconstruction", {"explainedVarianceRatio": ratio, "components": kept, "reference": side(errors[0]),
                "current": side(errors[1]), "currentErrors": errors[1][:10]}, {"*": {"rel": 1e-7, "abs": 1e-9}},
                inputs={"reference": x.tolist(), "current": y.tolist()}, options={"components": components, "standardise": "population sd of the reference"},
                library="numpy.linalg.svd")


def numbered(prefix):
    numbers = iter(range(1, 100_000))
    return lambda: f"{prefix}{next(numbers):03d}"


def random_cases(rng, count):
    name = numbered("M")
    made = []
    for k in range(count):
        d, n, m = int(rng.integers(1, 6)), int(rng.integers(2 if k % 4 == 0 else 12, 70)), int(rng.integers(2 if k % 4 == 0 else 12, 70))
        mix = rng.normal(size=(d, d))
        x, y = rng.normal(size=(n, d)) @ mix, rng.normal(size=(m, d)) @ mix * np.exp(rng.normal(0, 0.2)) + rng.normal(0, 0.5, d)
        if k % 3 == 0:
            x, y = x.round(1), y.round(1)
        if k % 5 == 1:
            x[:, 0], y[:, 0] = rng.integers(0, 3, n), rng.integers(0, 3, m)
        if k % 5 == 2:
            x, y = x * 1e6 + 1e9, y * 1e6 + 1e9
        made += mmd_cases(rng, name, x, y)
        if min(n, m) >= 12:
            made += classifier_cases(name, x, y)
            if d > 1:
                made.append(pca_case(name, x, y, float(rng.choice([0.5, 0.65, 0.9]))))
                made.append(pca_case(name, x, y, int(rng.integers(1, d))))
    return made


def hard_cases():
    rng = np.random.default_rng(7)
    name = numbered("HM")
    made = []
    x, y = rng.normal(size=(20, 2)).round(3), rng.normal(size=(15, 2)).round(3)
    constant = np.c_[x, np.full(20, 3.0)], np.c_[y, np.full(15, 3.0)]
    for a, b in [(x, y), constant, (x, y + 50), (x * 1e-9, y * 1e-9)]:
        made += classifier_cases(name, a, b)
        made.append(pca_case(name, a, b, 0.65))
    ties = rng.integers(0, 2, (16, 2)).astype(float), rng.integers(0, 2, (13, 2)).astype(float)
    for a, b in [ties, (x[:2, :1], y[:2, :1]), (x, y + 50), (x * 1e6 + 1e9, y * 1e6 + 1e9)]:
        made += mmd_cases(rng, name, a, b)
    for scores, labels in [([1, 1, 1, 1], [0, 1, 0, 1]), ([1, 2, 3], [1, 1, 1]), ([], []), ([3, 1], [1, 0]), (list(range(100)), [0] * 50 + [1] * 50)]:
        made.append(case(name(), "auc_test", auc_test(np.array(scores, float), np.array(labels)), {"*": {"rel": 1e-9, "abs": 1e-12},
                    "pvalue": {"rel": 1e-6, "abs": 1e-300}}, inputs={"scores": scores, "labels": labels}))
    return made
