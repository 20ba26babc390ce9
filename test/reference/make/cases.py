"""What all makers of reference values share: exact moments, tails at 40 digits, and the form of a case."""

from __future__ import annotations

import json
import math
import os
import sys
from fractions import Fraction

import mpmath as mp
import numpy
import scipy

mp.mp.dps = 40
TINY = mp.mpf("1e-300")


def case(id, statistic, expected, tol, *, inputs=None, dataset=None, stream=None, options=None, library=None, notes=None):
    made = {"id": id, "statistic": statistic}
    if dataset is not None:
        made["dataset"] = dataset
    if stream is not None:
        made["stream"] = stream
    if inputs is not None:
        made["inputs"] = inputs
    made |= {"options": options or {}, "expected": expected, "tol": tol}
    if library:
        made["library"] = library
    if notes:
        made["notes"] = notes
    return made


def unavailable(**more):
    """A statistic that these inputs do not define."""
    return {"statistic": None, "pvalue": None, "reason": "not defined for these inputs", **more}


def p_of(tail):
    """A p-value from its value at many digits, with its logarithm where a double cannot hold it."""
    tail = mp.mpf(tail)
    if tail <= 0:
        return {"pvalue": 0}
    if tail < TINY:
        return {"pvalue": 0, "lnPvalue": float(mp.log(tail))}
    return {"pvalue": float(min(tail, mp.mpf(1)))}


def exact(values):
    return [Fraction(float(v)) for v in values]


def mpf(fraction):
    return mp.mpf(fraction.numerator) / mp.mpf(fraction.denominator)


def mean(values):
    return sum(values, Fraction(0)) / len(values)


def squares(values):
    """Sum of squared deviations from the mean."""
    centre = mean(values)
    return sum(((v - centre) ** 2 for v in values), Fraction(0))


def normal_tail(z):
    return mp.erfc(mp.mpf(z) / mp.sqrt(2)) / 2


def chi2_tail(x, degrees):
    """The regularised upper incomplete gamma function, by its series or by the terms of the continued fraction."""
    a, z = mp.mpf(degrees) / 2, mp.mpf(x) / 2
    if z <= 0:
        return mp.mpf(1)
    factor = mp.exp(a * mp.log(z) - z - mp.loggamma(a))
    if z < a + 1:
        total = term = 1 / a
        k = 0
        while term > mp.eps * total:
            k += 1
            term *= z / (a + k)
            total += term
        return 1 - factor * total
    b = z + 1 - a
    c, d = mp.mpf(10) ** 50, 1 / b
    fraction = d
    for k in range(1, 1_000_000):
        numerator = -k * (k - a)
        b += 2
        d = 1 / (numerator * d + b)
        c = b + numerator / c
        fraction *= c * d
        if abs(c * d - 1) < mp.eps * 100:
            break
    return factor * fraction


def beta_share(a, b, x):
    """The regularised incomplete beta function, by the side on which its series converges fast."""
    a, b, x = mp.mpf(a), mp.mpf(b), mp.mpf(x)
    if x <= 0:
        return mp.mpf(0)
    if x >= 1:
        return mp.mpf(1)
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_share(b, a, 1 - x)
    factor = mp.exp(a * mp.log(x) + b * mp.log(1 - x) + mp.loggamma(a + b) - mp.loggamma(a) - mp.loggamma(b)) / a
    total = term = mp.mpf(1)
    k = 0
    while abs(term) > mp.eps * abs(total):
        term *= (a + b + k) * x / (a + 1 + k)
        total += term
        k += 1
    return factor * total


def t_tail_two_sided(t, degrees):
    t, degrees = mp.mpf(t), mp.mpf(degrees)
    return beta_share(degrees / 2, mp.mpf(1) / 2, degrees / (degrees + t * t))


def f_tail(f, d1, d2):
    f, d1, d2 = mp.mpf(f), mp.mpf(d1), mp.mpf(d2)
    return beta_share(d2 / 2, d1 / 2, d2 / (d2 + d1 * f))


