"""Microseconds of a training step on a GPU, each as an expert would write it. The data lie there, batches are gathered there, noise is drawn there,
products have 32 bits. One line of JSON for each way; compiling and warm-up are not counted."""
import argparse
import json
import statistics
import time

from data import images

parser = argparse.ArgumentParser()
parser.add_argument("model", choices=["mlp", "iwae", "conv"])
parser.add_argument("ways", nargs="+", choices=["eager", "graph", "compiled", "compiled-graph", "jax", "jax-tf32"])
parser.add_argument("--data-dir", required=True)
parser.add_argument("--batch", type=int, default=128)
parser.add_argument("--epsilon", type=float, default=1e-8)
parser.add_argument("--seconds", type=float, default=3, help="to measure for, each")
args = parser.parse_args()

CALL = 300  # steps that JAX is given at a time
REPETITIONS = 5


def measure(way, run, parameters):
    """`run(steps)` takes steps and returns their mean loss when all is done."""
    run(CALL)
    start = time.perf_counter()
    run(CALL)
    steps = CALL * max(1, int(args.seconds / REPETITIONS / (time.perf_counter() - start)))
    times = []
    for _ in range(REPETITIONS):
        start = time.perf_counter()
        loss = run(steps)
        times.append((time.perf_counter() - start) / steps * 1e6)
    print(json.dumps({"way": way, "model": args.model, "batch": args.batch, "parameters": parameters, "usPerStep": statistics.median(times),
                      "least": min(times), "most": max(times), "imagesPerSecond": args.batch / statistics.median(times) * 1e6, "loss": loss}), flush=True)


# ---- PyTorch

