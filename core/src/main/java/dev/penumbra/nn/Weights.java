package dev.penumbra.nn;

import dev.penumbra.Seed;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;

/**
 * Named tensors of 32-bit floats, in order. Arrays are shared, not copied: treat them as read-only.
 *
 * @param tensors name to values
 */
public record Weights(SequencedMap<String, Values> tensors) {
    /**
     * One tensor.
     *
     * @param dims   sizes, the last fastest
     * @param values as many as the product of the sizes
     */
    @SuppressWarnings("ArrayRecordComponent") // identity is not used; copying megabytes for it would be waste
    public record Values(List<Integer> dims, float[] values) {
        public Values {
            dims = List.copyOf(dims);
            int size = dims.stream().reduce(1, Math::multiplyExact);
            if (size != values.length) {
                throw new IllegalArgumentException(dims + " has " + size + " values, got " + values.length);
            }
        }
    }

    public Weights {
        tensors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tensors));
    }

    /** The values called {@code name}; {@link IllegalArgumentException} where there are none. */
    public float[] get(String name) {
        Values values = tensors.get(name);
        if (values == null) {
            throw new IllegalArgumentException("no weights called " + name + "; there are " + tensors.keySet());
        }
        return values.values();
    }

    /** Those whose names begin with {@code prefix} and a dot, by what comes after it. */
    public Weights below(String prefix) {
        SequencedMap<String, Values> below = new LinkedHashMap<>();
        tensors.forEach((name, values) -> {
            if (name.startsWith(prefix + ".")) {
                below.put(name.substring(prefix.length() + 1), values);
            }
        });
        return new Weights(below);
    }

    /** Checks that every one of {@code parameters} is there with its shape; {@link IllegalArgumentException} names the first that is not. */
    public void require(Collection<Parameter> parameters) {
        for (Parameter p : parameters) {
            Values values = tensors.get(p.name());
            if (values == null || !values.dims().equals(p.dims())) {
                throw new IllegalArgumentException("weights " + p.name() + " must be " + p.dims() + ", got "
                        + (values == null ? "none" : values.dims()));
            }
        }
    }

    /** The SHA-256 of all names, sizes and bits, in hexadecimal: equal for equal weights only. */
    public String sha256() {
        return sha256(Safetensors.write(this));
    }

    /** The SHA-256 of {@code bytes} in hexadecimal. */
    public static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(newSha256().digest(bytes));
    }

    /** A SHA-256 that is to be filled. */
    public static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Those of {@code parameters}, in the order they have here. */
    public Weights only(Collection<Parameter> parameters) {
        SequencedMap<String, Values> some = new LinkedHashMap<>(tensors);
        some.keySet().retainAll(parameters.stream().map(Parameter::name).toList());
        return new Weights(some);
    }

    /** How many numbers there are in all. */
    public long size() {
        return tensors.values().stream().mapToLong(v -> v.values().length).sum();
    }

    /**
     * Initial weights, as each parameter says. Every tensor has its own stream, so that adding one changes no other.
     */
    public static Weights initial(Collection<Parameter> parameters, Seed seed) {
        SequencedMap<String, Values> tensors = new LinkedHashMap<>();
        for (Parameter p : parameters) {
            float[] values = new float[p.size()];
            switch (p.initial()) {
                case Initialization.Uniform uniform -> {
                    SplittableRandom random = seed.named(p.name()).random();
                    double bound = uniform.bound();
                    for (int i = 0; i < values.length; i++) {
                        values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
                    }
                }
                case Initialization.Constant constant -> Arrays.fill(values, constant.value());
            }
            tensors.put(p.name(), new Values(p.dims(), values));
        }
        return new Weights(tensors);
    }

    /** These weights and {@code more}; later ones of the same name win. */
    public Weights with(Map<String, Values> more) {
        SequencedMap<String, Values> all = new LinkedHashMap<>(tensors);
        all.putAll(more);
        return new Weights(all);
    }
}