def log_gamma(x):
    """mpmath's own loses digits beside its zeros at 1 and 2."""
    return mp.log(mp.gamma(x)) if 0.5 < x < 3 else mp.loggamma(x)


def kolmogorov_tail(x):
    x = mp.mpf(x)
    if x <= 0:
        return mp.mpf(1)
    if x < 1:
        terms = (mp.exp(-((2 * k - 1) ** 2) * mp.pi**2 / (8 * x * x)) for k in range(1, 40))
        return 1 - mp.sqrt(2 * mp.pi) / x * sum(terms)
    return 2 * sum((-1) ** (k - 1) * mp.exp(-2 * k * k * x * x) for k in range(1, 40))


def cramer_von_mises_tail(x):
    """1 minus Anderson & Darling's series (1952), with as many digits as the tail is small."""
    x = mp.mpf(x)
    if x <= 0:
        return mp.mpf(1)
    with mp.workdps(int(40 + 2.5 * float(x))):
        x = mp.mpf(x)
        total = mp.mpf(0)
        k = 0
        while True:
            q = (4 * k + 1) ** 2 / (16 * x)
            term = mp.gamma(k + mp.mpf(1) / 2) / (mp.gamma(mp.mpf(1) / 2) * mp.factorial(k))
            term *= mp.sqrt(4 * k + 1) * mp.exp(-q) * mp.besselk(mp.mpf(1) / 4, q)
            total += term
            if term < mp.eps and k > 3:
                return 1 - total / (mp.pi * mp.sqrt(x))
            k += 1


def mulberry32(seed):
    """The generator of the recipes, as whole numbers below 2^32."""
    state = seed & 0xFFFFFFFF
    while True:
        state = (state + 0x6D2B79F5) & 0xFFFFFFFF
        t = state
        t = ((t ^ (t >> 15)) * (t | 1)) & 0xFFFFFFFF
        t = (t ^ (t + ((t ^ (t >> 7)) * (t | 61) & 0xFFFFFFFF))) & 0xFFFFFFFF
        yield t ^ (t >> 14)


def below(draws, bound):
    return next(draws) * bound >> 32


def shuffled(draws, n):
    order = list(range(n))
    for i in range(n - 1, 0, -1):
        j = below(draws, i + 1)
        order[i], order[j] = order[j], order[i]
    return order


def plain(value):
    """As JSON can write it."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, numpy.ndarray)):
        return [plain(inner) for inner in value]
    if isinstance(value, (bool, numpy.bool_)):
        return bool(value)
    if isinstance(value, (int, numpy.integer)):
        return int(value)
    if isinstance(value, (float, numpy.floating, mp.mpf)):
        number = float(value)
        if math.isnan(number):
            return "NaN"
        if math.isinf(number):
            return "Infinity" if number > 0 else "-Infinity"
        return int(number) if number == int(number) and abs(number) < 1e15 and not (number == 0 and math.copysign(1, number) < 0) else number
    return value


def write(folder, name, about, cases, **more):
    versions = {"python": sys.version.split()[0], "numpy": numpy.__version__, "scipy": scipy.__version__, "mpmath": mp.__version__}
    for library in ("statsmodels", "sklearn", "river"):
        if library in sys.modules:
            versions[library] = sys.modules[library].__version__
    content = {"schema": 1, "set": "made", "versions": versions, "about": about, **more, "cases": cases}
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, f"{name}.json"), "w") as file:
        head = json.dumps({k: v for k, v in plain(content).items() if k not in ("cases", *more)}, indent=1)[:-2]
        file.write(head)
        for key, rows in [*more.items(), ("cases", cases)]:
            lines = ",\n".join("  " + json.dumps(plain(row)) for row in rows)
            file.write(f',\n "{key}": [\n{lines}\n ]')
        file.write("\n}\n")
