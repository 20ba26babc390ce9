"""The functions that the tests rest on, by mpmath at 40 digits."""

from __future__ import annotations

import mpmath as mp
from scipy import stats

from cases import TINY, case, chi2_tail, cramer_von_mises_tail, f_tail, log_gamma, kolmogorov_tail, normal_tail, t_tail_two_sided


def normal_quantile(p):
    start = mp.mpf(float(stats.norm.ppf(float(p))))
    return mp.findroot(lambda z: mp.log(normal_tail(-z) / p), start)


def kstwo_tail(d, n):
    """1 - P(D < d) by Marsaglia, Tsang & Wang's matrix power (2003), at many digits."""
    with mp.workdps(60):
        d = mp.mpf(d)
        k = int(mp.floor(n * d)) + 1
        h = k - n * d
        size = 2 * k - 1
        a = mp.matrix(size, size)
        for i in range(size):
            for j in range(size):
                a[i, j] = 0 if i - j + 1 < 0 else 1
        for i in range(size):
            a[i, 0] -= h ** (i + 1)
            a[size - 1, i] -= h ** (size - i)
        a[size - 1, 0] += (2 * h - 1) ** size if 2 * h > 1 else 0
        for i in range(size):
            for j in range(size):
                if i - j + 1 > 0:
                    a[i, j] /= mp.factorial(i - j + 1)
        return 1 - (a**n)[k - 1, k - 1] * mp.factorial(n) / mp.mpf(n) ** n


FUNCTIONS = {
    "normal_sf": (normal_tail, 1e-12), "normal_ppf": (normal_quantile, 1e-10), "chi2_sf": (chi2_tail, 1e-11),
    "t_sf": (lambda t, df: t_tail_two_sided(t, df) / 2 if t >= 0 else 1 - t_tail_two_sided(t, df) / 2, 1e-9), "f_sf": (f_tail, 1e-9),
    "kolmogorov_sf": (kolmogorov_tail, 1e-10), "kstwo_sf": (kstwo_tail, 1e-6), "cvm_sf": (cramer_von_mises_tail, 1e-7), "lgamma": (log_gamma, 1e-12),
}


def cases_of(name, rows):
    made = []
    for function, args in rows:
        of, rel = FUNCTIONS[function]
        value = mp.mpf(of(*[mp.mpf(a) for a in args[:1]], *args[1:]))
        if function in ("normal_ppf", "lgamma") or abs(value) > TINY:
            made.append(case(name(), function, {"value": float(value)}, {"*": {"rel": rel, "abs": 1e-320}}, inputs={"args": [float(a) for a in args]}, library="mpmath"))
    return made


def numbered(prefix):
    numbers = iter(range(1, 100_000))
    return lambda: f"{prefix}{next(numbers):03d}"


def random_cases(rng, count):
    rows = []
    power = lambda low, high: float(10 ** rng.uniform(low, high))
    for _ in range(count):
        df, df2 = float(rng.integers(1, 200)), float(rng.integers(1, 100_000) if rng.random() < 0.5 else rng.integers(1, 50))
        fractional = power(-0.3, 5)
        n = int(rng.integers(2, 60))
        rows += [("normal_sf", [float(rng.uniform(-37, 37))]), ("normal_ppf", [power(-300, 0)]), ("normal_ppf", [float(rng.uniform())]), ("chi2_sf", [power(-3, 3), df]),
                 ("chi2_sf", [fractional * float(rng.uniform(0.5, 1.6)), fractional]), ("t_sf", [float(rng.normal(0, 10)), df]), ("t_sf", [power(-6, 3), fractional]),
                 ("f_sf", [power(-3, 2), df, df2]), ("f_sf", [float(rng.uniform(0.5, 2)), df2, fractional]), ("kolmogorov_sf", [float(rng.uniform(0.05, 18))]),
                 ("kstwo_sf", [float(rng.uniform(0.5 / n + 0.02, 0.9)), n]), ("cvm_sf", [power(-2, 1.3)]), ("lgamma", [power(-10, 8)]), ("lgamma", [float(rng.uniform(0.5, 3))])]
    return cases_of(numbered("F"), rows)


def hard_cases():
    return cases_of(numbered("HF"), [
        ("normal_sf", [-38]), ("normal_sf", [37.0]), ("normal_sf", [1e-300]), ("normal_ppf", [5e-324]), ("normal_ppf", [1 - 2**-53]), ("normal_ppf", [1e-18]),
        ("chi2_sf", [0, 3]), ("chi2_sf", [1e-300, 1]), ("chi2_sf", [1e6, 1e6]), ("chi2_sf", [1.02e7, 1e7]), ("chi2_sf", [1e-8, 0.01]), ("chi2_sf", [1300, 50]),
        ("t_sf", [0, 1]), ("t_sf", [1e150, 1]), ("t_sf", [1e10, 1.5]), ("t_sf", [40, 1e7]), ("t_sf", [-3, 2]), ("t_sf", [1e-200, 3]),
        ("f_sf", [1e-12, 1, 1]), ("f_sf", [1, 1e6, 1e6]), ("f_sf", [1e4, 1, 40]), ("f_sf", [1.01, 1e5, 1e7]), ("f_sf", [0, 2, 3]),
        ("kolmogorov_sf", [0]), ("kolmogorov_sf", [0.04]), ("kolmogorov_sf", [1.0]), ("kolmogorov_sf", [18.5]),
        ("kstwo_sf", [0.02, 25]), ("kstwo_sf", [0.999, 3]), ("kstwo_sf", [0.5, 1]), ("kstwo_sf", [0.75, 1]), ("kstwo_sf", [0.13, 60]),
        ("cvm_sf", [0.005]), ("cvm_sf", [0.02]), ("cvm_sf", [40]), ("lgamma", [1]), ("lgamma", [2]), ("lgamma", [1 + 1e-10]), ("lgamma", [5e-324]), ("lgamma", [1e300]), ("lgamma", [2 - 1e-9]),
    ])
