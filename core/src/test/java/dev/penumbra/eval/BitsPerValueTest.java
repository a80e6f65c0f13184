package dev.penumbra.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.Seed;
import dev.penumbra.data.ArrayDataset;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Pixels;
import dev.penumbra.data.Scaling;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.Bernoulli;
import dev.penumbra.distribution.ContinuousBernoulli;
import dev.penumbra.distribution.DiscretizedLogistic;
import dev.penumbra.distribution.Gaussian;
import dev.penumbra.distribution.Likelihood;
import dev.penumbra.nn.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BitsPerValueTest {
    private static Dataset data(float... values) {
        Schema schema = new Schema(Shape.image(1, 1, values.length), Scaling.PIXELS, List.of(), List.of());
        return new ArrayDataset(schema, values, null);
    }

    private static @Nullable Double bits(Dataset data, Likelihood likelihood, double nats) {
        BitsPerValue bits = new BitsPerValue(data, likelihood);
        float[] x = new float[data.schema().shape().size()];
        data.read(0, x, 0);
        bits.look(x);
        return bits.of(nats);
    }

    /** A constant model of 256 levels costs log 256 nats a value: 8 bits. */
    @Test
    void aProbabilityOfEachLevelIsBits() {
        Dataset bytes = data(0, 3 / 255f, 128 / 255f, 1);
        assertThat(bits(bytes, new DiscretizedLogistic(1), 4 * Math.log(256))).isCloseTo(8, within(1e-12));
        assertThat(bits(data(0, 1, 1, 0), new Bernoulli(), 4 * Math.log(2))).isCloseTo(1, within(1e-12));
    }

    @Test
    void whatIsNoProbabilityOfTheValuesIsNotStatedInBits() {
        assertThat(bits(data(0, 0.5f, 1), new Bernoulli(), 1)).isNull();
        assertThat(bits(data(0, 3 / 255f, 0.01f), new DiscretizedLogistic(1), 1))
                .isNull();
        assertThat(bits(data(0, 1, 1), new Gaussian(0.1), 1)).isNull();
    }

    /** The uniform density on [0, 1] has log p = 0, and tells nothing of a byte: 8 bits. */
    @Test
    void theDensityOfDequantizedBytesIsBitsOfBytes() {
        Dataset seen = Pixels.DEQUANTIZED.once(data(0, 0.5f, 1), new Seed(1));
        assertThat(bits(seen, new ContinuousBernoulli(), 0)).isCloseTo(8, within(1e-12));
        assertThat(bits(seen, new Gaussian(0.1), -3 * Math.log(4))).isCloseTo(6, within(1e-12));
        assertThat(bits(data(0, 0.5f, 1), new ContinuousBernoulli(), 0)).isNull();
    }
}
