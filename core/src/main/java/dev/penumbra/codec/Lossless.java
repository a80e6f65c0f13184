package dev.penumbra.codec;

import dev.penumbra.model.ExactInference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Blocks without loss: [a fitted reference,] how many words were borrowed, the stack. */
record Lossless(ExactInference model, Alphabet alphabet) implements BlockCoder {
    @Override
    public Coded encode(List<float[]> examples) {
        int v = model.model().spec().latent();
        boolean own = Reference.isOwn(model.model().spec());
        Reference reference = own ? Reference.own(v) : Reference.fitted(model, examples);
        BitsBack coder = new BitsBack(model, alphabet, reference);
        Ans ans = Ans.empty();
        // The first example is to be the first that a decoder pops.
        for (int n = examples.size() - 1; n >= 0; n--) {
            float[] x = examples.get(n);
            int[] symbols = new int[x.length];
            for (int i = 0; i < x.length; i++) {
                symbols[i] = alphabet.symbol(x[i], i);
            }
            coder.push(ans, n, symbols);
        }
        ByteBuffer out = ByteBuffer.allocate((own ? 0 : 4 * v) + Integer.BYTES + ans.bytes());
        if (!own) {
            reference.write(out);
        }
        out.putInt(ans.borrowed());
        ans.write(out);
        return new Coded(out.array(), ans.initialBits());
    }

    @Override
    public List<float[]> decode(ByteBuffer bytes, int count) {
        int v = model.model().spec().latent();
        boolean own = Reference.isOwn(model.model().spec());
        Reference reference = own ? Reference.own(v) : Reference.read(bytes, v);
        if (bytes.remaining() < Integer.BYTES) {
            throw new Ans.Damaged("it ends before its stack");
        }
        int borrowed = bytes.getInt();
        BitsBack coder = new BitsBack(model, alphabet, reference);
        Ans ans = Ans.read(bytes);
        List<float[]> examples = new ArrayList<>(count);
        for (int n = 0; n < count; n++) {
            int[] symbols = coder.pop(ans, n);
            float[] x = new float[symbols.length];
            for (int i = 0; i < x.length; i++) {
                x[i] = alphabet.value(symbols[i], i);
            }
            examples.add(x);
        }
        if (!ans.isBackAtStart(borrowed)) {
            throw new Ans.Damaged("after its last item other bits are left than it began with");
        }
        return examples;
    }
}
