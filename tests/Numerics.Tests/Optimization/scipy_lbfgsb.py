"""Solutions of standard bounded problems by SciPy's L-BFGS-B (tight tolerances): the values that stand in BoxLbfgsSciPyTests (NumPy 1.24.2, SciPy 1.10.1).

    python3 scipy_lbfgsb.py

No random numbers. The problems: the extended Rosenbrock function sum 100 (x_{i+1} - x_i^2)^2 + (1 - x_i)^2, the quadratic sum of
x_i^2 + (x_i - x_{i+1})^2 - sin(i) x_i, and a softmax-like log sum exp with a linear term.
"""
import json
import platform

import numpy as np
import scipy
from scipy.optimize import minimize


def rosenbrock(x):
    g = np.zeros_like(x)
    d = x[1:] - x[:-1] ** 2
    g[:-1] += -400 * x[:-1] * d - 2 * (1 - x[:-1])
    g[1:] += 200 * d
    return np.sum(100 * d ** 2 + (1 - x[:-1]) ** 2), g


def quadratic(x):
    b = np.sin(np.arange(x.size))
    d = x[:-1] - x[1:]
    g = 2 * x - b
    g[:-1] += 2 * d
    g[1:] -= 2 * d
    return np.sum(x ** 2) + np.sum(d ** 2) - b @ x, g


def log_sum_exp(x):
    a = np.cos(np.arange(x.size))
    e = np.exp(x - x.max())
    return x.max() + np.log(e.sum()) - 2 * (a @ x) / x.size + 0.05 * x @ x, e / e.sum() - 2 * a / x.size + 0.1 * x


PROBLEMS = [
    ("rosenbrock", rosenbrock, 2, -2.0, 0.5, -1.2),
    ("rosenbrock", rosenbrock, 2, -2.0, 2.0, -1.2),
    ("rosenbrock", rosenbrock, 10, 0.0, 0.8, 0.5),
    ("rosenbrock", rosenbrock, 25, -1.5, 1.5, 0.2),
    ("quadratic", quadratic, 50, 0.0, 1.0, 0.5),
    ("quadratic", quadratic, 50, -0.1, 0.1, 0.0),
    ("quadratic", quadratic, 784, 0.0, 0.2, 0.0),
    ("log-sum-exp", log_sum_exp, 100, -0.5, 1.0, 0.0),
]

rows = []
for name, function, n, lower, upper, start in PROBLEMS:
    result = minimize(function, np.full(n, start), jac=True, method="L-BFGS-B", bounds=[(lower, upper)] * n,
                      options={"ftol": 1e-15, "gtol": 1e-10, "maxiter": 10000, "maxfun": 100000, "maxcor": 10})
    rows.append({"problem": name, "n": n, "lower": lower, "upper": upper, "start": start, "value": float(result.fun),
                 "evaluations": int(result.nfev), "x": [round(float(v), 7) for v in result.x[:8]]})
header = {"script": "scipy_lbfgsb.py", "python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__}
print('{\n  "header": ' + json.dumps(header) + ',\n  "rows": [\n' + ",\n".join("    " + json.dumps(row) for row in rows) + "\n  ]\n}")
