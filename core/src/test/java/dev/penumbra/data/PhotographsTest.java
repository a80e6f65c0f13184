package dev.penumbra.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.nn.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cameras and image programs write, held to what viewers show. */
class PhotographsTest {
    /** Rows of blocks as JPEG has them, 8x8 pixels, each of one value, so that nothing of them is lost. */
    private static final int[][] BLOCKS = {{0, 40, 80}, {120, 160, 240}};

    /** 8x8 pixels of the inks 55, 225, 225, 0, in Adobe's way; the transform stands after its name. */
    private static final String INKS =
            "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwABAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB"
                    + "AQEBAQEBAQEB/8AAFAgACAAIBEMRAE0RAFkRAEsRAP/EABQAAQAAAAAAAAAAAAAAAAAAAAr/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/9oADgRDAE0AWQBLAAA/AEgB"
                    + "3h3n8P/Z";

    /** 8x8 pixels of red 200, green 30, blue 60, stored as such. */
    private static final String RGB =
            "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwABAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBA"
                    + "QEBAQEBAQEB/8AAEQgACAAIA1IRAEcRAEIRAP/EABQAAQAAAAAAAAAAAAAAAAAAAAr/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/9oADANSAEcAQgAAPwBIAd477//Z";

    @TempDir
    Path folder;

    private Dataset open(Resize resize) {
        return Sources.open(folder.toString(), new DataOptions(null, resize, new Seed(1)))
                .train();
    }

    private Dataset open() {
        return Bytes.open(folder.toString());
    }

    /** The value of the picture at a place. */
    private static int seen(int y, int x) {
        return BLOCKS[y / 8][x / 8];
    }

    /** The file's first row is this side of the picture, its first column that one (CIPA DC-008, tag 274). */
    private static BufferedImage stored(int orientation) {
        String row = new String[] {"top", "top", "bottom", "bottom", "left", "right", "right", "left"}[orientation - 1];
        String column =
                new String[] {"left", "right", "right", "left", "top", "top", "bottom", "bottom"}[orientation - 1];
        boolean sideways = orientation > 4;
        BufferedImage image = new BufferedImage(sideways ? 16 : 24, sideways ? 24 : 16, BufferedImage.TYPE_BYTE_GRAY);
        for (int r = 0; r < image.getHeight(); r++) {
            for (int c = 0; c < image.getWidth(); c++) {
                int y = sideways ? c : r;
                int x = sideways ? r : c;
                boolean bottom = row.equals("bottom") || column.equals("bottom");
                boolean right = row.equals("right") || column.equals("right");
                image.getRaster().setSample(c, r, 0, seen(bottom ? 15 - y : y, right ? 23 - x : x));
            }
        }
        return image;
    }

    private static byte[] encoded(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }

    private static byte[] inserted(byte[] file, int at, byte[] what) {
        return ByteBuffer.allocate(file.length + what.length)
                .put(file, 0, at)
                .put(what)
                .put(file, at, file.length - at)
                .array();
    }

