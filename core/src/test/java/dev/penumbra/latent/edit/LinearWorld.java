package dev.penumbra.latent.edit;

import dev.penumbra.data.Dataset;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.eval.LinearInference;
import dev.penumbra.model.Inference;
import java.util.List;

/**
 * Everything is linear and known: x = f a1 + g a2 in the plane, f of standard deviation 2 and g of 1, uncorrelated in the data exactly;
 * z = (2 x1, x2 / 2), and the decoder gives 3 z.
 */
final class LinearWorld {
    static final double[] A1 = {1, 0.5};
    static final double[] A2 = {-0.4, 1};
    static final double STD_F = 2;
    static final double STD_G = 1;
    static final double[] GAIN = {2, 0.5};
    static final double SLOPE = 3;
    static final Inference MODEL = LinearInference.of(new Gaussian(1), 0.5, SLOPE, GAIN);

    private LinearWorld() {}

    /** n examples, n a multiple of 4: all four signs of f - 5 and g equally often; class 1 has g above 0. */
    static Dataset data(int n) {
        Schema schema = MODEL.model().spec().schema();
        return new Dataset() {
            @Override
            public Schema schema() {
                return new Schema(schema.shape(), schema.scaling(), List.of(), List.of("low", "high"));
            }

            @Override
            public int size() {
                return n;
            }

            @Override
            public void read(int index, float[] into, int offset) {
                for (int j = 0; j < 2; j++) {
                    into[offset + j] = (float) (factor(index, 0) * A1[j] + factor(index, 1) * A2[j]);
                }
            }

            @Override
            public int label(int index) {
                return index / 2 % 2;
            }

            @Override
            public List<String> factorNames() {
                return List.of("f", "g");
            }

            @Override
            public float factor(int index, int factor) {
                return factor == 0
                        ? (float) (5 + STD_F * (2 * (index % 2) - 1))
                        : (float) (STD_G * (2 * (index / 2 % 2) - 1));
            }
        };
    }

    /** The weights of the ridge regression of the factor of {@code own} on rows f own + g other, by Cramer's rule. */
    static double[] ridge(double[] own, double ownStd, double[] other, double otherStd, double strength) {
        double xx = ownStd * ownStd * own[0] * own[0] + otherStd * otherStd * other[0] * other[0];
        double xy = ownStd * ownStd * own[0] * own[1] + otherStd * otherStd * other[0] * other[1];
        double yy = ownStd * ownStd * own[1] * own[1] + otherStd * otherStd * other[1] * other[1];
        double lambda = strength * (xx + yy) / 2;
        double determinant = (xx + lambda) * (yy + lambda) - xy * xy;
        double cx = ownStd * ownStd * own[0];
        double cy = ownStd * ownStd * own[1];
        return new double[] {((yy + lambda) * cx - xy * cy) / determinant, ((xx + lambda) * cy - xy * cx) / determinant
        };
    }

    /** A direction of x in codes. */
    static double[] coded(double[] a) {
        return new double[] {GAIN[0] * a[0], GAIN[1] * a[1]};
    }
}
