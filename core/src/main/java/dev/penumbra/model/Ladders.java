package dev.penumbra.model;

import dev.penumbra.InputException;
import dev.penumbra.data.Schema;
import dev.penumbra.distribution.Likelihood;
import dev.penumbra.nn.Layer;
import dev.penumbra.nn.Network;
import dev.penumbra.nn.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolutional ladders of any depth for images. Sides are halved until the shorter one is at most 4, where a 3x3 convolution sees
 * nearly the whole image; the blocks are spread evenly over the sizes at which the longer side is at most 8. At the largest of these
 * there are {@code width} channels; channels, also those of z, double with each halving of the sides.
 *
 * <p>Batches are normalized after each resampling and within each bottleneck. Otherwise what comes from above, which resampling
 * shrinks at each size, is drowned by the z of the largest size: training then finds a model whose upper layers say nothing.
 */
public final class Ladders {
    private static final int SMALLEST = 4;
    private static final int SMALL = 8;
    private static final int FEWEST_CHANNELS = 8;
    private static final Layer SILU = new Layer.Activation(Layer.Function.SILU);
    private static final Layer NORM = new Layer.BatchNorm();

    private final Shape image;
    private final int width;
    private final int latent;
    /** How often sides are halved at the smallest size. */
    private final int halvings;
    /** How often they are halved at the largest size that has blocks. */
    private final int fewest;

    private Ladders(Shape image, int width, int latent) {
        this.image = image;
        this.width = width;
        this.latent = latent;
        this.halvings = halvings(Math.min(image.height(), image.width()), SMALLEST);
        this.fewest = Math.min(halvings, halvings(Math.max(image.height(), image.width()), SMALL));
    }

    /** How often a side is halved, at least once, to be at most {@code most}. */
    private static int halvings(int side, int most) {
        int count = 1;
        while (side >> count > most) {
            count++;
        }
        return count;
    }

    /**
     * The ladder of {@code depth} stochastic layers.
     *
     * @param depth  at least 1
     * @param width  channels at the largest size with blocks
     * @param latent channels of z there; twice as many with each halving of the sides
     * @throws InputException where the data is not images of at least 2x2
     */
    public static LadderSpec of(Schema schema, int depth, int width, int latent, Likelihood likelihood) {
        Shape shape = schema.shape();
        if (!shape.isImage() || Math.min(shape.height(), shape.width()) < 2) {
            throw new InputException(
                    "A ladder is made of convolutions, which need images",
                    "images [channels, height, width] of at least 2x2",
                    shape.toString(),
                    "--model ladder",
                    "leave --model ladder out; several layers of vectors are a VAE with --prior vae:N");
        }
        return new Ladders(shape, width, latent).build(schema, depth, likelihood);
    }

    private LadderSpec build(Schema schema, int depth, Likelihood likelihood) {
        List<Integer> sizes = sizes(depth);
        List<LadderSpec.Block> blocks = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            int here = sizes.get(i);
            int below = i == depth - 1 ? 0 : sizes.get(i + 1);
            blocks.add(block(here, below, i == depth - 1));
        }
        Shape last = state(sizes.getLast());
        List<Layer> output = new ArrayList<>();
        for (int size = sizes.getLast() - 1; size > 0; size--) {
            output.add(SILU);
            output.add(doubled(size, channels(size)));
            output.add(NORM);
            output.add(residual(channels(size)));
        }
        output.add(SILU);
        output.add(doubled(0, likelihood.outputsPerValue() * image.channels()));
        return new LadderSpec(schema, blocks, new Network(last, output), likelihood);
    }

    /** The size, in halvings, of each block, from the top down. */
    private List<Integer> sizes(int depth) {
        List<Integer> sizes = new ArrayList<>();
        int count = halvings - fewest + 1;
        for (int i = 0; i < depth; i++) {
            sizes.add(halvings - i * count / depth);
        }
        return sizes;
    }

    private LadderSpec.Block block(int here, int below, boolean last) {
        Shape state = state(here);
        int channels = state.channels();
        int inner = Math.max(1, channels / 2);
        int codes = latent << (here - fewest);

        List<Layer> up = new ArrayList<>();
        for (int size = below + 1; size <= here; size++) {
            up.add(new Layer.Conv(channels(size), 4, 2, 1));
            up.add(NORM);
            if (size < here) {
                up.add(residual(channels(size)));
            }
        }
        up.add(residual(channels));

        List<Layer> down = new ArrayList<>(List.of(residual(channels)));
        for (int size = here - 1; !last && size >= below; size--) {
            down.add(doubled(size, channels(size)));
            down.add(NORM);
        }
        Shape both = Shape.image(2 * channels, state.height(), state.width());
        Shape z = Shape.image(codes, state.height(), state.width());
        return new LadderSpec.Block(
                new Network(below == 0 || last ? image : state(below), up),
                new Network(state, hidden(inner, new Layer.Conv(2 * codes, 3, 1, 1))),
                new Network(both, bottleneck(inner, 2 * codes)),
                new Network(z, List.of(new Layer.Conv(channels, 1, 1, 0))),
                new Network(state, down));
    }

    /** x + bottleneck(x). */
    private static Layer residual(int channels) {
        return new Layer.Residual(bottleneck(channels / 2, channels));
    }

    /** conv1x1(conv3x3(conv1x1(x))). */
    private static List<Layer> bottleneck(int inner, int channels) {
        return hidden(inner, new Layer.Conv(inner, 3, 1, 1), NORM, SILU, new Layer.Conv(channels, 1, 1, 0));
    }

    /** conv1x1(x) before the {@code further} layers. */
    private static List<Layer> hidden(int inner, Layer... further) {
        List<Layer> layers = new ArrayList<>(List.of(SILU, new Layer.Conv(inner, 1, 1, 0), NORM, SILU));
        layers.addAll(List.of(further));
        return layers;
    }

    /** To the size of {@code halvings} from half of it. */
    private Layer doubled(int halvings, int channels) {
        int extraHeight = (image.height() >> halvings) % 2;
        int extraWidth = (image.width() >> halvings) % 2;
        return new Layer.TransposedConv(channels, 4, 2, 1, extraHeight, extraWidth);
    }

    private Shape state(int size) {
        return Shape.image(channels(size), image.height() >> size, image.width() >> size);
    }

    private int channels(int size) {
        return size >= fewest ? width << (size - fewest) : Math.max(FEWEST_CHANNELS, width >> (fewest - size));
    }
}
