"""MNIST as tensors, read from the idx files in the folder of data sets."""
import gzip
from pathlib import Path

import numpy as np
import torch


def images(data_dir, name="train"):
    """[n, 784] in [0, 1], 32-bit floats."""
    folder = Path(data_dir) / "mnist"
    packed = folder / f"{name}-images-idx3-ubyte.gz"
    raw = gzip.decompress(packed.read_bytes()) if packed.exists() else packed.with_suffix("").read_bytes()
    pixels = np.frombuffer(raw, np.uint8, offset=16)
    return torch.from_numpy(pixels.copy()).view(-1, 784).float() / 255