    /** A camera's notes: the width, which nobody needs, and the orientation. */
    private static byte[] notes(int orientation, ByteOrder order) {
        return ByteBuffer.allocate(38)
                .order(order)
                .put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 2)
                .putShort((short) 0x0100)
                .putShort((short) 4)
                .putInt(1)
                .putInt(640)
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0)
                .array();
    }

    private static byte[] jpegWith(byte[] jpeg, byte[] notes) {
        byte[] segment = ByteBuffer.allocate(notes.length + 10)
                .putShort((short) 0xffe1)
                .putShort((short) (notes.length + 8))
                .put("Exif\0\0".getBytes(StandardCharsets.US_ASCII))
                .put(notes)
                .array();
        return inserted(jpeg, 2, segment);
    }

    private static byte[] pngWith(byte[] png, String type, byte[] content) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(content);
        byte[] chunk = ByteBuffer.allocate(content.length + 12)
                .putInt(content.length)
                .put(name)
                .put(content)
                .putInt((int) crc.getValue())
                .array();
        return inserted(png, 33, chunk);
    }

    /** An uncompressed grey TIFF file. */
    private static byte[] tiff(BufferedImage image, int orientation) {
        int width = image.getWidth();
        int height = image.getHeight();
        int[][] tags = {
            {256, width},
            {257, height},
            {258, 8},
            {259, 1},
            {262, 1},
            {273, 134},
            {274, orientation},
            {277, 1},
            {278, height},
            {279, width * height}
        };
        ByteBuffer out = ByteBuffer.allocate(134 + width * height).order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8).putShort((short) tags.length);
        for (int[] tag : tags) {
            out.putShort((short) tag[0]).putShort((short) 3).putInt(1).putInt(tag[1]);
        }
        out.putInt(0);
        for (int i = 0; i < width * height; i++) {
            out.put(134 + i, (byte) image.getRaster().getSample(i % width, i / width, 0));
        }
        return out.array();
    }

    @Test
    void everyOrientationGivesTheSamePicture() throws IOException {
        for (int way = 1; way <= 8; way++) {
            ByteOrder order = way % 2 == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            BufferedImage image = stored(way);
            Bytes.file(folder, way + ".jpg", jpegWith(encoded(image, "jpg"), notes(way, order)));
            Bytes.file(folder, way + ".png", pngWith(encoded(image, "png"), "eXIf", notes(way, order)));
            Bytes.file(folder, way + ".tif", tiff(image, way));
        }
        Dataset data = open();
        assertThat(data.schema().shape()).isEqualTo(Shape.image(1, 16, 24));
        assertThat(data.size()).isEqualTo(24);
        for (int i = 0; i < data.size(); i++) {
            assertThat(Objects.requireNonNull(data.form(i)).orientation()).isEqualTo(1 + i / 3);
            float[] x = Bytes.example(data, i);
            for (int p = 0; p < x.length; p++) {
                // A block of one value comes back from JPEG to within one step.
                assertThat(x[p] * 255).isCloseTo(seen(p / 24, p % 24), within(1.01f));
            }
        }
        assertThat(data.notes()).containsExactly("21 of 24 images are turned upright, as their EXIF notes say");
    }

    @Test
    void damagedNotesNeverKeepAnImageFromBeingRead() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        byte[] jpeg = encoded(stored(1), "jpg");
        for (int i = 0; i < 300; i++) {
            byte[] notes = notes(9, ByteOrder.BIG_ENDIAN);
            int changes = random.nextInt(4);
            for (int k = 0; k < changes; k++) {
                notes[random.nextInt(notes.length)] = (byte) random.nextInt();
            }
            String file =
                    Bytes.file(folder, "a.jpg", jpegWith(jpeg, Arrays.copyOf(notes, random.nextInt(notes.length + 1))));
            assertThat(Bytes.open(file).size()).isEqualTo(1);
        }
    }

    @Test
    void inksAreShownAsViewersShowThem() {
        byte[] inks = Base64.getDecoder().decode(INKS);
        Bytes.file(folder, "inks.jpg", inks);
        // Each ink lets through 255 minus itself.
        assertPixel(open(), 200, 30, 30);
        // The same bytes as luma 200, chroma 30 and 30: red 200 - 1.402 * 98, green beyond white, blue 200 - 1.772 *
        // 98, taken away.
        inks[17] = 2;
        Bytes.file(folder, "inks.jpg", inks);
        assertPixel(open(), 192, 0, 229);
    }

    @Test
    void coloursThatAreStoredAsSuchAreNotTakenForLuma() {
        byte[] rgb = Base64.getDecoder().decode(RGB);
        Bytes.file(folder, "a.jpg", rgb);
        assertPixel(open(), 200, 30, 60);
    }

    @Test
    void lumaWithoutAnyMarkerIsLuma() throws IOException {
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        image.getGraphics().fillRect(0, 0, 8, 8);
        for (int i = 0; i < 64; i++) {
            image.setRGB(i % 8, i / 8, 0x28c850);
        }
        byte[] jpeg = encoded(image, "jpg");
        // Without the segment of JFIF, which is the first, and so that ImageIO's own rule would see red, green and
        // blue.
        int end = 4 + ((jpeg[4] & 0xff) << 8 | (jpeg[5] & 0xff));
        byte[] bare = ByteBuffer.allocate(jpeg.length - end + 2)
                .put(jpeg, 0, 2)
                .put(jpeg, end, jpeg.length - end)
                .array();
        Bytes.file(folder, "a.jpg", bare);
        float[] x = Bytes.example(open(), 0);
        // JPEG of the usual quality: within a few steps.
        assertThat(x[0] * 255).isCloseTo(0x28, within(6f));
        assertThat(x[64] * 255).isCloseTo(0xc8, within(6f));
        assertThat(x[128] * 255).isCloseTo(0x50, within(6f));
    }

    private static void assertPixel(Dataset data, int red, int green, int blue) {
        float[] x = Bytes.example(data, 0);
        int plane = x.length / 3;
        assertThat(Math.round(x[0] * 255)).isEqualTo(red);
        assertThat(Math.round(x[plane] * 255)).isEqualTo(green);
        assertThat(Math.round(x[2 * plane] * 255)).isEqualTo(blue);
    }

    private static byte[] noise(boolean progressive) throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 64 * 64; i++) {
            image.getRaster().setSample(i % 64, i / 64, 0, random.nextInt(256));
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(stream);
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    private void assertRefused(String reason) {
        assertThatThrownBy(this::open)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("photo.jpg")
                .hasMessageContaining(reason);
    }

    @Test
    void whatIsCutOffOrDamagedIsRefusedWithItsName() throws IOException {
        for (boolean progressive : new boolean[] {false, true}) {
            byte[] jpeg = noise(progressive);
            for (int length : new int[] {jpeg.length - 2, jpeg.length * 5 / 8, jpeg.length / 2, 300, 20, 3}) {
                Bytes.file(folder, "photo.jpg", Arrays.copyOf(jpeg, length));
                assertRefused("ends too early");
            }
        }
        byte[] gap = noise(false);
        // The end comes before the pixels do.
        byte[] early = Arrays.copyOf(gap, gap.length / 2);
        early[early.length - 2] = (byte) 0xff;
        early[early.length - 1] = (byte) 0xd9;
        Bytes.file(folder, "photo.jpg", early);
        assertRefused("premature end");
    }

    @Test
    void bytesAfterTheEndAndFewBeforeItDoNoHarm() throws IOException {
        byte[] jpeg = noise(false);
        Bytes.file(folder, "a.jpg", jpeg);
        Bytes.file(folder, "b.jpg", Arrays.copyOf(jpeg, jpeg.length + 50));
        Bytes.file(folder, "c.jpg", inserted(jpeg, jpeg.length - 2, new byte[3]));
        Dataset data = open();
        assertThat(Bytes.example(data, 1)).isEqualTo(Bytes.example(data, 0));
        assertThat(Bytes.example(data, 2)).isEqualTo(Bytes.example(data, 0));
    }

    @Test
    void passesAreBounded() throws IOException {
        byte[] jpeg = noise(true);
        int last = jpeg.length - 2;
        while (jpeg[last] != (byte) 0xff || jpeg[last + 1] != (byte) 0xda) {
            last--;
        }
        byte[] scan = Arrays.copyOfRange(jpeg, last, jpeg.length - 2);
        byte[] many = jpeg;
        for (int i = 0; i < 110; i++) {
            many = inserted(many, many.length - 2, scan);
        }
        Bytes.file(folder, "photo.jpg", many);
        assertRefused("passes");
    }

    @Test
    void aSampleOfTwelveBitsIsRefused() throws IOException {
        byte[] jpeg = noise(false);
        int frame = 2;
        while (jpeg[frame] != (byte) 0xff || jpeg[frame + 1] != (byte) 0xc0) {
            frame++;
        }
        jpeg[frame + 4] = 12;
        Bytes.file(folder, "photo.jpg", jpeg);
        assertRefused("12");
    }

    @Test
    void largeImagesAreReadAtTheSizeThatIsWanted() throws IOException {
        BufferedImage image = new BufferedImage(4100, 4100, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 4100 * 4100; i++) {
            image.getRaster().setSample(i % 4100, i / 4100, 0, i / 4100 < 2050 ? 0 : 200);
        }
        // Its first row is the left side of the picture, which is therefore dark.
        Bytes.file(folder, "photo.png", pngWith(encoded(image, "png"), "eXIf", notes(5, ByteOrder.BIG_ENDIAN)));
        assertThatThrownBy(this::open)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("photo.png")
                .hasMessageContaining("--resize");
        Dataset data = open(new Resize(1, 2));
        assertThat(data.schema().shape()).isEqualTo(Shape.image(1, 1, 2));
        // The triangle of a half reaches a quarter beyond the middle, with an eighth of its area, and is cut by another
        // at the edge.
        float[] x = Bytes.example(data, 0);
        assertThat(Math.round(x[0] * 255)).isEqualTo(Math.round(200 / 7f));
        assertThat(Math.round(x[1] * 255)).isEqualTo(Math.round(200 * 6 / 7f));
    }

    @Test
    void whatAFileIsInsteadOfAnImageIsSaid() {
        assertInstead(new byte[0], "empty file");
        assertInstead("<!DOCTYPE html><html>".getBytes(StandardCharsets.US_ASCII), "HTML");
        assertInstead("\0\0\0\030ftypheic\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1), "HEIC");
        assertInstead("%PDF-1.7".getBytes(StandardCharsets.US_ASCII), "PDF");
        assertInstead("RIFF\004\0\0\0WEBP".getBytes(StandardCharsets.ISO_8859_1), "WebP");
    }

    private void assertInstead(byte[] content, String what) {
        Bytes.file(folder, "photo.jpg", content);
        assertRefused(what);
    }
}
