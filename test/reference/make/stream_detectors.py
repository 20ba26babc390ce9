"""Stream detectors: river where it has them, else the definition in plain Python."""

from __future__ import annotations

import math
import statistics

import numpy as np
from river import drift
from scipy import stats

from cases import case

TOL = {"drifts": {"abs": 0}, "warningStarts": {"abs": 0}, "*": {"rel": 1e-7, "abs": 1e-7}}


def signals(detector, values, state=lambda _: {}):
    drifts, starts, before = [], [], False
    for i, x in enumerate(values):
        detector.update(x)
        warning = getattr(detector, "warning_detected", False)
        if detector.drift_detected:
            drifts.append(i)
        if warning and not before:
            starts.append(i)
        before = warning
    return {"drifts": drifts, "warningStarts": starts, **state(detector)}


class Clipped:
    """Page-Hinkley of older river versions."""

    def __init__(self, min_instances, delta, threshold, alpha):
        self.options = min_instances, delta, threshold, alpha
        self.drift_detected = True

    def update(self, x):
        min_instances, delta, threshold, alpha = self.options
        if self.drift_detected:
            self.count, self.mean, self.sum = 1, 0.0, 0.0
        self.mean += (x - self.mean) / self.count
        self.sum = max(0.0, alpha * self.sum + (x - self.mean - delta))
        self.count += 1
        self.drift_detected = self.count >= min_instances and self.sum >= threshold


class Chart:
    """What the control charts share: mean and sd of the first values, frozen."""

    def __init__(self, min_instances, mode, **options):
        self.min_instances, self.mode, self.options = min_instances, mode, options
        self.drift_detected = False
        self.clear()

    def clear(self):
        self.values, self.frozen = [], None

    def beyond(self, up, down, limit):
        return (self.mode != "down" and up > limit) or (self.mode != "up" and down > limit)

    def update(self, x):
        if self.drift_detected:
            self.clear()
        self.drift_detected = False
        self.values.append(x)
        if self.frozen is None:
            if len(self.values) < self.min_instances:
                return
            self.frozen = statistics.fmean(self.values), statistics.stdev(self.values) if len(self.values) > 1 else 0.0
        self.judge(x)


class Cusum(Chart):
    def clear(self):
        super().clear()
        self.high = self.low = 0.0

    def judge(self, x):
        mean, sd = self.frozen
        self.high = max(0.0, self.high + (x - mean) - self.options["slack"] * sd)
        self.low = max(0.0, self.low - (x - mean) - self.options["slack"] * sd)
        self.drift_detected = self.beyond(self.high, self.low, self.options["threshold"] * sd)


class Shewhart(Chart):
    def judge(self, x):
        mean, sd = self.frozen
        self.drift_detected = self.beyond(x - mean, mean - x, self.options["k"] * sd)


class Ewma(Chart):
    """z against the mean so far and the exponentially weighted variance."""

    def clear(self):
        super().clear()
        self.z = None

    def update(self, x):
        if self.drift_detected:
            self.clear()
        a = self.options["alpha"]
        self.values.append(x)
        n = len(self.values)
        if n == 1:
            self.z, self.first, self.deviation, self.square = x, x, 0.0, 0.0
        else:
            self.z = a * x + (1 - a) * self.z
            self.deviation = a * (x - self.first) + (1 - a) * self.deviation
            self.square = a * (x - self.first) ** 2 + (1 - a) * self.square
        mean = math.fsum(self.values) / n
        sd = math.sqrt(max(0.0, self.square - self.deviation**2))
        limit = self.options["threshold"] * sd * math.sqrt(a / (2 - a) * (1 - (1 - a) ** (2 * n)))
        self.drift_detected = n >= self.min_instances and self.beyond(self.z - mean, mean - self.z, limit)


class Kswin:
    """All older values of the window, no draw; the newest part stays after a drift."""

    def __init__(self, alpha, window_size, stat_size, min_statistic):
        self.options = alpha, window_size, stat_size, min_statistic
        self.window = []

    def update(self, x):
        alpha, window_size, stat_size, min_statistic = self.options
        self.window = [*self.window, x][-window_size:]
        self.drift_detected = False
        if len(self.window) == window_size:
            newest = self.window[-stat_size:]
            result = stats.ks_2samp(self.window[:-stat_size], newest, method="exact")
            if result.pvalue <= alpha and result.statistic > min_statistic:
                self.drift_detected, self.window = True, newest


def bit_cases(rng, name, id, bits):
    pick = lambda *values: values[rng.integers(0, len(values))]
    add = lambda statistic, options, expected, library: case(name(), statistic, expected, TOL, stream=id, options=options, library=library)
    made = []
    options = {"warm_start": pick(0, 5, 30, 100), "warning_threshold": pick(1.5, 2.0), "drift_threshold": pick(2.5, 3.0, 4.0)}
    made.append(add("ddm", options, signals(drift.binary.DDM(**options), bits), "river.drift.binary.DDM"))
    options = {"warm_start": pick(5, 30, 60), "alpha": pick(0.95, 0.99, 0.9), "beta": pick(0.9, 0.8, 0.85)}
    made.append(add("eddm", options, signals(drift.binary.EDDM(**options), bits), "river.drift.binary.EDDM"))
    options = {"drift_confidence": pick(0.001, 0.01, 1e-5), "warning_confidence": pick(0.05, 0.02)}
    two = bool(rng.integers(0, 2))
    made.append(add("hddm_a", {**options, "two_sided": two, "bound_log": 2},
                    signals(drift.binary.HDDMA(**options, two_sided_test=two), bits), "river.drift.binary.HDDMA"))
    options["lambda_val"] = pick(0.05, 0.01, 0.2)
    made.append(add("hddm_w", {"drift_confidence": options["drift_confidence"], "warning_confidence": options["warning_confidence"],
                               "lam": options["lambda_val"], "two_sided": two},
                    signals(drift.binary.HDDMW(**options, two_sided_test=two), bits), "river.drift.binary.HDDMW"))
    return made


