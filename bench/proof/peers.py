"""Scores of Evidently's and NannyML's default rules; cases as JSON on stdin, answers as JSON on stdout."""
import json
import sys
import warnings

warnings.filterwarnings("ignore")

import evidently
import nannyml
import pandas as pd
from evidently.legacy.calculations.stattests import get_stattest
from evidently.legacy.core import ColumnType


def evidently_answers(kind, reference, windows):
    column_type = ColumnType.Numerical if kind == "numeric" else ColumnType.Categorical
    answers = []
    for window in windows:
        test = get_stattest(reference, window, column_type, None)
        result = test(reference, window, column_type, test.default_threshold)
        answers.append([test.name, float(result.drift_score), bool(result.drifted)])
    return answers


def nannyml_answers(kind, reference, windows):
    """The calculator's own fit on ten chunks; each window is then one chunk."""
    cast = (lambda values: values.astype(float)) if kind == "numeric" else (lambda values: values.astype(str).astype("category"))
    calculator = nannyml.UnivariateDriftCalculator(column_names=["x"], treat_as_categorical=["x"] if kind != "numeric" else [])
    calculator.fit(pd.DataFrame({"x": cast(reference)}))
    answers = []
    threshold = None
    for window in windows:
        calculator.chunker = nannyml.chunk.SizeBasedChunker(chunk_size=len(window))
        frame = calculator.calculate(pd.DataFrame({"x": cast(window)})).filter(period="analysis").to_df()
        row = frame.iloc[0]["x"]["jensen_shannon"]
        threshold = float(row["upper_threshold"])
        answers.append([float(row["value"]), bool(row["alert"])])
    return answers, threshold


def answer(case):
    reference = pd.Series(case["reference"])
    windows = [pd.Series(window) for window in case["windows"]]
    scores, threshold = nannyml_answers(case["kind"], reference, windows)
    return {"evidently": evidently_answers(case["kind"], reference, windows), "nannyml": scores, "threshold": threshold}


answers = [answer(case) for case in json.load(sys.stdin)]
print(json.dumps({"versions": f"evidently {evidently.__version__}, nannyml {nannyml.__version__}", "answers": answers}))
