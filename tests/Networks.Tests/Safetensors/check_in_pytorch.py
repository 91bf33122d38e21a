"""Reads a safetensors file with nothing but NumPy, loads it into an nn.Sequential and prints the logits of given images.

usage: check_in_pytorch.py WEIGHTS IMAGES LAYERS   (IMAGES: raw float32; LAYERS: e.g. linear,sigmoid,linear)
"""
import json
import struct
import sys

import numpy as np
import torch
from torch import nn


def read(path):
    with open(path, "rb") as file:
        content = file.read()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8:8 + length])
    metadata = header.pop("__metadata__")
    tensors = {}
    for name, entry in header.items():
        assert entry["dtype"] == "F32"
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        tensors[name] = torch.from_numpy(np.frombuffer(content[begin:end], dtype="<f4").reshape(entry["shape"]).copy())
    return tensors, metadata


def modules(kinds, tensors, shape):
    made = []
    for i, kind in enumerate(kinds):
        weight = tensors.get(f"{i}.weight")
        if kind == "linear":
            made.append(nn.Linear(weight.shape[1], weight.shape[0]))
        elif kind.startswith("conv"):
            padding = int(kind.removeprefix("conv"))
            made.append(nn.Conv2d(weight.shape[1], weight.shape[0], weight.shape[2:], padding=padding))
        elif kind.startswith("maxpool"):
            made.append(nn.MaxPool2d(int(kind.removeprefix("maxpool"))))
        elif kind == "dropout":
            made.append(nn.Dropout())
        else:
            made.append({"sigmoid": nn.Sigmoid, "tanh": nn.Tanh, "relu": nn.ReLU, "flatten": nn.Flatten}[kind]())
    return nn.Sequential(*made)


def main():
    weights, images, kinds = sys.argv[1], sys.argv[2], sys.argv[3].split(",")
    tensors, metadata = read(weights)
    shape = [int(extent) for extent in metadata["inputShape"].split("x")]
    network = modules(kinds, tensors, shape)
    network.load_state_dict(tensors, strict=True)
    x = torch.from_numpy(np.fromfile(images, dtype="<f4")).reshape(-1, *shape)
    if kinds[0] == "linear":
        x = x.flatten(1)
    with torch.no_grad():
        logits = network.eval().double()(x.double())
    print(" ".join(f"{value:.9g}" for value in logits.flatten().tolist()))


main()
