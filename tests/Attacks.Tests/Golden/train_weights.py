"""Trains the network that the golden attacks are made on: 784-100-100-10, sigmoid, softmax, on the MNIST training set.

    python3 train_weights.py DATA_FOLDER fc100-100-10.safetensors

DATA_FOLDER holds the four gzipped IDX files. NumPy only; seed 20131221. The committed weights are what the golden values in
szegedy_lbfgs.json belong to: training again on another machine may give other last bits.
"""
import gzip
import json
import os
import sys

import numpy as np

SEED = 20131221
SIZES = [784, 100, 100, 10]
EPOCHS, BATCH, RATE = 20, 128, 1e-3
DECAY = [1e-5, 1e-5, 1e-6]


def read_idx(path):
    with gzip.open(path, "rb") as file:
        data = file.read()
    rank = data[3]
    shape = [int.from_bytes(data[4 + 4 * i:8 + 4 * i], "big") for i in range(rank)]
    return np.frombuffer(data, np.uint8, offset=4 + 4 * rank).reshape(shape)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def forward(weights, biases, x):
    outputs = [x]
    for w, b in zip(weights[:-1], biases[:-1]):
        outputs.append(sigmoid(outputs[-1] @ w.T + b))
    return outputs, outputs[-1] @ weights[-1].T + biases[-1]


def main(folder, path):
    rng = np.random.default_rng(SEED)
    images, labels, test, test_labels = (
        read_idx(os.path.join(folder, name + ".gz"))
        for name in ("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"))
    images = images.reshape(-1, 784).astype(np.float32) / 255
    test = test.reshape(-1, 784).astype(np.float32) / 255
    weights = [rng.uniform(-1, 1, (o, i)).astype(np.float32) * np.float32(np.sqrt(6 / (i + o))) for i, o in zip(SIZES, SIZES[1:])]
    biases = [np.zeros(o, np.float32) for o in SIZES[1:]]
    parameters = weights + biases
    first = [np.zeros_like(p) for p in parameters]
    second = [np.zeros_like(p) for p in parameters]
    step = 0
    for epoch in range(EPOCHS):
        order = rng.permutation(len(images))
        rate = RATE * (1 if epoch < EPOCHS - 5 else 0.2)
        for start in range(0, len(order), BATCH):
            at = order[start:start + BATCH]
            outputs, z = forward(weights, biases, images[at])
            e = np.exp(z - z.max(1, keepdims=True))
            d = e / e.sum(1, keepdims=True)
            d[np.arange(len(at)), labels[at]] -= 1
            d /= len(at)
            gradients = [None] * 6
            for layer in (2, 1, 0):
                gradients[layer] = d.T @ outputs[layer] + 2 * DECAY[layer] / SIZES[layer + 1] * weights[layer]
                gradients[3 + layer] = d.sum(0)
                if layer:
                    d = (d @ weights[layer]) * outputs[layer] * (1 - outputs[layer])
            step += 1
            for p, g, m, v in zip(parameters, gradients, first, second):
                m += 0.1 * (g - m)
                v += 0.001 * (g * g - v)
                p -= np.float32(rate / (1 - 0.9 ** step)) * m / (np.sqrt(v / (1 - 0.999 ** step)) + 1e-8)
    for name, x, y in (("training", images, labels), ("test", test, test_labels)):
        print(f"{name} error {100 * np.mean(forward(weights, biases, x)[1].argmax(1) != y):.2f} %")
    write(path, weights, biases)


def write(path, weights, biases):
    header, blocks, at = {}, [], 0
    for layer, (w, b) in enumerate(zip(weights, biases)):
        for name, tensor in ((f"{2 * layer}.weight", w), (f"{2 * layer}.bias", b)):
            data = tensor.astype("<f4").tobytes()
            header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [at, at + len(data)]}
            blocks.append(data)
            at += len(data)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text + b"".join(blocks))


if __name__ == "__main__":
    main(*sys.argv[1:])
