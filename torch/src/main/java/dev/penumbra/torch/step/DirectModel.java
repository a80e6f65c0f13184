package dev.penumbra.torch.step;

import dev.penumbra.distribution.Bernoulli;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.model.Loss;
import dev.penumbra.model.Objective;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.FusedOptimizer;
import dev.penumbra.torch.tensor.InPlace;
import dev.penumbra.torch.tensor.Rows;
import dev.penumbra.torch.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a plain VAE in training, and what a worker does with its part of it. Shapes: B examples, R rows, one for each
 * sample of z of each example, D values of an example, V latent dimensions.
 */
final class DirectModel implements AutoCloseable {
    private final VaeSpec spec;
    private final int size;
    private final Kept kept = new Kept(Device.CPU);
    private final Tensor ones;
    private final Tensor x_BD;
    private final Tensor mean_RD;
    private final Tensor z_RV;
    private final Tensor zSlope_RV;
    /** The encoder's first layer where most inputs are 0. */
    private final @Nullable SparseLayer sparse;
    /** The encoder, but for {@link #sparse}. */
    private final List<StepLayer> encoder;

    private final List<StepLayer> decoder;
    private final Units code;
    private final Units output;
    private final LatentSamples samples;
    /** Where an importance-weighted bound is trained. */
    private final @Nullable ImportanceSamples importance;
    /** Samples of z of an example, k. */
    private final int k;

    private final List<FusedOptimizer.Part> optimizers = new ArrayList<>();
    private final Map<Part, Share> shares = new ConcurrentHashMap<>();

    /**
     * Memory for batches of up to {@code batch} examples, by {@code workers} workers.
     *
     * @param spec      of chains
     * @param objective the ELBO or {@link Objective.Iwae}
     * @param isSparse  whether most values of examples are 0
     */
    DirectModel(
            VaeSpec spec,
            Objective objective,
            Parameters parameters,
            FusedOptimizer fused,
            int batch,
            int workers,
            boolean isSparse) {
        this.spec = spec;
        this.size = spec.schema().shape().size();
        this.k = objective.samples();
        int rows = Math.multiplyExact(batch, k);
        this.ones = kept.zeros(rows);
        float[] one = new float[rows];
        Arrays.fill(one, 1);
        ones.set(one);
        this.mean_RD = kept.zeros(rows, size);
        this.z_RV = kept.zeros(rows, spec.latent());
        this.zSlope_RV = kept.zeros(rows, spec.latent());

        Layers layers = new Layers(parameters, kept, workers);
        List<Chain.Link> links =
                Chain.of(spec.encoder(), VaeSpec.ENCODER).orElseThrow().links();
        if (isSparse && links.getFirst().map() instanceof Chain.Linear input) {
            SparseInput weights = new SparseInput(
                    tensors(input.path() + "weight", parameters, fused),
                    tensors(input.path() + "bias", parameters, fused),
                    workers,
                    Math.ceilDiv(batch, workers));
            this.sparse = new SparseLayer(weights, layers.units(links.getFirst(), batch), batch);
            this.x_BD = kept.zeros(1, size);
            Units first = sparse.units();
            this.encoder = layers.of(links.subList(1, links.size()), first.out(), first.slope(), batch);
            this.code = encoder.isEmpty() ? first : encoder.getLast().units();
        } else {
            this.sparse = null;
            this.x_BD = kept.zeros(batch, size);
            this.encoder = layers.of(links, x_BD, null, batch);
            this.code = encoder.getLast().units();
        }
        links = Chain.of(spec.decoder(), VaeSpec.DECODER).orElseThrow().links();
        this.decoder = layers.of(links, z_RV, zSlope_RV, rows);
        this.output = decoder.getLast().units();

        this.samples = new LatentSamples(batch, spec.latent());
        this.importance = objective instanceof Objective.Iwae ? new ImportanceSamples(batch, spec.latent(), k) : null;
        for (int w = 0; w < workers; w++) {
            optimizers.add(fused.part(layers.gradients(), w, workers));
        }
    }

