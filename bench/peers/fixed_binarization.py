"""Pythae's reproduction of a VAE on the fixed binarization of MNIST (its examples/scripts/reproducibility/vae.py) in plain PyTorch:
784-400-40, Adam 1e-4, batches of 100, 500 epochs, the weights of the best validation loss, 200 importance samples. Pythae reports
-log p(x) = 89.78 nats; this program says what the protocol gives, to compare bench/config/vae-400-40.json with."""
import argparse
import copy
import math

import torch
from torch.nn import functional as F

from data import idx
from models import mlp

parser = argparse.ArgumentParser()
parser.add_argument("data", help="the folder of data sets, with binarized-mnist/")
parser.add_argument("--epochs", type=int, default=500)
parser.add_argument("--every", type=int, default=100, help="epochs between two estimates of log p(x)")
parser.add_argument("--samples", type=int, default=200)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--seed", type=int, default=1)
args = parser.parse_args()
torch.manual_seed(args.seed)
torch.set_num_threads(args.threads)
torch.set_flush_denormal(True)

train, valid, test = (idx(args.data, "binarized-mnist", f"binarized_mnist_{name}").ne(0).float() for name in ("train", "valid", "test"))
model = mlp(width=400, latent=40)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-4, fused=True)
schedule = torch.optim.lr_scheduler.MultiStepLR(optimizer, [200, 350, 500, 750, 1000], gamma=10 ** (-1 / 5))


@torch.no_grad()
def negative_elbo(x):
    return sum(model(part).item() * len(part) for part in x.split(1000)) / len(x)


@torch.no_grad()
def negative_log_likelihood(x):
    """Mean of -log p(x) by importance sampling, and its standard error over the examples."""
    values = []
    for part in x.split(25):
        mean, log_std = model.encoder(part).chunk(2, dim=1)
        noise = torch.randn(args.samples, *mean.shape)
        z = mean + log_std.exp() * noise
        log_x = -F.binary_cross_entropy_with_logits(model.decoder(z), part.expand(args.samples, -1, -1), reduction="none").sum(-1)
        log_w = log_x + (-0.5 * z.square() + 0.5 * noise.square() + log_std).sum(-1)
        values.append(math.log(args.samples) - log_w.logsumexp(0))
    values = torch.cat(values)
    return values.mean().item(), (values.std() / math.sqrt(len(values))).item()


best, kept = math.inf, None
for epoch in range(1, args.epochs + 1):
    total = 0.0
    for rows in torch.randperm(len(train)).split(100):
        optimizer.zero_grad()
        loss = model(train[rows])
        loss.backward()
        optimizer.step()
        total += loss.item() * len(rows)
    schedule.step()
    validation = negative_elbo(valid)
    if validation < best:
        best, kept = validation, copy.deepcopy(model.state_dict())
    if epoch % args.every == 0 or epoch == args.epochs:
        last = copy.deepcopy(model.state_dict())
        model.load_state_dict(kept)
        nll, error = negative_log_likelihood(test)
        print(f"epoch {epoch}: train {total / len(train):.2f}, validation {validation:.2f} (best {best:.2f}), "
              f"test -ELBO {negative_elbo(test):.2f}, -log p(x) {nll:.2f} (s.e. {error:.2f})", flush=True)
        model.load_state_dict(last)