def value_cases(rng, name, id, values, with_kswin=True):
    pick = lambda *choices: choices[rng.integers(0, len(choices))]
    add = lambda statistic, options, expected, library=None: case(name(), statistic, expected, TOL, stream=id, options=options, library=library)
    made = []
    options = {"delta": pick(0.002, 0.05, 0.3), "clock": pick(1, 8, 32), "max_buckets": pick(3, 5, 8), "min_window_length": pick(1, 5, 10), "grace_period": pick(0, 10, 50)}
    state = lambda d: {"width": int(d.width), "total": d.total, "variance": d.variance}
    made.append(add("adwin", {**options, "cuts": "all"}, signals(drift.ADWIN(**options), values, state), "river.drift.ADWIN"))
    for mode in ("both", "up", "down"):
        options = {"min_instances": pick(1, 10, 30), "delta": pick(0.0, 0.005, 0.1), "threshold": pick(2.0, 5.0, 20.0), "alpha": pick(0.9999, 0.99, 1.0), "mode": mode}
        state = lambda d: {"sumIncrease": d._sum_increase, "sumDecrease": d._sum_decrease}
        made.append(add("page_hinkley", options, signals(drift.PageHinkley(**options), values, state), "river.drift.PageHinkley"))
    options = {"min_instances": pick(2, 30), "delta": pick(0.005, 0.1), "threshold": pick(5.0, 15.0), "alpha": pick(0.9999, 0.99)}
    made.append(add("page_hinkley_clipped", options, signals(Clipped(**options), values)))
    mode = pick("both", "up", "down")
    options = {"min_instances": pick(10, 30, 100), "slack": pick(0.25, 0.5, 1.0), "threshold": pick(4.0, 5.0, 8.0), "mode": mode}
    made.append(add("cusum", options, signals(Cusum(**options), values, lambda d: {"high": d.high, "low": d.low})))
    options = {"min_instances": pick(5, 30, 100), "alpha": pick(0.05, 0.1, 0.3), "threshold": pick(2.5, 3.0, 4.0), "mode": mode}
    made.append(add("ewma", options, signals(Ewma(**options), values, lambda d: {} if d.z is None else {"z": d.z})))
    options = {"min_instances": pick(10, 30), "k": pick(2.5, 3.0, 4.0), "mode": mode}
    made.append(add("shewhart", options, signals(Shewhart(**options), values)))
    if with_kswin:
        options = {"alpha": pick(0.005, 0.001, 1e-5), "window_size": pick(60, 100), "stat_size": pick(20, 30, 50), "min_statistic": 0.1}
        made.append(add("kswin", {**options, "sample": "all", "seed": 1}, signals(Kswin(**options), values), "scipy.stats.ks_2samp(method='exact')"))
    return made


def numbered(prefix):
    numbers = iter(range(1, 100_000))
    return lambda: f"{prefix}{next(numbers):04d}"


def random_cases(rng, count):
    name = numbered("S")
    streams, cases = [], []
    for k in range(count):
        parts = [int(v) for v in rng.integers(20, 400, rng.integers(1, 5))]
        bits = "".join("1" if v else "0" for size in parts for v in rng.random(size) < rng.choice([0.0, 0.02, 0.1, 0.3, 0.5, 0.9, 1.0]))
        streams.append({"id": f"SB{k:03d}", "kind": "bits", "values": bits})
        cases += bit_cases(rng, name, f"SB{k:03d}", [int(b) for b in bits])
        kind = rng.integers(0, 5)
        level, spread = (1e6, 1.0) if kind == 4 else (0.0, 1.0)
        values = []
        for size in parts:
            level += rng.normal(0, 1.5)
            spread *= math.exp(rng.normal(0, 0.3))
            drawn = rng.standard_t(2, size) if kind == 1 else rng.random(size) if kind == 2 else rng.normal(size=size)
            values += [float(v) for v in (np.round(level + spread * drawn, 1) if kind == 3 else level + spread * drawn)]
        streams.append({"id": f"SV{k:03d}", "kind": "values", "values": values})
        cases += value_cases(rng, name, f"SV{k:03d}", values)
    return streams, cases


def hard_cases():
    rng = np.random.default_rng(20)
    name = numbered("HS")
    streams, cases = [], []
    for k, bits in enumerate(["", "0", "1" * 80, "0" * 400, "01" * 200, "0" * 200 + "1" * 40 + "0" * 200, "1" * 100 + "0" * 200]):
        streams.append({"id": f"HSB{k}", "kind": "bits", "values": bits})
        cases += bit_cases(rng, name, f"HSB{k}", [int(b) for b in bits])
    steps = lambda *parts: [float(v) for value, size in parts for v in [value] * size]
    noise = [round(float(v), 3) for v in rng.normal(size=200)]
    for k, values in enumerate([[], [1.0], steps((0, 150), (1, 60)), steps((5, 120)), [v - 3 for v in noise], noise[:100] + [v + 2 for v in noise[100:]],
                                [1e6 + v for v in noise], [v * 1e-9 for v in noise]]):
        streams.append({"id": f"HSV{k}", "kind": "values", "values": values})
        cases += value_cases(rng, name, f"HSV{k}", values)
    return streams, cases
