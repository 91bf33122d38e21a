"""Logits of torchvision's AlexNet, with weights and images that a formula makes, so that only the logits need to be kept.

usage: /usr/bin/python3 alexnet_logits.py > alexnet_logits.json      (PyTorch 1.13.0, NumPy 1.24.2, CPU)

The network is the module tree of torchvision.models.alexnet (features, avgpool, classifier), written out because torchvision is not needed for it. Value i of tensor t is
scale * (2 u - 1) with u = lowbias32(i + 1 + 0x9E3779B9 (t + 1)) / 2^32 (32-bit integers that wrap around); t counts the tensors of the state_dict in order. scale is
sqrt(6 / inputs of a unit) for weights and 0.1 for biases; pixels are u itself with t = 100. Logits are computed in double precision.
"""
import json

import numpy as np
import torch
from torch import nn


class AlexNet(nn.Module):
    def __init__(self, num_classes=1000):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(3, 64, kernel_size=11, stride=4, padding=2), nn.ReLU(), nn.MaxPool2d(kernel_size=3, stride=2),
            nn.Conv2d(64, 192, kernel_size=5, padding=2), nn.ReLU(), nn.MaxPool2d(kernel_size=3, stride=2),
            nn.Conv2d(192, 384, kernel_size=3, padding=1), nn.ReLU(),
            nn.Conv2d(384, 256, kernel_size=3, padding=1), nn.ReLU(),
            nn.Conv2d(256, 256, kernel_size=3, padding=1), nn.ReLU(), nn.MaxPool2d(kernel_size=3, stride=2))
        self.avgpool = nn.AdaptiveAvgPool2d((6, 6))
        self.classifier = nn.Sequential(
            nn.Dropout(), nn.Linear(256 * 6 * 6, 4096), nn.ReLU(), nn.Dropout(), nn.Linear(4096, 4096), nn.ReLU(), nn.Linear(4096, num_classes))

    def forward(self, x):
        return self.classifier(torch.flatten(self.avgpool(self.features(x)), 1))


def uniform(count, tensor):
    x = np.arange(1, count + 1, dtype=np.uint32) + np.uint32(0x9E3779B9 * (tensor + 1) & 0xFFFFFFFF)
    x ^= x >> np.uint32(16)
    x *= np.uint32(0x7FEB352D)
    x ^= x >> np.uint32(15)
    x *= np.uint32(0x846CA68B)
    x ^= x >> np.uint32(16)
    return x.astype(np.float64) / 2.0**32


def main():
    torch.set_grad_enabled(False)
    network = AlexNet().eval()
    for t, (name, values) in enumerate(network.state_dict().items()):
        scale = 0.1 if name.endswith("bias") else np.sqrt(6 / np.prod(values.shape[1:]))
        values.copy_(torch.from_numpy((scale * (2 * uniform(values.numel(), t) - 1)).astype(np.float32)).reshape(values.shape))
    images = torch.from_numpy(uniform(2 * 3 * 224 * 224, 100).astype(np.float32)).reshape(2, 3, 224, 224)
    logits = network.double()(images.double())
    print(json.dumps({"torch": torch.__version__, "numpy": np.__version__, "tensors": list(network.state_dict()), "logits": [float(f"{v:.9g}") for v in logits.flatten().tolist()]}))


main()
