"""Milliseconds of a training step as an expert would tune it: all data preloaded, no DataLoader, fused Adam, denormals flushed,
and torch.compile of the model together with its loss: random numbers from eager's generator and a C++ wrapper were
faster here than what compiled code does by default. Warm-up, and with it compiling, is not counted."""
import argparse
import json
import statistics
import time

import torch
import torch._inductor.config

from data import images
from models import MODELS

WARM_UP = 50
STEPS = 50  # of a repetition
REPETITIONS = 4
SECONDS = 6

args = argparse.ArgumentParser()
args.add_argument("model", choices=MODELS)
args.add_argument("--data-dir", required=True)
args.add_argument("--batch", type=int, default=128)
args.add_argument("--threads", type=int, default=2)
args.add_argument("--epsilon", type=float, default=1e-8)
args.add_argument("--compile", choices=["default", "max-autotune"])
args.add_argument("--channels-last", action="store_true")
args = args.parse_args()

torch.set_num_threads(args.threads)
torch.set_flush_denormal(True)
torch.manual_seed(1)

data = images(args.data_dir)
model = MODELS[args.model]()
if args.model == "conv":
    data = data.view(-1, 1, 28, 28)
if args.channels_last:
    model = model.to(memory_format=torch.channels_last)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, eps=args.epsilon, fused=True)
loss_of = model
if args.compile:
    torch._inductor.config.fallback_random = True
    torch._inductor.config.cpp_wrapper = True
    loss_of = torch.compile(model, mode=args.compile)


def batches():
    while True:
        order = torch.randperm(len(data))
        yield from order[:len(data) // args.batch * args.batch].split(args.batch)


def run(steps):
    total = torch.zeros(())
    for _ in range(steps):
        loss = loss_of(data[next(indices)])
        loss.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        total += loss.detach()
    return (total / steps).item()


indices = batches()
run(WARM_UP)
times = []
while len(times) < REPETITIONS or sum(times) * STEPS / 1e3 < SECONDS:
    start = time.perf_counter()
    loss = run(STEPS)
    times.append((time.perf_counter() - start) / STEPS * 1e3)
print(json.dumps({
    "parameters": sum(p.numel() for p in model.parameters()),
    "msPerStep": statistics.median(times),
    "loss": loss}))
