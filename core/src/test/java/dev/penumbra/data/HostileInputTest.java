package dev.penumbra.data;

import static org.assertj.core.api.Assertions.fail;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random bytes and randomly damaged files: they open or are refused with a message, nothing else. */
class HostileInputTest {
    @TempDir
    Path folder;

    private final SplittableRandom random = new Seed(20).random();

    private static Map<String, byte[]> good() throws IOException {
        BufferedImage image = new BufferedImage(5, 4, BufferedImage.TYPE_INT_RGB);
        image.setRGB(2, 2, 0x336699);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ByteArrayOutputStream jpg = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        ImageIO.write(image, "jpg", jpg);
        byte[] idx = Bytes.idx(8, new int[] {3, 2, 2}, Bytes.counting(12));
        byte[] npy = Bytes.npy("<f4", false, "(3, 2)", new byte[24]);
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("a-ubyte", idx);
        files.put("a.gz", Bytes.gzip(idx));
        files.put("a.npy", npy);
        files.put("a.npz", Bytes.zip(Map.of("X.npy", npy)));
        files.put("a.csv", "a,b\n1,2\n3,4\n".getBytes(StandardCharsets.UTF_8));
        files.put("a.zip", Bytes.zip(Map.of("x/1.png", png.toByteArray())));
        files.put("b.zip", Bytes.zip(Map.of("x/1.jpg", jpg.toByteArray())));
        files.put("noending", new byte[0]);
        files.put("png/1.png", png.toByteArray());
        files.put("jpg/1.jpg", jpg.toByteArray());
        return files;
    }

    @Test
    void randomBytesAreRefused() throws IOException {
        for (String name : good().keySet()) {
            for (int i = 0; i < 40; i++) {
                byte[] bytes = new byte[random.nextInt(400)];
                random.nextBytes(bytes);
                open(name, bytes);
            }
        }
    }

    @Test
    void damagedFilesAreReadOrRefused() throws IOException {
        for (Map.Entry<String, byte[]> file : good().entrySet()) {
            for (int i = 0; i < 60 && file.getValue().length > 0; i++) {
                byte[] bytes = Arrays.copyOf(
                        file.getValue(),
                        random.nextInt(4) > 0 ? file.getValue().length : random.nextInt(file.getValue().length));
                for (int k = random.nextInt(4); k >= 0 && bytes.length > 0; k--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
                open(file.getKey(), bytes);
            }
        }
    }

    private void open(String name, byte[] bytes) {
        String path = Bytes.file(folder, name, bytes);
        String target = name.contains("/") ? path.substring(0, path.lastIndexOf(File.separatorChar)) : path;
        try {
            Dataset data = Bytes.open(target);
            Bytes.example(data, data.size() - 1);
        } catch (InputException e) {
            return;
        } catch (RuntimeException e) {
            fail(
                    name + " must be refused with an InputException: "
                            + HexFormat.of().formatHex(bytes),
                    e);
        }
    }
}
