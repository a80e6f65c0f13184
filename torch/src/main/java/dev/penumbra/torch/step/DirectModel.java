package dev.penumbra.torch.step;

import dev.penumbra.distribution.Bernoulli;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.model.Loss;
import dev.penumbra.model.VaeSpec;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.tensor.FusedOptimizer;
import dev.penumbra.torch.tensor.InPlace;
import dev.penumbra.torch.tensor.Rows;
import dev.penumbra.torch.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a plain VAE in training, and what a worker does with its part of it. Shapes: B examples, D values of an example, V
 * latent dimensions.
 */
final class DirectModel implements AutoCloseable {
    private final VaeSpec spec;
    private final int size;
    private final Parameters parameters;
    private final Kept kept = new Kept();
    /** Gradients by the names of their parameters, but those of {@link #sparse}. */
    private final Map<String, Tensor> gradients = new LinkedHashMap<>();

    private final Tensor ones;
    private final Tensor x_BD;
    private final Tensor mean_BD;
    private final Tensor z_BV;
    private final Tensor zSlope_BV;
    private final Units first;
    /** The first layer where it is not {@link #sparse}. */
    private final List<DenseLayer> input = new ArrayList<>();
    /** The encoder behind its first layer. */
    private final List<DenseLayer> encoder = new ArrayList<>();

    private final List<DenseLayer> decoder = new ArrayList<>();
    private final Units code;
    private final Units output;
    private final LatentSamples samples;
    private final @Nullable SparseInput sparse;
    /** The gradients by the outputs of {@link #first}, for {@link #sparse}. */
    private final float[][] firstSlopes;

    private final List<FusedOptimizer.Part> optimizers = new ArrayList<>();
    private final Map<Part, Share> shares = new ConcurrentHashMap<>();

