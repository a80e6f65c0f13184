"""The official PyTorch example of a VAE on MNIST (pytorch/examples, vae/main.py, BSD-3-Clause), rewritten to do the same work in
the same order: DataLoader over torchvision's MNIST with ToTensor, 784-400-20 with a sigmoid and binary cross-entropy, Adam, a
test and two pictures an epoch, a line every ten batches. Downloads nothing: its data must lie in DATA/MNIST/raw."""
import argparse
import os

import torch
from torch import nn
from torch.nn import functional as F
from torchvision import datasets, transforms
from torchvision.utils import save_image

parser = argparse.ArgumentParser()
parser.add_argument("data")
parser.add_argument("results")
parser.add_argument("--batch-size", type=int, default=128)
parser.add_argument("--epochs", type=int, default=10)
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--log-interval", type=int, default=10)
args = parser.parse_args()
os.makedirs(args.results, exist_ok=True)
torch.manual_seed(args.seed)
device = torch.device("cpu")


def loader(train):
    data = datasets.MNIST(args.data, train=train, download=False, transform=transforms.ToTensor())
    return torch.utils.data.DataLoader(data, batch_size=args.batch_size, shuffle=train)


class VAE(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.mean = nn.Linear(400, 20)
        self.log_variance = nn.Linear(400, 20)
        self.hidden_back = nn.Linear(20, 400)
        self.pixels = nn.Linear(400, 784)

    def decode(self, z):
        return torch.sigmoid(self.pixels(F.relu(self.hidden_back(z))))

    def forward(self, x):
        hidden = F.relu(self.hidden(x.view(-1, 784)))
        mean, log_variance = self.mean(hidden), self.log_variance(hidden)
        std = torch.exp(0.5 * log_variance)
        return self.decode(mean + std * torch.randn_like(std)), mean, log_variance


def loss_function(reconstruction, x, mean, log_variance):
    bce = F.binary_cross_entropy(reconstruction, x.view(-1, 784), reduction="sum")
    kld = -0.5 * torch.sum(1 + log_variance - mean.pow(2) - log_variance.exp())
    return bce + kld


def train(epoch):
    model.train()
    total = 0
    for i, (x, _) in enumerate(train_loader):
        x = x.to(device)
        optimizer.zero_grad()
        loss = loss_function(*with_input(x))
        loss.backward()
        total += loss.item()
        optimizer.step()
        if i % args.log_interval == 0:
            done, size = i * len(x), len(train_loader.dataset)
            print(f"Train Epoch: {epoch} [{done}/{size} ({100 * i / len(train_loader):.0f}%)]\tLoss: {loss.item() / len(x):.6f}",
                  flush=True)
    print(f"====> Epoch: {epoch} Average loss: {total / len(train_loader.dataset):.4f}")


def with_input(x):
    reconstruction, mean, log_variance = model(x)
    return reconstruction, x, mean, log_variance


def test(epoch):
    model.eval()
    total = 0
    with torch.no_grad():
        for i, (x, _) in enumerate(test_loader):
            x = x.to(device)
            reconstruction, _, mean, log_variance = with_input(x)
            total += loss_function(reconstruction, x, mean, log_variance).item()
            if i == 0:
                n = min(x.size(0), 8)
                comparison = torch.cat([x[:n], reconstruction.view(-1, 1, 28, 28)[:n]])
                save_image(comparison.cpu(), f"{args.results}/reconstruction_{epoch}.png", nrow=n)
    print(f"====> Test set loss: {total / len(test_loader.dataset):.4f}")


train_loader, test_loader = loader(True), loader(False)
model = VAE().to(device)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(1, args.epochs + 1):
    train(epoch)
    test(epoch)
    with torch.no_grad():
        sample = model.decode(torch.randn(64, 20).to(device)).cpu()
        save_image(sample.view(64, 1, 28, 28), f"{args.results}/sample_{epoch}.png")
