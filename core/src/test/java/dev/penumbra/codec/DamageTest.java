package dev.penumbra.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penumbra.InputException;
import dev.penumbra.data.Dataset;
import dev.penumbra.distribution.Bernoulli;
import dev.penumbra.distribution.BetaBinomial;
import dev.penumbra.model.ExactInference;
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
        assertThatThrownBy(() -> Decompressor.read(model, file, 1, (index, name, x) -> read.add(x)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("broken.pnz");
        for (int i = 0; i < read.size(); i++) {
            assertThat(read.get(i)).isEqualTo(CompressorTest.item(data, i));
        }
        for (int i = 0; i < ITEMS; i++) {
            try {
                assertThat(Decompressor.item(model, file, i)).isEqualTo(CompressorTest.item(data, i));
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
            assertThatThrownBy(() -> Decompressor.read(model, file, 1, (index, name, x) -> {}))
                    .isInstanceOf(InputException.class);
            assertThatThrownBy(() -> Decompressor.item(model, file, 0)).isInstanceOf(InputException.class);
        }
    }

    private static byte[] withFirst(byte[] bytes, int first) {
        bytes[0] = (byte) first;
        return bytes;
    }

    /** The header of the whole file, one block with this content, an index of it. */
    private byte[] file(byte[] content) {
        int header = 8 + 1 + 4 + ByteBuffer.wrap(whole).getInt(9) + 4;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(whole, 0, header);
        record(out, PnzReader.BLOCK, content);
        int index = out.size();
        record(
                out,
                PnzReader.INDEX,
                ByteBuffer.allocate(12).putLong(header).putInt(1).array());
        out.writeBytes(ByteBuffer.allocate(8).putLong(index).array());
        return out.toByteArray();
    }

    private static void record(ByteArrayOutputStream out, int kind, byte[] content) {
        out.write(kind);
        out.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
        out.writeBytes(content);
        out.writeBytes(
                ByteBuffer.allocate(4).putInt(PnzWriter.crc(kind, content)).array());
    }

    @Test
    void aHeaderThatContradictsItselfIsRefused() throws IOException {
        String text = new String(whole, StandardCharsets.ISO_8859_1);
        for (String[] change : new String[][] {
            {"\"version\":2", "\"version\":1"},
            {"\"version\":2", "\"version\":3"},
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
            record(out, PnzReader.HEADER, header);
            out.write(whole, start + length + 4, whole.length - start - length - 4);
            Path file = Files.write(folder.resolve("header.pnz"), out.toByteArray());
            assertThatThrownBy(() -> Decompressor.read(model, file, 1, (index, name, x) -> {}))
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
            assertThatThrownBy(() -> Decompressor.read(other, file, 1, (index, name, x) -> {}))
                    .isInstanceOf(InputException.class);
        }
    }
}
