"""Seconds to open a folder of images and to pass over it once in batches: torchvision's ImageFolder and a DataLoader."""
import argparse
import json
import time

import torch
from torchvision import datasets, transforms

parser = argparse.ArgumentParser()
parser.add_argument("folder")
parser.add_argument("--batch", type=int, default=128)
parser.add_argument("--workers", type=int, required=True)
args = parser.parse_args()

start = time.perf_counter()
data = datasets.ImageFolder(args.folder, transforms.Compose([transforms.Grayscale(), transforms.ToTensor()]))
total, count = 0.0, 0
for x, _ in torch.utils.data.DataLoader(data, batch_size=args.batch, shuffle=True, num_workers=args.workers):
    total += x.sum().item()
    count += len(x)
print(json.dumps({"seconds": time.perf_counter() - start, "images": count, "mean": total / count / x[0].numel()}))
