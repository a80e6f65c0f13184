"""Images as tensors, read from the idx files in the folder of data sets."""
import gzip
from pathlib import Path

import numpy as np
import torch


def images(data_dir, name="train"):
    """MNIST, [n, 784] in [0, 1], 32-bit floats."""
    return idx(data_dir, "mnist", name).float() / 255


def idx(data_dir, folder, name):
    """[n, 784] bytes."""
    packed = Path(data_dir) / folder / f"{name}-images-idx3-ubyte.gz"
    raw = gzip.decompress(packed.read_bytes()) if packed.exists() else packed.with_suffix("").read_bytes()
    return torch.from_numpy(np.frombuffer(raw, np.uint8, offset=16).copy()).view(-1, 784)
