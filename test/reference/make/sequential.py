"""Confidence sequences and e-processes: their formulas at 40 digits."""

from __future__ import annotations

import mpmath as mp

from cases import beta_share, case

TOL = {"*": {"rel": 1e-9, "abs": 1e-12}}


def log_beta(a, b):
    return mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)


def log_mixture(x, n, p, concentration):
    """ln of the likelihood ratio to p, mixed over Beta(c p, c (1 - p))."""
    p = mp.mpf(p)
    a, b = concentration * p, concentration * (1 - p)
    return log_beta(a + x, b + n - x) - log_beta(a, b) - (x * mp.log(p) if x else 0) - ((n - x) * mp.log(1 - p) if n > x else 0)


def concentration(alpha, rows):
    cost = 2 * mp.log(1 / mp.mpf(alpha))
    return rows / (cost + mp.log(1 + cost))


def share_bounds(x, n, alpha, rows):
    c = concentration(alpha, rows)
    limit = mp.log(1 / mp.mpf(alpha))

    def bound(end):
        out, kept = mp.mpf(end), mp.mpf(x) / n
        for _ in range(90):
            middle = (out + kept) / 2
            if log_mixture(x, n, middle, c) >= limit:
                out = middle
            else:
                kept = middle
        return out

    return 0 if x == 0 else bound(0), 1 if x == n else bound(1)


def ranks(n, q, alpha, rows):
    c = concentration(alpha, rows)
    limit = mp.log(1 / mp.mpf(alpha))
    refuted = [log_mixture(x, n, q, c) >= limit for x in range(n + 1)]
    middle = int(mp.floor(mp.mpf(q) * n + mp.mpf(1) / 2))
    lower = next((x for x in range(middle) if not refuted[x]), middle)
    upper = next((x for x in range(middle, n + 1) if refuted[x]), n + 1)
    return lower, upper


def bounded_mean(values, low, high, alpha):
    price = mp.log(2 / mp.mpf(alpha))
    total = squares = bets = bet_sum = cost = mp.mpf(0)
    lower, upper = mp.mpf(low), mp.mpf(high)
    for n, x in enumerate(values, 1):
        z = (mp.mpf(x) - low) / (high - low)
        before = (total + mp.mpf(1) / 2) / n
        variance = (squares + mp.mpf(1) / 4) / n
        bet = min(mp.mpf(1) / 2, mp.sqrt(2 * price / (variance * n * mp.log(1 + n))))
        total += z
        squares += (z - (total + mp.mpf(1) / 2) / (n + 1)) ** 2
        bets += bet
        bet_sum += bet * z
        cost += (z - before) ** 2 * (-mp.log(1 - bet) - bet)
        centre, half = low + (high - low) * bet_sum / bets, (high - low) * (price + cost) / bets
        lower, upper = max(lower, centre - half), min(upper, centre + half)
    return {"n": len(values), "lower": float(lower), "upper": float(upper)}


def evidence(ln):
    p = min(mp.mpf(1), mp.exp(-ln))
    return {"lnE": float(ln), "p": float(p) if p > mp.mpf("1e-300") else 0}