    private static Tensor[] tensors(String name, Parameters parameters, FusedOptimizer fused) {
        Map<String, Tensor> state = fused.state();
        return new Tensor[] {
            parameters.get(name),
            Objects.requireNonNull(state.get("first." + name)),
            Objects.requireNonNull(state.get("second." + name))
        };
    }

    /** What one worker uses for batches of one size; views into the memory of all. */
    private final class Share {
        private final Kept views = new Kept(Device.CPU);
        private final Part part;
        private final Part rows;
        private final SparseLayer.@Nullable Examples sparse;
        private final List<StepLayer.Share> encoder;
        private final List<StepLayer.Share> decoder;
        private final Tensor output;
        private final Tensor outputSlope;
        private final Tensor mean;
        private final Rows inputRows = x_BD.rows();
        private final Rows codeRows = code.out().rows();
        private final Rows codeSlopeRows = code.slope().rows();
        private final Rows zRows = z_RV.rows();
        private final Rows zSlopeRows = zSlope_RV.rows();
        private final Rows outputRows = DirectModel.this.output.out().rows();
        private final Rows outputSlopeRows = DirectModel.this.output.slope().rows();
        private final Rows meanRows = mean_RD.rows();
        /** Whether outputs are logits of means, and not means. */
        private final boolean logits = spec.likelihood() instanceof Bernoulli;

        private final OutputRows likelihood;

        Share(Part part) {
            this.part = part;
            this.rows = part.times(k);
            SparseLayer first = DirectModel.this.sparse;
            this.sparse = first == null ? null : first.new Examples(part, views);
            this.encoder = shares(DirectModel.this.encoder, part);
            this.decoder = shares(DirectModel.this.decoder, rows);
            this.output = views.rows(DirectModel.this.output.out(), rows.from(), rows.to());
            this.outputSlope = views.rows(DirectModel.this.output.slope(), rows.from(), rows.to());
            this.mean = views.rows(mean_RD, rows.from(), rows.to());
            this.likelihood = spec.likelihood() instanceof Gaussian gaussian
                    ? new GaussianRows(size, gaussian.std())
                    : new BernoulliRows(size);
        }

        private List<StepLayer.Share> shares(List<StepLayer> layers, Part of) {
            return layers.stream().map(layer -> layer.share(of, ones, views)).toList();
        }

        void encode(float[][] x) {
            if (sparse != null) {
                sparse.forward(x);
            } else {
                for (int e = part.from(); e < part.to(); e++) {
                    inputRows.put(e, x[e]);
                }
            }
            encoder.forEach(StepLayer.Share::forward);
        }

        /** Likelihood and its gradient by the decoder's outputs; shows each row when it is added. */
        void compare(float[][] x, float scale, IntConsumer added) {
            likelihood.begin(scale);
            if (logits) {
                InPlace.sigmoid(mean, output);
            }
            float[] out = new float[size];
            float[] means = logits ? new float[size] : out;
            float[] slope = new float[size];
            for (int row = rows.from(); row < rows.to(); row++) {
                outputRows.get(row, out);
                if (logits) {
                    meanRows.get(row, means);
                }
                likelihood.add(x[row / k], out, means, slope);
                outputSlopeRows.put(row, slope);
                added.accept(row);
            }
        }

        /** Multiplies the gradient by the outputs of each row. */
        void weigh(float[] weights) {
            if (weights.length > 0) {
                InPlace.scaleRows(outputSlope, weights);
            }
        }

        void encodeBackward() {
            encoder.reversed().forEach(StepLayer.Share::backward);
            if (sparse != null) {
                sparse.backward();
            }
        }
    }

