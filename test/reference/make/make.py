"""
Makes reference values of the schema in ../README.md.

    python make.py FOLDER --seed 1 --count 40     random cases, new ones for every seed
    python make.py FOLDER --hard                  the hard cases kept beside this folder, as hard-*.json

Needs Python 3.11 with scipy 1.17, statsmodels, scikit-learn, mpmath and river 0.26.
"""

from __future__ import annotations

import argparse
import warnings

import numpy as np

import binned
import categorical
import correlation
import multivariate
import numeric
import quality
import sequential
import special
import stream_detectors
from cases import write

parser = argparse.ArgumentParser()
parser.add_argument("folder")
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--count", type=int, default=40)
parser.add_argument("--hard", action="store_true")
parser.add_argument("--only", nargs="*")
options = parser.parse_args()
warnings.simplefilter("ignore")
name_of = "hard-{}".format if options.hard else "made-{}".format


def wanted(family):
    return not options.only or family in options.only


def rng():
    return np.random.default_rng(options.seed)


if wanted("numeric"):
    datasets = numeric.hard_datasets() if options.hard else numeric.random_datasets(rng(), options.count * 3)
    write(options.folder, name_of("numeric"), "Two samples of numbers.", [c for d in datasets for c in numeric.cases_of(d)], datasets=datasets)
    write(options.folder, name_of("binned"), "Scores on frozen bins; inputs by data set.", [c for d in datasets for c in binned.cases_of(d)])
for family, module, about in (
    ("categorical", categorical, "Counts of categories, missing shares, many tests at once."),
    ("multivariate", multivariate, "Many features at once."),
    ("quality", quality, "Quality of a model, realised and expected."),
    ("correlation", correlation, "Correlation of two series."),
    ("sequential", sequential, "Confidence sequences and e-processes."),
    ("special", special, "The functions that the tests rest on."),
):
    if wanted(family):
        write(options.folder, name_of(family), about, module.hard_cases() if options.hard else module.random_cases(rng(), options.count))
if wanted("streams"):
    made, cases = stream_detectors.hard_cases() if options.hard else stream_detectors.random_cases(rng(), options.count)
    write(options.folder, name_of("streams"), "Stream detectors.", cases, streams=made)
