#!/usr/bin/env python3
"""Writes what lies beside this file: some of UCI's handwritten digits as PNG files, and a network for them, trained by PyTorch on others.

Seen with Debian 12's python3-sklearn 1.2.1, python3-torch 1.13.1 and python3-numpy 1.24.2; one thread, seed 0.
"""
import json
import pathlib
import struct
import zlib

import numpy as np
import torch
from sklearn.datasets import load_digits

HERE = pathlib.Path(__file__).parent
TRAIN_PER_CLASS, TEST_PER_CLASS = 40, 20


def png(pixels):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    height, width = pixels.shape
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def safetensors(tensors):
    header, values = {}, b""
    for name, tensor in tensors.items():
        bytes_ = tensor.detach().numpy().astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [len(values), len(values) + len(bytes_)]}
        values += bytes_
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + values


def main():
    torch.set_num_threads(1)
    torch.manual_seed(0)
    digits = load_digits()
    images = np.round(digits.images * 255 / 16).astype(np.uint8)
    rest = []
    for label in range(10):
        places = np.flatnonzero(digits.target == label)
        for split, chosen in (("train", places[:TRAIN_PER_CLASS]), ("test", places[-TEST_PER_CLASS:])):
            folder = HERE / "images" / split / str(label)
            folder.mkdir(parents=True, exist_ok=True)
            for place in chosen:
                (folder / f"{place:04}.png").write_bytes(png(images[place]))
        # The network learns from images that are not in the folder: the product's own networks learn from those that are.
        rest.extend(places[TRAIN_PER_CLASS:-TEST_PER_CLASS])

    x = torch.tensor(images[rest].reshape(len(rest), -1) / 255, dtype=torch.float32)
    y = torch.tensor(digits.target[rest])
    network = torch.nn.Sequential(torch.nn.Linear(64, 32), torch.nn.ReLU(), torch.nn.Linear(32, 10))
    optimizer = torch.optim.Adam(network.parameters(), lr=0.01, weight_decay=1e-4)
    for _ in range(300):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(network(x), y).backward()
        optimizer.step()
    (HERE / "from-pytorch.safetensors").write_bytes(safetensors(network.state_dict()))


if __name__ == "__main__":
    main()
