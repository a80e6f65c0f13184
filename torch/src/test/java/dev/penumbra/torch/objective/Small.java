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
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.Engine;
import dev.penumbra.torch.tensor.Scope;
import dev.penumbra.torch.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A small model on a batch, seen through one objective. */
final class Small {
    static final int B = 8;
    static final int D = 4;
    static final int V = 2;
    /** The data set's size, for objectives that need it. */
    static final int N = 50;

    private Small() {}

    static VaeSpec spec(boolean point, String decoder) {
        PosteriorFamily posterior = point ? new PosteriorFamily.Point() : new PosteriorFamily.Gaussian();
        Shape x = Shape.of(D);
        return new VaeSpec(
                new Schema(x, Scaling.NONE, List.of(), List.of()),
                V,
                Architecture.encoder("mlp:5@tanh", x, posterior.outputs(V)),
                posterior,
                Architecture.decoder(decoder, V, x),
                new Gaussian(0.7));
    }

    static Weights weights(VaeSpec spec, Objective objective) {
        List<Parameter> all = new ArrayList<>(spec.parameters());
        all.addAll(objective.parameters(V));
        return Weights.initial(all, new Seed(1));
    }

    /** What an objective gives: its terms as numbers and the gradient of each weight, null where there is none. */
    record Result(double loss, double logLikelihood, double kl, double mse, Map<String, float[]> gradients) {}

    static Result run(Objective objective, VaeSpec spec, Weights weights, long seed) {
        return run(objective, spec, weights, seed, new Loss.Nats(1), 1);
    }

    /** On the examples of seed 2 and the noise of {@code seed}. */
    static Result run(Objective objective, VaeSpec spec, Weights weights, long seed, Loss loss, double warm) {
        Engine.load();
        try (Scope scope = new Scope();
                Parameters parameters = Parameters.trainable(weights, spec.parameters(), Device.CPU)) {
            TensorObjective tensors = TensorObjective.of(objective, spec, parameters, N);
            Tensor x = Tensor.of(Device.CPU, x(), B, D);
            int noise = tensors.noise();
            Tensor draws = Tensor.of(Device.CPU, new Seed(seed).gaussians(B * noise), B, noise);
            Terms terms = tensors.of(new Batch(x, null, draws), loss, warm);
            terms.loss().backward();
            Map<String, float[]> gradients = new LinkedHashMap<>();
            parameters.all().forEach((name, tensor) -> {
                Tensor gradient = tensor.gradient();
                if (gradient != null) {
                    gradients.put(name, gradient.toArray());
                }
            });
            Tensor kl = terms.kl();
            return new Result(
                    terms.loss().item(),
                    terms.logLikelihood().item(),
                    kl == null ? Double.NaN : kl.item(),
                    terms.mse().item(),
                    gradients);
        }
    }

    static float[] x() {
        return new Seed(2).gaussians(B * D);
    }
}
