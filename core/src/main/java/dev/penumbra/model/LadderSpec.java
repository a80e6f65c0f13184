package dev.penumbra.model;

import dev.penumbra.data.Schema;
import dev.penumbra.distribution.Likelihood;
import dev.penumbra.nn.Network;
import dev.penumbra.nn.Parameter;
import dev.penumbra.nn.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A ladder of stochastic layers (S&oslash;nderby et al. 2016; in the residual form of Vahdat &amp; Kautz 2020). A bottom-up pass turns x
 * into a feature d_i for each block; a top-down pass starts from a learned constant h and, block by block, draws z_i and goes on:
 *
 * <pre>
 * p(z_i | h) = N(mean, exp(logStd)^2)                                (mean, logStd) = prior_i(h)
 * q(z_i | h, x) = N(mean + dMean, exp(logStd + dLogStd)^2)           (dMean, dLogStd) = posterior_i(h, d_i)
 * h = down_i(h + merge_i(z_i))
 * </pre>
 *
 * {@link dev.penumbra.distribution.LogParameter#softened} bounds logStd and dLogStd. The last h gives the likelihood's outputs.
 * Generation and inference share the top-down pass, so every layer is corrected where the layers above it left something
 * unexplained.
 *
 * @param schema     what it reads
 * @param blocks     from the top, the first to be drawn, to the bottom
 * @param output     from the last h to the likelihood's outputs
 * @param likelihood what they mean
 */
public record LadderSpec(Schema schema, List<Block> blocks, Network output, Likelihood likelihood)
        implements ModelSpec {
    /** Where the top-down pass starts, in the shape of the first block's h. */
    public static final String TOP = "top";

    public static final String OUTPUT = "output";

    /**
     * One stochastic layer.
     *
     * @param up        gives the block's feature from that of the block below, or from x
     * @param prior     from h to means and logarithms of standard deviations of z, in two halves
     * @param posterior from h and the feature, one behind the other, to what is added to them
     * @param merge     from z to what is added to h
     * @param down      from h to the next block's
     */
    public record Block(Network up, Network prior, Network posterior, Network merge, Network down) {
        /** Dimensions of this layer's z. */
        public int latent() {
            return merge.input().size();
        }

        /** Shape of this layer's h. */
        public Shape state() {
            return prior.input();
        }
    }

    /** Checks that all parts fit; {@link IllegalArgumentException} says which does not. */
    public LadderSpec {
        blocks = List.copyOf(blocks);
        if (blocks.isEmpty()) {
            throw new IllegalArgumentException("a ladder has at least one block");
        }
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            String where = "block " + i + ", ";
            boolean last = i == blocks.size() - 1;
            require(
                    where + "up reads what is below",
                    last ? schema.shape() : blocks.get(i + 1).up.output(),
                    block.up.input());
            require(
                    where + "prior gives z",
                    2 * block.latent(),
                    block.prior.output().size());
            require(
                    where + "posterior reads h and the feature",
                    block.state().size() + block.up.output().size(),
                    block.posterior.input().size());
            require(
                    where + "posterior gives z",
                    2 * block.latent(),
                    block.posterior.output().size());
            require(
                    where + "merge gives h",
                    block.state().size(),
                    block.merge.output().size());
            require(
                    where + "down reads h",
                    block.state().size(),
                    block.down.input().size());
            require(
                    where + "down gives what comes next",
                    last ? output.input().size() : blocks.get(i + 1).state().size(),
                    block.down.output().size());
        }
        require(
                "the outputs for the likelihood " + likelihood.text(),
                (long) likelihood.outputsPerValue() * schema.shape().size(),
                (long) output.output().size());
    }

    @Override
    public int latent() {
        return blocks.stream().mapToInt(Block::latent).reduce(0, Math::addExact);
    }

    @Override
    public int classes() {
        return 0;
    }

    @Override
    public boolean isVariational() {
        return true;
    }

    @Override
    public int noise() {
        return latent();
    }

    @Override
    public SequencedMap<String, Network> networks() {
        SequencedMap<String, Network> all = new LinkedHashMap<>();
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            all.put(prefix(i, "up"), block.up);
            all.put(prefix(i, "prior"), block.prior);
            all.put(prefix(i, "posterior"), block.posterior);
            all.put(prefix(i, "merge"), block.merge);
            all.put(prefix(i, "down"), block.down);
        }
        all.put(OUTPUT, output);
        return all;
    }

    @Override
    public boolean infers(String name) {
        return name.startsWith("block.") && (name.contains(".up.") || name.contains(".posterior."));
    }

    /** The prefix of the weights of a block's network. */
    public static String prefix(int block, String network) {
        return "block." + block + "." + network;
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> all = new ArrayList<>();
        // Not constant: a network that normalizes needs a variance.
        all.add(Parameter.uniform(TOP, blocks.getFirst().state().dims(), 1));
        networks().forEach((prefix, network) -> {
            List<Parameter> own = network.parameters(prefix);
            boolean head = prefix.endsWith(".prior") || prefix.endsWith(".posterior");
            all.addAll(head ? endingIn0(prefix, network, own) : own);
        });
        all.addAll(likelihood.parameters(schema.shape().size()));
        return all;
    }

    /** Training begins with q = p = N(0, I): exponentials of random numbers, block upon block, would have no bound. */
    private static List<Parameter> endingIn0(String prefix, Network network, List<Parameter> own) {
        String last = prefix + "." + (network.layers().size() - 1) + ".";
        return own.stream()
                .map(p -> p.name().startsWith(last) ? Parameter.constant(p.name(), p.dims(), 0) : p)
                .toList();
    }

    private static void require(String what, Object expected, Object received) {
        if (!expected.equals(received)) {
            throw new IllegalArgumentException(what + ": expected " + expected + ", got " + received);
        }
    }
}
