"""Golden values of the box-constrained L-BFGS attack: SciPy's L-BFGS-B, one image at a time, gradients in NumPy (double precision).

    python3 szegedy_lbfgs.py DATA_FOLDER fc100-100-10.safetensors szegedy_lbfgs.json

DATA_FOLDER holds the gzipped IDX files of MNIST. For each of the first 50 test images and a random wrong class l (the product's own choice:
Philox4x32-10, seed 2013, purpose 4, index = image) it minimises c |r|^2 + crossentropy(f(x0 + r), l) in [0, 1]^784, from x0 for every c. c starts at 1,
is moved by tens until success and failure enclose it, then bisected in log space to a ratio of 1.001. Kept is the minimiser of the
largest c that succeeded.
"""
import gzip
import json
import os
import platform
import sys
import time

import numpy as np
import scipy
from scipy.optimize import minimize

IMAGES, SEED, FACTOR, RATIO = 50, 2013, 10.0, 1.001
TARGET_CLASS_PURPOSE = 4
MASK = 0xFFFFFFFF


def read_idx(path):
    with gzip.open(path, "rb") as file:
        data = file.read()
    rank = data[3]
    shape = [int.from_bytes(data[4 + 4 * i:8 + 4 * i], "big") for i in range(rank)]
    return np.frombuffer(data, np.uint8, offset=4 + 4 * rank).reshape(shape)


def read_safetensors(path):
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        data = file.read()
    return {name: np.frombuffer(data[t["data_offsets"][0]:t["data_offsets"][1]], "<f4").reshape(t["shape"]).astype(np.float64)
            for name, t in header.items() if name != "__metadata__"}


def philox(seed, purpose, index):
    """The first word of the stream (Salmon et al., SC 2011)."""
    c = [0, purpose, index & MASK, index >> 32]
    k = [seed & MASK, seed >> 32]
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(p1 >> 32) ^ c[1] ^ k[0], p1 & MASK, (p0 >> 32) ^ c[3] ^ k[1], p0 & MASK]
        k = [(k[0] + 0x9E3779B9) & MASK, (k[1] + 0xBB67AE85) & MASK]
    return c[0]


def random_wrong_class(image, label):
    product = philox(SEED, TARGET_CLASS_PURPOSE, image) * 9
    assert product & MASK >= 9, "the unbiased draw would need a second word"
    n = product >> 32
    return n if n < label else n + 1


class Network:
    def __init__(self, path):
        t = read_safetensors(path)
        self.layers = [(t[f"{i}.weight"], t[f"{i}.bias"]) for i in (0, 2, 4)]

    def outputs(self, x):
        ys = [x]
        for w, b in self.layers[:-1]:
            ys.append(1 / (1 + np.exp(-(w @ ys[-1] + b))))
        w, b = self.layers[-1]
        return ys, w @ ys[-1] + b

    def predict(self, x):
        return int(self.outputs(x)[1].argmax())

    def loss_and_gradient(self, x, target):
        ys, z = self.outputs(x)
        e = np.exp(z - z.max())
        loss = np.log(e.sum()) + z.max() - z[target]
        d = e / e.sum()
        d[target] -= 1
        d = self.layers[-1][0].T @ d
        for (w, _), y in zip(self.layers[-2::-1], ys[:0:-1]):
            d = w.T @ (d * y * (1 - y))
        return loss, d


def attack(network, x0, target):
    gradients = 0

    def solve(c):
        nonlocal gradients

        def objective(x):
            nonlocal gradients
            gradients += 1
            loss, g = network.loss_and_gradient(x, target)
            r = x - x0
            return c * (r @ r) + loss, 2 * c * r + g

        x = minimize(objective, x0, jac=True, method="L-BFGS-B", bounds=[(0, 1)] * x0.size).x
        return x, network.predict(x) == target

    c, low, high, best = 1.0, None, None, None
    while low is None or high is None:
        x, success = solve(c)
        if success:
            best, low, c = x, c, c * FACTOR
        else:
            high, c = c, c / FACTOR
    while high / low > RATIO:
        c = (low * high) ** 0.5
        x, success = solve(c)
        if success:
            best, low = x, c
        else:
            high = c
    return float(np.sqrt(np.mean((best - x0) ** 2))), low, gradients


def main(folder, weights, path):
    network = Network(weights)
    images = read_idx(os.path.join(folder, "t10k-images-idx3-ubyte.gz")).reshape(-1, 784)
    labels = read_idx(os.path.join(folder, "t10k-labels-idx1-ubyte.gz"))
    rows, start = [], time.perf_counter()
    for image in range(IMAGES):
        # Pixels as the product has them: the byte / 255 in single precision.
        x0 = (images[image].astype(np.float32) / np.float32(255)).astype(np.float64)
        label = int(labels[image])
        target = random_wrong_class(image, label)
        predicted = network.predict(x0)
        distortion, c, gradients = (0.0, None, 1) if predicted == target else attack(network, x0, target)
        rows.append({"image": image, "label": label, "targetClass": target, "predictedBefore": predicted,
                     "distortion": distortion, "c": c, "gradientEvaluations": gradients})
    seconds = time.perf_counter() - start
    print(f"{IMAGES / seconds:.1f} images/s, {np.mean([r['gradientEvaluations'] for r in rows]):.0f} gradients, "
          f"mean distortion {np.mean([r['distortion'] for r in rows]):.5f}")
    header = {"script": "szegedy_lbfgs.py", "seed": SEED, "bracketFactor": FACTOR, "bisectionRatio": RATIO,
              "python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__}
    with open(path, "w", encoding="utf-8") as file:
        file.write('{\n  "header": ' + json.dumps(header) + ',\n  "rows": [\n')
        file.write(",\n".join("    " + json.dumps(row) for row in rows) + "\n  ]\n}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
