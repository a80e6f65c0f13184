package dev.penumbra.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.InputException;
import dev.penumbra.data.Dataset;
import dev.penumbra.distribution.Bernoulli;
import dev.penumbra.distribution.BetaBinomial;
import dev.penumbra.distribution.ContinuousBernoulli;
import dev.penumbra.model.ExactInference;
import dev.penumbra.model.Inference;
import dev.penumbra.model.Model;
import dev.penumbra.model.VaeSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compressed files that are not what was written: a clear error or the right items, never others. */
class DamageTest {
    private static final int ITEMS = 9;

    @TempDir
    private Path folder;

    private final ExactInference model = Coders.vae(new Bernoulli());
    private final Dataset data = Coders.data(ITEMS, 1, 5);
    private byte[] whole = {};

    @BeforeEach
    void compress() throws IOException {
        Path file = folder.resolve("whole.pnz");
        Compressor.compress(model, data, file, new Compressor.Settings(0, 4, 1), done -> {});
        whole = Files.readAllBytes(file);
    }

    /** Reads all of it in order and item by item. */
    private void assertErrorOrRightItems(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("broken.pnz"), bytes);
        List<float[]> read = new ArrayList<>();
        assertThatThrownBy(() -> Decompressor.read(model, file, 1, item -> read.add(item.x())))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("broken.pnz");
        for (int i = 0; i < read.size(); i++) {
            assertThat(read.get(i)).isEqualTo(CompressorTest.item(data, i));
        }
        for (int i = 0; i < ITEMS; i++) {
            try {
                assertThat(Decompressor.item(model, file, i).x()).isEqualTo(CompressorTest.item(data, i));
            } catch (InputException e) {
                assertThat(e).hasMessageContaining("broken.pnz");
            }
        }
    }

    @Test
    void everyTruncationIsFound() throws IOException {
        for (int length = 0; length < whole.length; length++) {
            assertErrorOrRightItems(Arrays.copyOf(whole, length));
        }
    }

    @Test
    void everyFlippedByteIsFound() throws IOException {
        for (int i = 0; i < whole.length; i++) {
            byte[] bytes = whole.clone();
            bytes[i] ^= (byte) (1 << i % 8);
            assertErrorOrRightItems(bytes);
        }
    }

    @Test
    void bytesBehindTheEndAreFound() throws IOException {
        assertErrorOrRightItems(Arrays.copyOf(whole, whole.length + 1));
    }

    /** Contents that are random, or lie about sizes, with checksums that are right. */
    @Test
    void hostileContentsWithRightChecksumsAreRefused() throws IOException {
        SplittableRandom random = new SplittableRandom(2);
        List<byte[]> contents = new ArrayList<>();
        for (int count : new int[] {Integer.MIN_VALUE, -1, 0, 1, ITEMS, 1 << 20, Integer.MAX_VALUE}) {
            for (int size : new int[] {0, 1, 3, 12, 13, 20, 64}) {
                byte[] rest = new byte[size];
                random.nextBytes(rest);
                rest = size > 0 && random.nextBoolean() ? withFirst(rest, 0) : rest;
                contents.add(
                        ByteBuffer.allocate(4 + size).putInt(count).put(rest).array());
            }
        }
        contents.add(new byte[0]);
        contents.add(new byte[3]);
        for (byte[] content : contents) {
            Path file = folder.resolve("hostile.pnz");
            Files.write(file, file(content));
            assertThatThrownBy(() -> Decompressor.read(model, file, 1, item -> {}))
                    .isInstanceOf(InputException.class);
            assertThatThrownBy(() -> Decompressor.item(model, file, 0)).isInstanceOf(InputException.class);
        }
    }

    private static byte[] withFirst(byte[] bytes, int first) {
        bytes[0] = (byte) first;
        return bytes;
    }

    private int headerLength() {
        return 8 + 1 + 4 + ByteBuffer.wrap(whole).getInt(9) + 4;
    }

    /** The header of the whole file, one block with this content, an index of it that tells of the same items. */
    private byte[] file(byte[] content) {
        int items = content.length < 4 ? 1 : ByteBuffer.wrap(content).getInt();
        int header = headerLength();
        int seal = ByteBuffer.wrap(whole).getInt(header - 4);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(whole, 0, header);
        int crc = PnzWriter.crc(PnzReader.BLOCK, seal, 0, content);
        record(out, PnzReader.BLOCK, content, crc);
        int index = out.size();
        byte[] entry = ByteBuffer.allocate(16)
                .putLong(header)
                .putInt(items)
                .putInt(crc)
                .array();
        record(out, PnzReader.INDEX, entry, PnzWriter.crc(PnzReader.INDEX, seal, 1, entry));
        out.writeBytes(ByteBuffer.allocate(8).putLong(index).array());
        return out.toByteArray();
    }

    private static void record(ByteArrayOutputStream out, int kind, byte[] content, int crc) {
        out.write(kind);
        out.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
        out.writeBytes(content);
        out.writeBytes(ByteBuffer.allocate(4).putInt(crc).array());
    }

    /** Three blocks, of which each is found elsewhere or twice, with its own checksum. */
    @Test
    void aBlockThatWasMovedIsFound() throws IOException {
        List<Integer> starts = new ArrayList<>();
        int index = (int) ByteBuffer.wrap(whole).getLong(whole.length - 8);
        for (int at = headerLength();
                at < index;
                at += 9 + ByteBuffer.wrap(whole).getInt(at + 1)) {
            starts.add(at);
        }
        assertThat(starts).hasSize(3);
        int length = Math.min(starts.get(1) - starts.get(0), starts.get(2) - starts.get(1));
        byte[] one = Arrays.copyOfRange(whole, starts.get(0), starts.get(1));
        byte[] two = Arrays.copyOfRange(whole, starts.get(1), starts.get(2));
        ByteArrayOutputStream swapped = new ByteArrayOutputStream();
        swapped.write(whole, 0, starts.getFirst());
        swapped.writeBytes(two);
        swapped.writeBytes(one);
        swapped.write(whole, starts.get(2), whole.length - starts.get(2));
        assertErrorOrRightItems(swapped.toByteArray());
        if (one.length == two.length) {
            byte[] copied = whole.clone();
            System.arraycopy(whole, starts.get(0), copied, starts.get(1), length);
            assertErrorOrRightItems(copied);
        }
    }

    /** The same model and settings, other data: its header is the same, so only the index tells its blocks from ours. */
    @Test
    void aBlockOfAnotherFileIsFound() throws IOException {
        Path file = folder.resolve("other.pnz");
        for (int seed = 6; ; seed++) {
            Compressor.compress(model, Coders.data(ITEMS, 1, seed), file, new Compressor.Settings(0, 4, 1), done -> {});
            byte[] other = Files.readAllBytes(file);
            int start = headerLength();
            int end = start + 9 + ByteBuffer.wrap(whole).getInt(start + 1);
            if (ByteBuffer.wrap(other).getInt(start + 1) == end - start - 9) {
                byte[] mixed = whole.clone();
                System.arraycopy(other, start, mixed, start, end - start);
                assertThat(mixed).isNotEqualTo(whole);
                assertErrorOrRightItems(mixed);
                return;
            }
        }
    }

    @Test
    void aFewBytesThatClaimMillionsOfItemsAreRefusedBeforeMemoryIsTaken() throws IOException {
        byte[] claim = ByteBuffer.allocate(64).putInt((1 << 26) / 20).array();
        Path file = Files.write(folder.resolve("claim.pnz"), file(claim));
        assertThatThrownBy(() -> Decompressor.read(model, file, 1, item -> {}))
                .isInstanceOf(InputException.class)
                .hasMessageContaining((1 << 26) / 20 + " items");
    }

    @Test
    void anotherSpecWithTheSameWeightsIsRefused() {
        VaeSpec spec = (VaeSpec) model.model().spec();
        VaeSpec other = new VaeSpec(
                spec.schema(),
                spec.latent(),
                spec.classes(),
                spec.encoder(),
                spec.posterior(),
                spec.prior(),
                spec.decoder(),
                new ContinuousBernoulli());
        ExactInference impostor = Inference.exact(new Model(other, model.model().weights()), 1);
        assertThatThrownBy(() -> Decompressor.read(impostor, folder.resolve("whole.pnz"), 1, item -> {}))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("another model")
                .hasMessageContaining("distributions");
    }

    @Test
    void aHeaderThatContradictsItselfIsRefused() throws IOException {
        String text = new String(whole, StandardCharsets.ISO_8859_1);
        for (String[] change : new String[][] {
            {"\"version\":3", "\"version\":1"},
            {"\"version\":3", "\"version\":2"},
            {"\"version\":3", "\"version\":4"},
            {"\"values\":null", "\"values\":[0.0,1.0]"},
            {"|u1", "|x1"},
            {"\"images\":false", "\"images\":null"},
            {"\"quality\":null", "\"quality\":7"},
            {"\"symbols\":2", "\"symbols\":1"},
            {"\"symbols\":2", "\"symbols\":99999999"},
            {"[1,4,5]", "[1,4,-5]"},
        }) {
            int start = 13;
            int length = ByteBuffer.wrap(whole).getInt(9);
            byte[] header = text.substring(start, start + length)
                    .replace(change[0], change[1])
                    .getBytes(StandardCharsets.ISO_8859_1);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(whole, 0, 8);
            record(out, PnzReader.HEADER, header, PnzWriter.crc(PnzReader.HEADER, header));
            out.write(whole, start + length + 4, whole.length - start - length - 4);
            Path file = Files.write(folder.resolve("header.pnz"), out.toByteArray());
            assertThatThrownBy(() -> Decompressor.read(model, file, 1, item -> {}))
                    .as(change[1])
                    .isInstanceOf(InputException.class);
        }
    }

    @Test
    void lossyFilesAreAsSafe() throws IOException {
        ExactInference other = Coders.vae(new BetaBinomial());
        Path file = folder.resolve("lossy.pnz");
        Compressor.compress(other, Coders.data(ITEMS, 255, 6), file, new Compressor.Settings(50, 4, 1), done -> {});
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i < bytes.length; i++) {
            byte[] broken = bytes.clone();
            broken[i] ^= (byte) (1 << i % 8);
            Files.write(file, broken);
            assertThatThrownBy(() -> Decompressor.read(other, file, 1, item -> {}))
                    .isInstanceOf(InputException.class);
        }
    }
}
