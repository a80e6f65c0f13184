package dev.penumbra.model;

import dev.penumbra.Seed;
import dev.penumbra.distribution.Posterior;
import java.util.Arrays;

/** A conditional model with its class held fixed, so that it is applied like an unconditional one. */
record Given(Inference inference, int label) implements Inference {
    Given {
        int classes = inference.model().spec().classes();
        if (label < 0 || label >= classes) {
            throw new IllegalArgumentException("the model is conditioned on " + classes + " classes, got " + label);
        }
    }

    private int[] labels(int batch) {
        int[] labels = new int[batch];
        Arrays.fill(labels, label);
        return labels;
    }

    @Override
    public Model model() {
        return inference.model();
    }

    @Override
    public Posterior encode(float[] x, int[] labels, int batch) {
        return inference.encode(x, labels(batch), batch);
    }

    @Override
    public Draws draw(float[] x, int[] labels, int batch, float[] noise) {
        return inference.draw(x, labels(batch), batch, noise);
    }

    @Override
    public float[] samplePrior(int count, Seed seed, double temperature) {
        return inference.samplePrior(count, seed, temperature);
    }

    @Override
    public float[] decode(float[] z, int[] labels, int batch) {
        return inference.decode(z, labels(batch), batch);
    }
}
