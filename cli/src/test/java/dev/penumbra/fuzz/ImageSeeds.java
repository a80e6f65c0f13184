package dev.penumbra.fuzz;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Small good images of every kind. */
final class ImageSeeds {
    static final byte[] PNG = image("png", BufferedImage.TYPE_BYTE_GRAY);
    static final byte[] JPEG = image("jpeg", BufferedImage.TYPE_3BYTE_BGR);

    /** Written by Pillow: the JDK writes no such files. */
    private static final String CMYK =
            "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwAoHB4jHhkoIyEjLSsoMDxkQTw3Nzx7WF1JZJGAmZaPgIyKoLTm"
                    + "w6Cq2q2KjMj/y9ru9f///5vB////+v/m/f/4/8AAFAgACAAIBEMRAE0RAFkRAEsRAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//EAL"
                    + "UQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVl"
                    + "dYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9P"
                    + "X29/j5+v/aAA4EQwBNAFkASwAAPwDXqhWnWjX/2Q==";

    private static final String WEBP =
            "UklGRjIAAABXRUJQVlA4ICYAAACwAQCdASoIAAgABUB8JaACdLoABDAAAP4TH0Jse1Ff/Abr4tl8AA==";

    private ImageSeeds() {}

    /** The tag of EXIF that turns an image to the left, as a TIFF. */
    private static byte[] exif() {
        return ByteBuffer.allocate(26)
                .put(new byte[] {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6})
                .array();
    }

    private static byte[] turnedJpeg() {
        byte[] segment = {(byte) 0xff, (byte) 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0, 0};
        return Seeds.joined(Arrays.copyOf(JPEG, 2), segment, exif(), Arrays.copyOfRange(JPEG, 2, JPEG.length));
    }

    private static byte[] turnedPng() {
        byte[] chunk = {0, 0, 0, 26, 'e', 'X', 'I', 'f'};
        byte[] file = Seeds.joined(
                Arrays.copyOf(PNG, 33), chunk, exif(), new byte[4], Arrays.copyOfRange(PNG, 33, PNG.length));
        return Checksums.png(file);
    }

    /** An image of a type of {@link BufferedImage} in a format of ImageIO. */
    static byte[] image(String format, int type) {
        BufferedImage image = new BufferedImage(7, 5, type);
        for (int i = 0; i < 35; i++) {
            image.setRGB(i % 7, i / 7, 0xff000000 | i * 0x04_11_07);
        }
        return Seeds.bytes(out -> {
            if (!ImageIO.write(image, format, out)) {
                throw new IOException("no writer of " + format);
            }
        });
    }

    /** A colour JPEG in several scans. */
    static byte[] progressive() {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam scans = writer.getDefaultWriteParam();
        scans.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        BufferedImage image = new BufferedImage(24, 17, BufferedImage.TYPE_INT_RGB);
        return Seeds.bytes(out -> {
            writer.setOutput(ImageIO.createImageOutputStream(out));
            writer.write(null, new IIOImage(image, null, null), scans);
            writer.dispose();
        });
    }

    /** PNG images of many kinds: own reader's and others. */
    static List<byte[]> pngs() {
        List<byte[]> files = new ArrayList<>();
        for (int type : new int[] {
            BufferedImage.TYPE_BYTE_GRAY,
            BufferedImage.TYPE_3BYTE_BGR,
            BufferedImage.TYPE_4BYTE_ABGR,
            BufferedImage.TYPE_BYTE_BINARY,
            BufferedImage.TYPE_BYTE_INDEXED,
            BufferedImage.TYPE_USHORT_GRAY
        }) {
            files.add(image("png", type));
        }
        files.add(turnedPng());
        return files;
    }

    static List<byte[]> jpegs() {
        return List.of(
                JPEG,
                image("jpeg", BufferedImage.TYPE_BYTE_GRAY),
                progressive(),
                turnedJpeg(),
                Base64.getDecoder().decode(CMYK));
    }

    /** TIFF images in strips, and in tiles packed in each way. */
    static List<byte[]> tiffs() {
        List<byte[]> files = new ArrayList<>();
        files.add(image("tiff", BufferedImage.TYPE_3BYTE_BGR));
        files.add(image("tiff", BufferedImage.TYPE_USHORT_GRAY));
        for (String packed : new String[] {"LZW", "ZLib", "PackBits", "JPEG"}) {
            files.add(tiles(packed));
        }
        return files;
    }

    private static byte[] tiles(String packed) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
        ImageWriteParam tiles = writer.getDefaultWriteParam();
        tiles.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        tiles.setCompressionType(packed);
        tiles.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
        tiles.setTiling(16, 16, 0, 0);
        BufferedImage image = new BufferedImage(24, 17, BufferedImage.TYPE_INT_RGB);
        return Seeds.bytes(out -> {
            // Closing it writes what it holds.
            try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
                writer.setOutput(stream);
                writer.write(null, new IIOImage(image, null, null), tiles);
            } finally {
                writer.dispose();
            }
        });
    }

    static List<byte[]> webps() {
        return List.of(Base64.getDecoder().decode(WEBP));
    }
}
