"""Coefficients of the polynomials in src/Numerics/Math/LaneMath.cs.

Lawson's iteratively reweighted least squares on Chebyshev nodes, in exact-enough decimal arithmetic; then each coefficient is rounded to
single precision. Needs only Python's standard library (written with 3.11):  python3 minimax.py
"""
import math
import struct
from decimal import Decimal, getcontext

getcontext().prec = 50


def single(v):
    return struct.unpack("<f", struct.pack("<f", float(v)))[0]


def solve(a, b):
    n = len(b)
    a = [row[:] + [b[i]] for i, row in enumerate(a)]
    for c in range(n):
        p = max(range(c, n), key=lambda r: abs(a[r][c]))
        a[c], a[p] = a[p], a[c]
        for r in range(n):
            if r != c:
                f = a[r][c] / a[c][c]
                for j in range(c, n + 1):
                    a[r][j] -= f * a[c][j]
    return [a[i][n] / a[i][i] for i in range(n)]


def fit(target, scale, degree, low, high, nodes=120, rounds=40):
    """Minimises max |scale(x) (target(x) - p(x))|; scale turns the polynomial's error into the function's relative error."""
    low, high = Decimal(low), Decimal(high)
    xs = [(low + high) / 2 + (high - low) / 2 * Decimal(math.cos(math.pi * (i + 0.5) / nodes)) for i in range(nodes)]
    ts = [target(x) for x in xs]
    ss = [scale(x) for x in xs]
    w = [Decimal(1)] * nodes
    for _ in range(rounds):
        g = [w[i] * ss[i] * ss[i] for i in range(nodes)]
        a = [[sum(g[i] * xs[i] ** (r + c) for i in range(nodes)) for c in range(degree + 1)] for r in range(degree + 1)]
        b = [sum(g[i] * ts[i] * xs[i] ** r for i in range(nodes)) for r in range(degree + 1)]
        p = solve(a, b)
        e = [abs(ss[i] * (ts[i] - sum(p[j] * xs[i] ** j for j in range(degree + 1)))) for i in range(nodes)]
        m = sum(w[i] * e[i] for i in range(nodes))
        w = [w[i] * e[i] / m * nodes for i in range(nodes)]
    worst = max(abs(ss[i] * (ts[i] - sum(Decimal(single(p[j])) * xs[i] ** j for j in range(degree + 1)))) for i in range(nodes))
    return [single(c) for c in p], float(worst)


def sin(x):
    t, s, n = x, x, 1
    while abs(t) > Decimal("1e-45"):
        t = -t * x * x / ((n + 1) * (n + 2))
        s, n = s + t, n + 2
    return s


def cos(x):
    t, s, n = Decimal(1), Decimal(1), 0
    while abs(t) > Decimal("1e-45"):
        t = -t * x * x / ((n + 1) * (n + 2))
        s, n = s + t, n + 2
    return s


def tanh(x):
    e = (2 * x).exp()
    return (e - 1) / (e + 1)


def show(name, result):
    coefficients, worst = result
    print(name, " worst relative error %.3g = 2^%.1f" % (worst, math.log2(worst)))
    print("   ", ", ".join(repr(float("%.9g" % c)) + "f" for c in coefficients))


half_ln2 = Decimal(2).ln() / 2 * Decimal("1.0001")
show("exp: (e^r - 1 - r) / r^2", fit(lambda r: (r.exp() - 1 - r) / (r * r), lambda r: r * r / r.exp(), 4, -half_ln2, half_ln2))
root = Decimal(2).sqrt()
for d in (6, 7, 8):
    show("log deg %d: (log(1 + f) - f + f^2/2) / f^3" % d,
         fit(lambda f: ((1 + f).ln() - f + f * f / 2) / (f * f * f), lambda f: f * f * f / (1 + f).ln(), d, 1 / root - 1, root - 1))
z = Decimal("0.55") ** 2
for d in (3, 4):
    show("tanh deg %d: (tanh(x) - x) / x^3 in z = x^2" % d,
     fit(lambda z: (tanh(z.sqrt()) - z.sqrt()) / (z.sqrt() * z), lambda z: z * z.sqrt() / tanh(z.sqrt()), d, Decimal("1e-6"), z))
q = (Decimal("0.785398163397448309615660845819875721") * Decimal("1.0001")) ** 2
show("sin: (sin(x) - x) / x^3 in z = x^2", fit(lambda z: (sin(z.sqrt()) - z.sqrt()) / (z.sqrt() * z), lambda z: z * z.sqrt() / sin(z.sqrt()), 2, Decimal("1e-6"), q))
show("cos: (cos(x) - 1 + x^2/2) / x^4 in z = x^2", fit(lambda z: (cos(z.sqrt()) - 1 + z / 2) / (z * z), lambda z: z * z / cos(z.sqrt()), 2, Decimal("1e-6"), q))
