"""Images a second that a 784-400-40 model encodes, and codes a second that it decodes, in inference on one thread."""
import argparse
import json
import time

import torch

from data import images
from models import mlp

BATCH = 1000
SECONDS = 3

parser = argparse.ArgumentParser()
parser.add_argument("--data-dir", required=True)
parser.add_argument("--compile", action="store_true")
args = parser.parse_args()
torch.set_num_threads(1)
torch.set_flush_denormal(True)
torch.manual_seed(1)
x = images(args.data_dir)[:BATCH]
z = torch.randn(BATCH, 40)
model = mlp(latent=40).eval()


@torch.inference_mode()
def per_second(network, batch):
    run = torch.compile(network) if args.compile else network
    for _ in range(10):
        run(batch)
    start, count = time.perf_counter(), 0
    while time.perf_counter() - start < SECONDS:
        run(batch)
        count += BATCH
    return count / (time.perf_counter() - start)


print(json.dumps({"encode": per_second(model.encoder, x), "decode": per_second(model.decoder, z)}))
