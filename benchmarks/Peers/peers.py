"""The peers that Experiments is compared with: the same work in PyTorch and in SciPy.

Reads one request per line on standard input (JSON: {"work": ..., ...}) and answers one line of JSON each, so that the two sides can take
turns inside one run. Needs Python 3 with torch, numpy and scipy (Debian: python3-torch, python3-scipy, libopenblas0-openmp).
"""
import json
import os
import platform
import sys
import time

import numpy as np
import scipy
import torch
from scipy.optimize import minimize

THREADS = len(os.sched_getaffinity(0))
CLOCK = time.perf_counter
torch.set_num_threads(THREADS)


def mlp(activation=torch.nn.Sigmoid):
    return torch.nn.Sequential(
        torch.nn.Linear(784, 100), activation(), torch.nn.Linear(100, 100), activation(), torch.nn.Linear(100, 10))


def conv():
    return torch.nn.Sequential(
        torch.nn.Conv2d(1, 32, 5, padding=2), torch.nn.ReLU(), torch.nn.MaxPool2d(2),
        torch.nn.Conv2d(32, 64, 5, padding=2), torch.nn.ReLU(), torch.nn.MaxPool2d(2),
        torch.nn.Flatten(), torch.nn.Linear(3136, 256), torch.nn.ReLU(), torch.nn.Linear(256, 10))


NETWORKS = {"mlp": (mlp, (784,)), "conv": (conv, (1, 28, 28))}
STATE = {}


class Variant:
    """A network with one choice of the settings that change its speed and not what it computes."""

    def __init__(self, name, channels_last, foreach):
        torch.manual_seed(1)
        make, shape = NETWORKS[name]
        self.settings = ", ".join(word for word, on in (("channels last", channels_last), ("foreach", foreach)) if on) or "defaults"
        self.net = make()
        self.images = torch.rand((8192, *shape))
        self.labels = torch.randint(0, 10, (8192,))
        if channels_last:
            self.net = self.net.to(memory_format=torch.channels_last)
            self.images = self.images.contiguous(memory_format=torch.channels_last)
        self.optimiser = torch.optim.Adam(self.net.parameters(), foreach=foreach)


def fastest(work, name, batch, variants, make_step):
    """The step of the variant that runs fastest here: each is tried twice, the better try counts. Chosen once per kind of work."""
    key = (work, name, batch)
    if key not in STATE:
        made = [Variant(*variant) for variant in variants]
        tried = [(variant, make_step(variant, batch)) for variant in made]
        STATE[key] = max(tried, key=lambda pair: max(repeat(pair[1], 0.5, batch) for _ in range(2)))
    return STATE[key]


def batches(images, batch):
    at = 0
    while True:
        if at + batch > len(images):
            at = 0
        yield slice(at, at + batch)
        at += batch


def repeat(step, seconds, batch):
    """Images per second of step(), called for at least the given time."""
    for _ in range(3):
        step()
    count, start = 0, CLOCK()
    while CLOCK() - start < seconds:
        step()
        count += batch
    return count / (CLOCK() - start)


def training_step(variant, batch):
    net, optimiser, images, labels = variant.net, variant.optimiser, variant.images, variant.labels
    source = batches(images, batch)

    def step():
        at = next(source)
        optimiser.zero_grad(set_to_none=True)
        torch.nn.functional.cross_entropy(net(images[at]), labels[at]).backward()
        optimiser.step()

    return step


def input_gradient_step(variant, batch):
    net, images, labels = variant.net, variant.images, variant.labels
    for p in net.parameters():
        p.requires_grad_(False)
    source = batches(images, batch)

    def step():
        at = next(source)
        x = images[at].detach().requires_grad_(True)
        torch.autograd.grad(torch.nn.functional.cross_entropy(net(x), labels[at], reduction="sum"), x)

    return step


def train(name, batch, seconds):
    variants = [(name, last, foreach) for last in ((False, True) if name == "conv" else (False,)) for foreach in (False, True)]
    variant, step = fastest("train", name, batch, variants, training_step)
    return {"rate": repeat(step, seconds, batch), "settings": variant.settings}


