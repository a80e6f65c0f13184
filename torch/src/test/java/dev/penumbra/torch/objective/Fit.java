package dev.penumbra.torch.objective;

import dev.penumbra.Seed;
import dev.penumbra.data.Scaling;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.distribution.PosteriorFamily;
import dev.penumbra.model.Loss;
import dev.penumbra.model.Objective;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.nn.Architecture;
import dev.penumbra.nn.Parameter;
import dev.penumbra.nn.Shape;
import dev.penumbra.nn.Weights;
import dev.penumbra.run.TrainingConfig.Optimizer;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.Engine;
import dev.penumbra.torch.tensor.FusedOptimizer;
import dev.penumbra.torch.tensor.Scope;
import dev.penumbra.torch.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** Minimizes an objective of linear networks, whose optimum is known: Adam, its rate falling along half a cosine to 0. */
record Fit(Objective objective, VaeSpec spec, int steps, double rate) {
    /** Of d values, without scaling, with a Gaussian likelihood. */
    static VaeSpec linear(int d, int v, PosteriorFamily posterior, double std) {
        Shape x = Shape.of(d);
        return new VaeSpec(
                new Schema(x, Scaling.NONE, List.of(), List.of()),
                v,
                Architecture.encoder("linear", x, posterior.outputs(v)),
                posterior,
                Architecture.decoder("linear", v, x),
                new Gaussian(std));
    }

    Weights initial() {
        List<Parameter> all = new ArrayList<>(spec.parameters());
        all.addAll(objective.parameters(spec.latent()));
        return Weights.initial(all, new Seed(1));
    }

    /**
     * The weights after all steps.
     *
     * @param data    the batch of a step by its seed, always of one size
     * @param trained names of the weights that change
     */
    Weights of(Weights start, Function<Seed, float[]> data, Predicate<String> trained) {
        Engine.load();
        int d = spec.schema().shape().size();
        try (Scope outer = new Scope();
                Parameters parameters = Parameters.trainable(start, spec.parameters(), Device.CPU)) {
            SequencedMap<String, Tensor> some = new LinkedHashMap<>(parameters.trained());
            some.keySet().removeIf(trained.negate());
            TensorObjective tensors = TensorObjective.of(objective, spec, parameters, 1);
            try (FusedOptimizer optimizer = new FusedOptimizer(Optimizer.Adam.of(rate), some, Device.CPU)) {
                for (int step = 1; step <= steps; step++) {
                    try (Scope scope = new Scope()) {
                        float[] x = data.apply(new Seed(2).at(step));
                        int b = x.length / d;
                        float[] noise = new Seed(3).at(step).gaussians(b * tensors.noise());
                        Batch batch = new Batch(
                                Tensor.of(Device.CPU, x, b, d), null, Tensor.of(Device.CPU, noise, b, tensors.noise()));
                        tensors.of(batch, new Loss.Nats(1), 1).loss().backward();
                        optimizer.step(step, rate * 0.5 * (1 + Math.cos(Math.PI * step / steps)));
                        parameters.trained().values().forEach(Tensor::clearGradient);
                    }
                }
            }
            return Parameters.toWeights(parameters.all());
        }
    }
}
