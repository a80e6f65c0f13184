package dev.penumbra.torch.model;

import dev.penumbra.model.LadderSpec;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.nn.TorchNetwork;
import dev.penumbra.torch.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A {@link LadderSpec}'s model as tensors. Between networks, tensors are [rows, values]. */
final class TensorLadder implements TensorModel {
    private final LadderSpec spec;
    private final Parameters parameters;
    private final List<TensorBlock> blocks = new ArrayList<>();
    private final TorchNetwork output;

    private record TensorBlock(
            int latent,
            TorchNetwork up,
            TorchNetwork prior,
            TorchNetwork posterior,
            TorchNetwork merge,
            TorchNetwork down) {}

    TensorLadder(LadderSpec spec, Parameters parameters) {
        this.spec = spec;
        this.parameters = parameters;
        for (int i = 0; i < spec.blocks().size(); i++) {
            LadderSpec.Block block = spec.blocks().get(i);
            blocks.add(new TensorBlock(
                    block.latent(),
                    new TorchNetwork(block.up(), parameters, LadderSpec.prefix(i, "up")),
                    new TorchNetwork(block.prior(), parameters, LadderSpec.prefix(i, "prior")),
                    new TorchNetwork(block.posterior(), parameters, LadderSpec.prefix(i, "posterior")),
                    new TorchNetwork(block.merge(), parameters, LadderSpec.prefix(i, "merge")),
                    new TorchNetwork(block.down(), parameters, LadderSpec.prefix(i, "down"))));
        }
        this.output = new TorchNetwork(spec.output(), parameters, LadderSpec.OUTPUT);
    }

    /** How the z of a block come about, given its prior and h. */
    private interface Layer {
        /** One layer's z; {@code from} is its first dimension among those of all blocks. */
        Tensor z(int block, int from, Tensor h, Tensor priorMean, Tensor priorLogStd);
    }

    /** The decoder's outputs after a pass from the top to the bottom. */
    private Tensor topDown(long rows, Layer layer) {
        Tensor h = parameters.get(LadderSpec.TOP).reshape(1, -1);
        h = h.expand(rows, h.size(1));
        int from = 0;
        for (int b = 0; b < blocks.size(); b++) {
            TensorBlock block = blocks.get(b);
            Tensor prior = block.prior.forward(h);
            int n = block.latent;
            Tensor z = layer.z(b, from, h, prior.narrow(1, 0, n), Gaussians.logStd(prior.narrow(1, n, n)));
            h = block.down.forward(h.plus(block.merge.forward(z)));
            from += n;
        }
        return output.forward(h);
    }

    /** What a pass with the posterior gathers, block by block. */
    private static final class Pass {
        final List<Tensor> z = new ArrayList<>();
        final List<Tensor> mean = new ArrayList<>();
        final List<Tensor> logStd = new ArrayList<>();
        final List<Tensor> kl = new ArrayList<>();
        final List<Supplier<Tensor>> logPosterior = new ArrayList<>();
        final List<Supplier<Tensor>> logPrior = new ArrayList<>();

        static Tensor joined(List<Tensor> parts) {
            return Tensor.concatenate(1, parts.toArray(Tensor[]::new));
        }

        static Tensor sum(List<Supplier<Tensor>> parts) {
            return parts.stream().map(Supplier::get).reduce(Tensor::plus).orElseThrow();
        }
    }

    /**
     * A pass with the posterior.
     *
     * @param noise_RV null for the means
     */
    private Tensor infer(Tensor x_BD, int k, @Nullable Tensor noise_RV, Pass pass) {
        List<Tensor> features = new ArrayList<>();
        Tensor feature = x_BD;
        for (TensorBlock block : blocks.reversed()) {
            feature = block.up.forward(feature);
            features.addFirst(feature.repeatRows(k));
        }
        return topDown(x_BD.size(0) * k, (b, from, h, priorMean, priorLogStd) -> {
            TensorBlock block = blocks.get(b);
            int n = block.latent;
            Tensor delta = block.posterior.forward(Tensor.concatenate(1, h, features.get(b)));
            Tensor dMean = delta.narrow(1, 0, n);
            Tensor dLogStd = Gaussians.logStd(delta.narrow(1, n, n));
            Tensor mean = priorMean.plus(dMean);
            Tensor logStd = priorLogStd.plus(dLogStd);
            pass.mean.add(mean);
            pass.logStd.add(logStd);
            if (noise_RV == null) {
                return mean;
            }
            Tensor noise = noise_RV.narrow(1, from, n);
            Tensor z = mean.plus(logStd.exp().times(noise));
            pass.z.add(z);
            // KL of N(m + dm, (s ds)^2) from N(m, s^2): Vahdat & Kautz 2020, eq. 2.
            pass.kl.add(dMean.times(priorLogStd.times(-1).exp())
                    .square()
                    .plus(dLogStd.times(2).exp())
                    .minus(dLogStd.times(2))
                    .plus(-1)
                    .sum(1)
                    .times(0.5)
                    .reshape(-1, 1));
            pass.logPosterior.add(() -> Gaussians.logDensityOfNoise(noise, logStd));
            pass.logPrior.add(() -> Gaussians.logDensity(z, priorMean, priorLogStd));
            return z;
        });
    }

    @Override
    public Encoded encode(Tensor x_BD, @Nullable Tensor class_BC) {
        Pass pass = new Pass();
        infer(x_BD, 1, null, pass);
        return new Encoded(Pass.joined(pass.mean), Pass.joined(pass.logStd));
    }

    /** The posteriors are those that the samples met: each layer's depends on what was drawn above it. */
    @Override
    public Draw draw(Tensor x_BD, @Nullable Tensor class_BC, Tensor noise_RN, int k) {
        Pass pass = new Pass();
        Tensor out_RO = infer(x_BD, k, noise_RN, pass);
        Tensor x_RD = x_BD.repeatRows(k);
        return new Draw(
                () -> new Encoded(Pass.joined(pass.mean), Pass.joined(pass.logStd)),
                x_RD,
                null,
                Pass.joined(pass.z),
                out_RO,
                logLikelihood(x_RD, out_RO),
                () -> Pass.sum(pass.logPosterior),
                () -> Pass.sum(pass.logPrior),
                null,
                () -> Pass.joined(pass.kl),
                null);
    }

    @Override
    public Tensor decode(Tensor z_RV, @Nullable Tensor class_RC) {
        return topDown(
                z_RV.size(0), (b, from, h, priorMean, priorLogStd) -> z_RV.narrow(1, from, blocks.get(b).latent));
    }

    @Override
    public Tensor logJoint(Tensor x_RD, @Nullable Tensor class_RC, Tensor z_RV, Tensor noise_RN) {
        Pass pass = new Pass();
        Tensor out_RO = topDown(z_RV.size(0), (b, from, h, priorMean, priorLogStd) -> {
            Tensor z = z_RV.narrow(1, from, blocks.get(b).latent);
            pass.logPrior.add(() -> Gaussians.logDensity(z, priorMean, priorLogStd));
            return z;
        });
        return logLikelihood(x_RD, out_RO).plus(Pass.sum(pass.logPrior));
    }

    private Tensor logLikelihood(Tensor x_RD, Tensor out_RO) {
        return TensorLikelihood.logDensity(spec.likelihood(), parameters, x_RD, out_RO);
    }
}