def torch_way(way):
    import torch
    from models import MODELS
    torch.manual_seed(1)
    torch.backends.cudnn.allow_tf32 = False  # PyTorch's default lets convolutions round to 11 bits
    torch.backends.cudnn.benchmark = True
    device = torch.device("cuda")
    data = images(args.data_dir).to(device)
    model = MODELS[args.model]().to(device)
    if args.model == "conv":
        data = data.view(-1, 1, 28, 28)
        model = model.to(memory_format=torch.channels_last)
    graphed = way.endswith("graph")
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, eps=args.epsilon, fused=True, capturable=graphed)
    loss_of = model
    if way.startswith("compiled"):
        loss_of = torch.compile(model, mode=None if graphed else "reduce-overhead")
    total = torch.zeros((), device=device)
    indices = torch.zeros(args.batch, dtype=torch.long, device=device)

    def step():
        torch.compiler.cudagraph_mark_step_begin()
        loss = loss_of(data[indices])
        loss.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        total.add_(loss.detach())

    def batches():
        while True:
            order = torch.randperm(len(data), device=device)
            yield from order[:len(data) // args.batch * args.batch].split(args.batch)

    batch = batches()
    take = step
    if graphed:
        side = torch.cuda.Stream()
        with torch.cuda.stream(side):
            for _ in range(5):
                indices.copy_(next(batch))
                step()
        torch.cuda.synchronize()
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            step()
        take = graph.replay

    def run(steps):
        total.zero_()
        for _ in range(steps):
            indices.copy_(next(batch))
            take()
        return total.item() / steps

    measure(way, run, sum(p.numel() for p in model.parameters()))


# ---- JAX

def jax_way(way):
    import jax
    import jax.numpy as jnp
    import optax
    jax.config.update("jax_default_matmul_precision", "tensorfloat32" if way == "jax-tf32" else "highest")
    data = jnp.asarray(images(args.data_dir).numpy())
    key = jax.random.key(1)

    def dense(key, n, m):
        bound = n ** -0.5
        a, b = jax.random.split(key)
        return {"w": jax.random.uniform(a, (n, m), minval=-bound, maxval=bound), "b": jax.random.uniform(b, (m,), minval=-bound, maxval=bound)}

    def kernel(key, inputs, outputs):
        return {"w": jax.random.normal(key, (4, 4, inputs, outputs)) * (16 * inputs) ** -0.5, "b": jnp.zeros(outputs)}

    linear = lambda p, x: x @ p["w"] + p["b"]
    keys = iter(jax.random.split(key, 20))
    if args.model == "conv":
        convolve = lambda p, x: jax.lax.conv_general_dilated(x, p["w"], (2, 2), ((1, 1), (1, 1)), dimension_numbers=("NHWC", "HWIO", "NHWC")) + p["b"]
        # Of a kernel of 4, a stride of 2 and a padding of 1, the transpose pads the dilated input by 2, and by one more where one is added.
        back = lambda p, x, more: jax.lax.conv_general_dilated(x, p["w"], (1, 1), ((2, 2 + more), (2, 2 + more)), lhs_dilation=(2, 2), dimension_numbers=("NHWC", "HWIO", "NHWC")) + p["b"]
        weights = {"e": [kernel(next(keys), *s) for s in ((1, 32), (32, 64), (64, 128))], "code": dense(next(keys), 1152, 40),
                   "start": dense(next(keys), 20, 1152), "d": [kernel(next(keys), *s) for s in ((128, 64), (64, 32), (32, 1))]}

        def encode(w, x):
            h = x.reshape(-1, 28, 28, 1)
            for layer in w["e"]:
                h = jax.nn.relu(convolve(layer, h))
            return linear(w["code"], h.reshape(len(x), -1))

        def decode(w, z):
            h = jax.nn.relu(linear(w["start"], z)).reshape(-1, 3, 3, 128)
            for i, layer in enumerate(w["d"]):
                h = back(layer, h if i == 0 else jax.nn.relu(h), 1 if i == 0 else 0)
            return h.reshape(len(z), -1)
    else:
        sizes, act = {"mlp": ([784, 400, 40], jax.nn.relu), "iwae": ([784, 200, 200, 100], jnp.tanh)}[args.model]
        latent = sizes[-1] // 2
        weights = {side: [dense(next(keys), n, m) for n, m in zip(s, s[1:])] for side, s in (("e", sizes), ("d", [latent, *sizes[-2::-1]]))}

        def chain(layers, h):
            for layer in layers[:-1]:
                h = act(linear(layer, h))
            return linear(layers[-1], h)

        encode, decode = lambda w, x: chain(w["e"], x), lambda w, z: chain(w["d"], z)

    def loss_of(w, x, key):
        pixels, noise = jax.random.split(key)
        if args.model == "iwae":
            x = (jax.random.uniform(pixels, x.shape) < x).astype(jnp.float32)
        mean, log_std = jnp.split(encode(w, x), 2, axis=1)
        std = jnp.exp(log_std)
        logits = decode(w, mean + std * jax.random.normal(noise, std.shape))
        reconstruction = (jax.nn.softplus(logits) - x * logits).sum()
        kl = 0.5 * (mean ** 2 + std ** 2 - 1 - 2 * log_std).sum()
        return (reconstruction + kl) / len(x)

    optimizer = optax.adam(1e-3, eps=args.epsilon)

    def train(carry, steps):
        weights, moments, key = carry
        key, shuffle = jax.random.split(key)
        epochs = -(-steps * args.batch // len(data))
        order = jnp.concatenate([jax.random.permutation(k, len(data)) for k in jax.random.split(shuffle, epochs)])
        order = order[:steps * args.batch].reshape(steps, args.batch)

        def step(carry, rows):
            weights, moments, key = carry
            key, own = jax.random.split(key)
            loss, gradients = jax.value_and_grad(loss_of)(weights, data[rows], own)
            updates, moments = optimizer.update(gradients, moments)
            return (optax.apply_updates(weights, updates), moments, key), loss
        carry, losses = jax.lax.scan(step, (weights, moments, key), order)
        return carry, losses.mean()

    train = jax.jit(train, static_argnums=1, donate_argnums=0)
    state = [(weights, optimizer.init(weights), key)]
    parameters = sum(p.size for p in jax.tree.leaves(weights))

    def run(steps):
        """Each call is one program on the GPU."""
        loss = 0
        for _ in range(steps // CALL):
            state[0], loss = train(state[0], CALL)
        return float(loss)

    measure(way, run, parameters)


for name in args.ways:
    (jax_way if name.startswith("jax") else torch_way)(name)