    /**
     * Memory for batches of up to {@code batch} examples, by {@code workers} workers.
     *
     * @param spec     of linear chains
     * @param isSparse whether most values of examples are 0
     */
    DirectModel(VaeSpec spec, Parameters parameters, FusedOptimizer fused, int batch, int workers, boolean isSparse) {
        this.spec = spec;
        this.size = spec.schema().shape().size();
        this.parameters = parameters;
        this.ones = kept.zeros(batch);
        float[] one = new float[batch];
        Arrays.fill(one, 1);
        ones.set(one);
        this.x_BD = kept.zeros(isSparse ? 1 : batch, size);
        this.mean_BD = kept.zeros(batch, size);
        this.z_BV = kept.zeros(batch, spec.latent());
        this.zSlope_BV = kept.zeros(batch, spec.latent());

        List<LinearChain.Link> links =
                LinearChain.of(spec.encoder(), VaeSpec.ENCODER).orElseThrow().links();
        LinearChain.Link link = links.getFirst();
        this.first = units(link, batch);
        if (!isSparse) {
            input.add(layer(link, x_BD, null, first));
        }
        this.code = chain(encoder, links.subList(1, links.size()), first.out(), first.slope(), first, batch);
        links = LinearChain.of(spec.decoder(), VaeSpec.DECODER).orElseThrow().links();
        this.output = chain(decoder, links, z_BV, zSlope_BV, code, batch);

        this.samples = new LatentSamples(batch, spec.latent());
        int share = Math.ceilDiv(batch, workers);
        this.sparse = isSparse
                ? new SparseInput(
                        tensors(link.path() + "weight", parameters, fused),
                        tensors(link.path() + "bias", parameters, fused),
                        workers,
                        share)
                : null;
        this.firstSlopes = new float[isSparse ? batch : 0][link.units()];
        for (int w = 0; w < workers; w++) {
            optimizers.add(fused.part(gradients, w, workers));
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

    /** Makes the layers of {@code links}; returns the units of the last, or {@code none} where there are no links. */
    private Units chain(
            List<DenseLayer> layers, List<LinearChain.Link> links, Tensor in, Tensor inSlope, Units none, int batch) {
        Units last = none;
        for (LinearChain.Link link : links) {
            DenseLayer previous = layers.isEmpty() ? null : layers.getLast();
            last = units(link, batch);
            layers.add(
                    previous == null
                            ? layer(link, in, inSlope, last)
                            : layer(
                                    link,
                                    previous.units().out(),
                                    previous.units().slope(),
                                    last));
        }
        return last;
    }

    private Units units(LinearChain.Link link, int batch) {
        return new Units(kept.zeros(batch, link.units()), kept.zeros(batch, link.units()), link.activation());
    }

    private DenseLayer layer(LinearChain.Link link, Tensor in, @Nullable Tensor inSlope, Units units) {
        String weight = link.path() + "weight";
        String bias = link.path() + "bias";
        gradients.put(weight, kept.zeros(link.units(), in.size(1)));
        gradients.put(bias, kept.zeros(link.units()));
        return new DenseLayer(
                parameters.get(weight),
                parameters.get(bias),
                Objects.requireNonNull(gradients.get(weight)),
                Objects.requireNonNull(gradients.get(bias)),
                in,
                inSlope,
                units);
    }

    /** What one worker uses for batches of one size; views into the memory of all. */
    private final class Share {
        private final Kept views = new Kept();
        private final Part part;
        private final List<DenseLayer.Share> input;
        private final List<DenseLayer.Share> encoder;
        private final List<DenseLayer.Share> decoder;
        private final Units first;
        private final Tensor output;
        private final Tensor mean;
        private final Rows inputRows = x_BD.rows();
        private final Rows firstRows = DirectModel.this.first.out().rows();
        private final Rows firstSlopeRows = DirectModel.this.first.slope().rows();
        private final Rows codeRows = code.out().rows();
        private final Rows codeSlopeRows = code.slope().rows();
        private final Rows zRows = z_BV.rows();
        private final Rows zSlopeRows = zSlope_BV.rows();
        private final Rows outputRows = DirectModel.this.output.out().rows();
        private final Rows outputSlopeRows = DirectModel.this.output.slope().rows();
        private final Rows meanRows = mean_BD.rows();
        /** Whether outputs are logits of means, and not means. */
        private final boolean logits = spec.likelihood() instanceof Bernoulli;

        private final OutputRows likelihood;

        Share(Part part) {
            this.part = part;
            this.input = shares(DirectModel.this.input);
            this.encoder = shares(DirectModel.this.encoder);
            this.decoder = shares(DirectModel.this.decoder);
            this.first = DirectModel.this.first.rows(part.from(), part.to(), views);
            this.output = views.rows(DirectModel.this.output.out(), part.from(), part.to());
            this.mean = views.rows(mean_BD, part.from(), part.to());
            this.likelihood = spec.likelihood() instanceof Gaussian gaussian
                    ? new GaussianRows(size, gaussian.std())
                    : new BernoulliRows(size);
        }

        private List<DenseLayer.Share> shares(List<DenseLayer> layers) {
            return layers.stream()
                    .map(layer -> new DenseLayer.Share(layer, part, ones, views))
                    .toList();
        }

        /** Through the first layer. */
        void readExamples(float[][] x) {
            if (sparse == null) {
                for (int e = part.from(); e < part.to(); e++) {
                    inputRows.put(e, x[e]);
                }
                input.forEach(DenseLayer.Share::forward);
                return;
            }
            float[] sums = new float[firstSlopes[0].length];
            sparse.clear(part.worker());
            for (int e = part.from(); e < part.to(); e++) {
                sparse.forward(part.worker(), e, x[e], sums);
                firstRows.put(e, sums);
            }
            first.activate();
        }

        /** Likelihood and its gradient by the decoder's outputs. */
        void compare(float[][] x, float scale) {
            likelihood.begin(scale);
            if (logits) {
                InPlace.sigmoid(mean, output);
            }
            float[] out = new float[size];
            float[] means = logits ? new float[size] : out;
            float[] slope = new float[size];
            for (int e = part.from(); e < part.to(); e++) {
                outputRows.get(e, out);
                if (logits) {
                    meanRows.get(e, means);
                }
                likelihood.add(x[e], out, means, slope);
                outputSlopeRows.put(e, slope);
            }
        }

        /** Back through the first layer. */
        void endExamples() {
            if (sparse == null) {
                input.forEach(DenseLayer.Share::backward);
                return;
            }
            first.differentiate();
            for (int e = part.from(); e < part.to(); e++) {
                firstSlopeRows.get(e, firstSlopes[e]);
            }
        }
    }

    /**
     * The worker's examples through the model and back.
     *
     * @param x     examples
     * @param noise V draws of N(0, 1) for each
     * @return sums over its examples: log p(x|z), squared error, KL
     */
    double[] gradients(Part part, float[][] x, float[] noise, Loss loss) {
        Share share = shares.computeIfAbsent(part, Share::new);
        share.readExamples(x);
        share.encoder.forEach(DenseLayer.Share::forward);
        double kl = samples.draw(part.from(), part.to(), share.codeRows, noise, share.zRows);
        share.decoder.forEach(DenseLayer.Share::forward);
        share.compare(x, scale(loss, part.count()));
        share.decoder.reversed().forEach(DenseLayer.Share::backward);
        float klWeight = (float) (loss.klWeight() / part.count());
        samples.backward(part.from(), part.to(), share.zSlopeRows, noise, klWeight, share.codeSlopeRows);
        share.encoder.reversed().forEach(DenseLayer.Share::backward);
        share.endExamples();
        return new double[] {share.likelihood.logLikelihood(), share.likelihood.squaredError(), kl};
    }

    /** Of the gradients that {@link OutputRows#add} makes, in the mean over the batch. */
    private float scale(Loss loss, int count) {
        double one = switch (loss) {
            case Loss.Lecture lecture -> 2 * lecture.reconstruction() / size;
            case Loss.Nats nats ->
                spec.likelihood() instanceof Gaussian gaussian ? 1 / (gaussian.std() * gaussian.std()) : 1;
        };
        return (float) (one / count);
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
        share.decoder.forEach(DenseLayer.Share::gradients);
        share.encoder.forEach(DenseLayer.Share::gradients);
        share.input.forEach(DenseLayer.Share::gradients);
        optimizers.get(part.worker()).step(number, rate);
        if (sparse != null) {
            sparse.update(firstSlopes, part.count(), adam);
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