def input_gradient(name, batch, seconds):
    variants = [(name, last, False) for last in ((False, True) if name == "conv" else (False,))]
    variant, step = fastest("input-gradient", name, batch, variants, input_gradient_step)
    return {"rate": repeat(step, seconds, batch), "settings": variant.settings}


def sgemm(m, n, k, seconds):
    a, b, c = torch.rand(m, k), torch.rand(k, n), torch.empty(m, n)
    return {"rate": repeat(lambda: torch.mm(a, b, out=c), seconds, 1) * 2 * m * n * k / 1e9}


def read_safetensors(path):
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        data = file.read()
    return {name: np.frombuffer(data[t["data_offsets"][0]:t["data_offsets"][1]], np.float32).reshape(t["shape"])
            for name, t in header.items() if name != "__metadata__"}


class SigmoidNetwork:
    """A sigmoid multi-layer perceptron on one image at a time, with its input gradient by hand: quicker than a framework at this size."""

    def __init__(self, path):
        tensors = read_safetensors(path)
        names = sorted((n for n in tensors if n.endswith(".weight")), key=lambda n: int(n.split(".")[0]))
        self.layers = [(tensors[n], tensors[n.replace("weight", "bias")]) for n in names]

    def logits(self, x):
        outputs = [x]
        for w, b in self.layers[:-1]:
            outputs.append(1 / (1 + np.exp(-(w @ outputs[-1] + b))))
        w, b = self.layers[-1]
        return w @ outputs[-1] + b, outputs

    def loss_and_gradient(self, x, target):
        z, outputs = self.logits(x)
        e = np.exp(z - z.max())
        p = e / e.sum()
        loss = -np.log(max(p[target], 1e-38))
        d = p.copy()
        d[target] -= 1
        d = self.layers[-1][0].T @ d
        for (w, _), y in zip(reversed(self.layers[:-1]), reversed(outputs[1:])):
            d = w.T @ (d * y * (1 - y))
        return loss, d


def lbfgs_attack(weights, images, targets, factor, tolerance):
    """min c |r|^2 + loss(x + r, target) in the box; the largest c that still succeeds: bracket by a factor, bisect in log space."""
    net = SigmoidNetwork(weights)
    bounds = [(0, 1)] * 784
    distortions, gradients, successes = [], 0, 0
    start = CLOCK()
    for x0, target in zip(images, targets):
        x0 = np.asarray(x0, np.float32)
        count = 0

        def solve(c, x):
            def objective(v):
                nonlocal count
                count += 1
                loss, g = net.loss_and_gradient(v.astype(np.float32), target)
                r = v - x0
                return float(c * (r @ r) + loss), 2 * c * r + g

            x = minimize(objective, x, jac=True, method="L-BFGS-B", bounds=bounds).x.astype(np.float32)
            return x, int(net.logits(x)[0].argmax()) == target

        best, c, low, high = None, 1.0, None, None
        for _ in range(40):
            x, ok = solve(c, x0.astype(np.float64))
            if ok:
                best, low = x, c
                c *= factor
            else:
                high = c
                c /= factor
            if low is not None and high is not None:
                break
        while low is not None and high is not None and high / low > 1 + tolerance:
            c = (low * high) ** 0.5
            x, ok = solve(c, x0.astype(np.float64))
            if ok:
                best, low = x, c
            else:
                high = c
        gradients += count
        if best is not None:
            successes += 1
            distortions.append(float(np.sqrt(np.mean((best.astype(np.float64) - x0) ** 2))))
    seconds = CLOCK() - start
    return {"imagesPerSecond": len(images) / seconds, "gradients": gradients / len(images),
            "successes": successes, "meanDistortion": float(np.mean(distortions))}


def about(cpu_time):
    global CLOCK
    CLOCK = time.process_time if cpu_time else time.perf_counter
    return {"python": platform.python_version(), "torch": torch.__version__, "numpy": np.__version__, "scipy": scipy.__version__,
            "threads": torch.get_num_threads(), "onednn": torch.backends.mkldnn.is_available()}


WORK = {"about": about, "train": train, "input-gradient": input_gradient, "sgemm": sgemm, "lbfgs-attack": lbfgs_attack}

for line in sys.stdin:
    request = json.loads(line)
    print(json.dumps(WORK[request.pop("work")](**request)), flush=True)