    /**
     * Sums over examples; of their samples the mean.
     *
     * @param squares of the errors of all values
     * @param bound   the importance-weighted one; 0 where another is trained
     */
    record Sums(double logLikelihood, double squares, double kl, double bound) {}

    /**
     * The worker's examples through the model and back.
     *
     * @param x     examples
     * @param noise V draws of N(0, 1) for each sample of each example
     */
    Sums gradients(Part part, float[][] x, float[] noise, Loss loss) {
        Share share = shares.computeIfAbsent(part, Share::new);
        share.encode(x);
        Sums sums =
                importance == null ? elbo(share, x, noise, loss) : importanceBound(importance, share, x, noise, loss);
        share.encodeBackward();
        return sums;
    }

    /** From codes to the gradients by them, of the ELBO. */
    private Sums elbo(Share share, float[][] x, float[] noise, Loss loss) {
        Part part = share.part;
        double kl = samples.draw(part.from(), part.to(), share.codeRows, noise, share.zRows);
        share.decoder.forEach(StepLayer.Share::forward);
        share.compare(x, scale(loss, part.count()), row -> {});
        share.decoder.reversed().forEach(StepLayer.Share::backward);
        float klWeight = (float) (loss.klWeight() / part.count());
        samples.backward(part.from(), part.to(), share.zSlopeRows, noise, klWeight, share.codeSlopeRows);
        return new Sums(share.likelihood.logLikelihood(), share.likelihood.squaredError(), kl, 0);
    }

    /** From codes to the gradients by them, of the importance-weighted bound. */
    private Sums importanceBound(ImportanceSamples importance, Share share, float[][] x, float[] noise, Loss loss) {
        Part part = share.part;
        Part rows = share.rows;
        double kl = importance.draw(part.from(), part.to(), share.codeRows, noise, share.zRows);
        share.decoder.forEach(StepLayer.Share::forward);
        float scale = scale(loss, part.count());
        double[] logLikelihoods = new double[rows.to() - rows.from()];
        double[] squares = new double[1];
        share.compare(x, scale, row -> {
            logLikelihoods[row - rows.from()] = share.likelihood.logLikelihood();
            squares[0] += share.likelihood.squaredError();
            share.likelihood.begin(scale);
        });
        float[] weights = new float[logLikelihoods.length];
        double bound = importance.weigh(part.from(), part.to(), logLikelihoods, loss.klWeight(), weights);
        share.weigh(weights);
        share.decoder.reversed().forEach(StepLayer.Share::backward);
        double klWeight = loss.klWeight() / part.count();
        importance.backward(part.from(), part.to(), share.zSlopeRows, noise, klWeight, share.codeSlopeRows);
        double logLikelihood = Arrays.stream(logLikelihoods).sum();
        return new Sums(logLikelihood / k, squares[0] / k, kl, bound);
    }

    /** Of the gradients that {@link OutputRows#add} makes, in the mean over the batch. */
    private float scale(Loss loss, int count) {
        return (float) (OutputRows.scale(spec.likelihood(), loss, size) / count);
    }

    /** To be called once before the workers' {@link #update}. */
    void beginUpdate() {
        if (sparse != null) {
            sparse.beginUpdate();
        }
    }

    /** The gradients of the worker's units, and the step of the optimizer. */
    void update(Part part, long number, double rate, AdamRow adam) {
        Share share = shares.computeIfAbsent(part, Share::new);
        share.decoder.forEach(StepLayer.Share::gradients);
        share.encoder.forEach(StepLayer.Share::gradients);
        optimizers.get(part.worker()).step(number, rate);
        if (sparse != null) {
            sparse.update(part.count(), adam);
        }
    }

    void store() {
        if (sparse != null) {
            sparse.store();
        }
    }

    void load() {
        if (sparse != null) {
            sparse.load();
        }
    }

    @Override
    public void close() {
        shares.values().forEach(share -> share.views.close());
        optimizers.forEach(FusedOptimizer.Part::close);
        kept.close();
    }
}
