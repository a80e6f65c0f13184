"""The models of the step cases, layer for layer as Penumbra builds them from the configurations in bench/config."""
import torch
from torch import nn
from torch.nn import functional as F


class Vae(nn.Module):
    """q(z|x) = N(mean, diag(exp(2 logStd))), p(x|z) Bernoulli; z has `latent` dimensions."""

    def __init__(self, encoder, decoder, binarized=False):
        super().__init__()
        self.encoder, self.decoder, self.binarized = encoder, decoder, binarized

    def forward(self, x):
        """Negative ELBO of a batch [B, ...] of grey values, in nats per example."""
        if self.binarized:
            x = (torch.rand_like(x) < x).float()
        mean, log_std = self.encoder(x).chunk(2, dim=1)
        std = log_std.exp()
        z = mean + std * torch.randn_like(std)
        reconstruction = F.binary_cross_entropy_with_logits(self.decoder(z), x, reduction="sum")
        kl = 0.5 * (mean.square() + std.square() - 1 - 2 * log_std).sum()
        return (reconstruction + kl) / x.shape[0]


def mlp(width=400, latent=20):
    return Vae(
        nn.Sequential(nn.Linear(784, width), nn.ReLU(), nn.Linear(width, 2 * latent)),
        nn.Sequential(nn.Linear(latent, width), nn.ReLU(), nn.Linear(width, 784)))


def iwae():
    """The one-layer model of Burda, Grosse & Salakhutdinov (2016)."""
    return Vae(
        nn.Sequential(nn.Linear(784, 200), nn.Tanh(), nn.Linear(200, 200), nn.Tanh(), nn.Linear(200, 100)),
        nn.Sequential(nn.Linear(50, 200), nn.Tanh(), nn.Linear(200, 200), nn.Tanh(), nn.Linear(200, 784)),
        binarized=True)


def conv(latent=20):
    """28 -> 14 -> 7 -> 3 and back."""
    return Vae(
        nn.Sequential(
            nn.Conv2d(1, 32, 4, 2, 1), nn.ReLU(),
            nn.Conv2d(32, 64, 4, 2, 1), nn.ReLU(),
            nn.Conv2d(64, 128, 4, 2, 1), nn.ReLU(),
            nn.Flatten(), nn.Linear(128 * 3 * 3, 2 * latent)),
        nn.Sequential(
            nn.Linear(latent, 128 * 3 * 3), nn.ReLU(), nn.Unflatten(1, (128, 3, 3)),
            nn.ConvTranspose2d(128, 64, 4, 2, 1, output_padding=1), nn.ReLU(),
            nn.ConvTranspose2d(64, 32, 4, 2, 1), nn.ReLU(),
            nn.ConvTranspose2d(32, 1, 4, 2, 1)))


MODELS = {"mlp": mlp, "iwae": iwae, "conv": conv}
