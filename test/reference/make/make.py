"""
Makes reference values of the schema in ../README.md.

    python make.py FOLDER --seed 1 --count 40     random cases, new ones for every seed
    python make.py FOLDER --hard                  the hard cases kept beside this folder, as hard-*.json

Needs Python 3.11 with scipy 1.17 and mpmath; statsmodels, scikit-learn and river 0.26 for the families that use them.
"""

from __future__ import annotations

import argparse
import importlib
import warnings

import numpy as np

from cases import write

FAMILIES = {
    "numeric": "Two samples of numbers.",
    "binned": "Scores on frozen bins; inputs by data set of the numeric family.",
    "categorical": "Counts of categories, missing shares, many tests at once.",
    "multivariate": "Many features at once.",
    "quality": "Quality of a model, realised and expected.",
    "correlation": "Correlation of two series.",
    "sequential": "Confidence sequences and e-processes.",
    "special": "The functions that the tests rest on.",
    "stream_detectors": "Stream detectors.",
}

parser = argparse.ArgumentParser()
parser.add_argument("folder")
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--count", type=int, default=40)
parser.add_argument("--hard", action="store_true")
parser.add_argument("--only", nargs="*", choices=FAMILIES, default=list(FAMILIES))
options = parser.parse_args()
warnings.simplefilter("ignore")

for family in options.only:
    module = importlib.import_module(family)
    rng = np.random.default_rng(options.seed)
    name = f"{'hard' if options.hard else 'made'}-{family.replace('stream_detectors', 'streams')}"
    if family in ("numeric", "binned"):
        numeric = importlib.import_module("numeric")
        datasets = numeric.hard_datasets() if options.hard else numeric.random_datasets(rng, options.count * 3)
        cases = [case for dataset in datasets for case in module.cases_of(dataset)]
        write(options.folder, name, FAMILIES[family], cases, **({"datasets": datasets} if family == "numeric" else {}))
    elif family == "stream_detectors":
        streams, cases = module.hard_cases() if options.hard else module.random_cases(rng, options.count)
        write(options.folder, name, FAMILIES[family], cases, streams=streams)
    else:
        write(options.folder, name, FAMILIES[family], module.hard_cases() if options.hard else module.random_cases(rng, options.count))
