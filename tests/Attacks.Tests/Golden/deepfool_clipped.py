"""Writes deepfool_clipped.json: mean L2 distance of DeepFool with the whole image clipped after each step, the usual implementation.

S.-M. Moosavi-Dezfooli, A. Fawzi, P. Frossard, "DeepFool", CVPR 2016, arXiv:1511.04599, algorithm 2 with p = 2: all ten classes are
candidates, 50 steps, overshoot 0.02, each step 1e-4 longer than to the linearised boundary, x = clip(x0 + 1.02 * sum of steps, 0, 1).
Sums are in double precision on the single-precision weights of fc100-100-10.safetensors; nothing is random.

Run in this folder: python3 deepfool_clipped.py   (made with Python 3.11, NumPy 1.24)
"""
import gzip
import json
import pathlib

import numpy as np

HERE = pathlib.Path(__file__).parent
MNIST = HERE.parents[2] / "data" / "mnist"
IMAGES, STEPS, OVERSHOOT, BEYOND = 100, 50, 0.02, 1e-4


def weights():
    raw = (HERE / "fc100-100-10.safetensors").read_bytes()
    size = int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8:8 + size])

    def tensor(name):
        start, end = header[name]["data_offsets"]
        return np.frombuffer(raw[8 + size + start:8 + size + end], "<f4").reshape(header[name]["shape"]).astype(np.float64)

    return [(tensor(f"{i}.weight"), tensor(f"{i}.bias")) for i in (0, 2, 4)]


def logits_and_jacobian(layers, x):
    activations = x
    jacobian = np.eye(x.size)
    for i, (w, b) in enumerate(layers):
        activations = w @ activations + b
        jacobian = w @ jacobian if i else w
        if i < len(layers) - 1:
            activations = 1 / (1 + np.exp(-activations))
            jacobian = (activations * (1 - activations))[:, None] * jacobian
    return activations, jacobian


def deepfool(layers, x0, label):
    x, total = x0.copy(), np.zeros_like(x0)
    for _ in range(STEPS):
        logits, jacobian = logits_and_jacobian(layers, x)
        if logits.argmax() != label:
            break
        others = [j for j in range(logits.size) if j != label]
        gradients = jacobian[others] - jacobian[label]
        norms = np.linalg.norm(gradients, axis=1)
        distances = np.abs(logits[others] - logits[label]) / norms
        nearest = distances.argmin()
        total += (distances[nearest] + BEYOND) / norms[nearest] * gradients[nearest]
        x = np.clip(x0 + (1 + OVERSHOOT) * total, 0, 1)
    return x


def main():
    layers = weights()
    pixels = gzip.decompress((MNIST / "t10k-images-idx3-ubyte.gz").read_bytes())
    labels = gzip.decompress((MNIST / "t10k-labels-idx1-ubyte.gz").read_bytes())
    distances = []
    for i in range(IMAGES):
        x0 = np.frombuffer(pixels, np.uint8, 784, 16 + 784 * i).astype(np.float32).astype(np.float64) / 255
        distances.append(float(np.linalg.norm(deepfool(layers, x0, labels[8 + i]) - x0)))
    values = {"images": IMAGES, "meanL2": round(float(np.mean(distances)), 6)}
    (HERE / "deepfool_clipped.json").write_text(json.dumps(values) + "\n")
    print(values)


if __name__ == "__main__":
    main()