def cases_of(name, rows):
    made = []
    for statistic, inputs, options in rows:
        alpha, decision = options.get("alpha", 0.05), options.get("decisionRows", 10_000)
        cost = 2 * mp.log(1 / mp.mpf(alpha))
        n = inputs.get("n")
        tol = TOL
        if statistic == "share_sequence":
            lower, upper = share_bounds(inputs["count"], n, alpha, decision)
            expected = {"value": inputs["count"] / n, "lower": float(lower), "upper": float(upper)}
            tol = {"*": {"rel": 1e-7, "abs": 1e-9}}
        elif statistic == "sub_gaussian_mean":
            s2 = mp.mpf(inputs["sigma"]) ** 2
            rho = decision * s2 / (cost + mp.log(1 + cost))
            half = mp.sqrt((n * s2 + rho) * (mp.log(1 + n * s2 / rho) + cost)) / n if s2 else 0
            mean = mp.mpf(inputs["sum"]) / n
            expected = {"value": float(mean), "lower": float(mean - half), "upper": float(mean + half)}
        elif statistic == "asymptotic_sequence":
            rho2 = (cost + mp.log(1 + cost)) / decision
            half = inputs["standardError"] * mp.sqrt(2 * (n * rho2 + 1) / (n * rho2) * mp.log(mp.sqrt(n * rho2 + 1) / mp.mpf(alpha)))
            expected = {"value": inputs["value"], "lower": float(inputs["value"] - half), "upper": float(inputs["value"] + half)}
        elif statistic == "quantile_ranks":
            lower, upper = ranks(n, inputs["q"], alpha, decision)
            expected = {"lower": lower, "upper": upper}
        elif statistic == "paired_wins":
            wins, losses = inputs["wins"], inputs["losses"]
            expected = evidence((wins + losses + 1) * mp.log(2) + log_beta(wins + 1, losses + 1) + mp.log(beta_share(losses + 1, wins + 1, mp.mpf(1) / 2)))
        elif statistic == "split_mismatch":
            expected = evidence(log_mixture(inputs["candidate"], n, inputs["share"], 100))
        else:
            expected = bounded_mean(inputs["values"], *options["range"], alpha)
        made.append(case(name(), statistic, expected, {**tol, "p": {"rel": 1e-6, "abs": 1e-300}}, inputs=inputs, options=options, library="mpmath"))
    return made


def numbered(prefix):
    numbers = iter(range(1, 100_000))
    return lambda: f"{prefix}{next(numbers):03d}"


def random_cases(rng, count):
    rows = []
    for _ in range(count):
        options = {"alpha": float(rng.choice([0.05, 0.01, 0.001])), "decisionRows": int(rng.choice([100, 10_000, 10**6]))}
        n = int(10 ** rng.uniform(0, 5))
        p = float(rng.choice([0.001, 0.05, 0.5, 0.97]))
        small = min(n, 400)
        wins = int(rng.integers(0, 300))
        rows += [("share_sequence", {"count": int(rng.binomial(n, p)), "n": n}, options), ("sub_gaussian_mean", {"sum": float(rng.normal(0, n)), "n": n,
                  "sigma": float(10 ** rng.uniform(-3, 3))}, options), ("asymptotic_sequence", {"value": float(rng.normal()), "standardError": float(rng.exponential()),
                  "n": n}, options), ("quantile_ranks", {"n": small, "q": float(rng.choice([0.01, 0.5, 0.9, 0.99]))}, options),
                 ("paired_wins", {"wins": wins, "losses": int(rng.integers(0, 300))}, {}),
                 ("split_mismatch", {"candidate": int(rng.binomial(n, min(0.999, p * 1.02))), "n": n, "share": p}, {}),
                 ("bounded_mean", {"values": [float(v) for v in rng.beta(2, 5, small)]}, {"range": [0, 1], "alpha": options["alpha"]})]
    return cases_of(numbered("E"), rows)


def hard_cases():
    default = {"alpha": 0.05, "decisionRows": 10_000}
    return cases_of(numbered("HE"), [
        ("share_sequence", {"count": 0, "n": 1}, default), ("share_sequence", {"count": 1, "n": 1}, default), ("share_sequence", {"count": 3, "n": 10**7}, default),
        ("sub_gaussian_mean", {"sum": 0.0, "n": 1, "sigma": 0.0}, default), ("quantile_ranks", {"n": 1, "q": 0.99}, default),
        ("quantile_ranks", {"n": 300, "q": 0.999}, default), ("paired_wins", {"wins": 0, "losses": 0}, {}), ("paired_wins", {"wins": 2000, "losses": 0}, {}),
        ("paired_wins", {"wins": 0, "losses": 2000}, {}), ("split_mismatch", {"candidate": 0, "n": 3000, "share": 0.5}, {}),
        ("split_mismatch", {"candidate": 10**6, "n": 2 * 10**6, "share": 0.5}, {}),
        ("bounded_mean", {"values": [0.5] * 30}, {"range": [0, 1], "alpha": 0.05}), ("bounded_mean", {"values": [-1.0, 1.0] * 20}, {"range": [-1, 1], "alpha": 0.01}),
    ])
