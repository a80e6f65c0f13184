package dev.penumbra.report;

import dev.penumbra.AtomicFiles;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Animated GIFs that never end. Colours are reduced to the format's 256 a frame. */
final class Gif {
    private static final String FORMAT = "javax_imageio_gif_image_1.0";

    private Gif() {}

    /**
     * Writes a file.
     *
     * @param frames     at least one, of one size
     * @param hundredths how long each is shown, in 1/100 s
     * @throws dev.penumbra.InputException where the file cannot be written
     */
    static void write(Path file, List<BufferedImage> frames, int hundredths) {
        byte[] gif = gif(frames, hundredths);
        AtomicFiles.write(file, out -> out.write(gif));
    }

    private static byte[] gif(List<BufferedImage> frames, int hundredths) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            for (BufferedImage frame : frames) {
                // Without transparency: a GIF has either-or, and its encoder's palette would spend colours on it.
                BufferedImage opaque =
                        new BufferedImage(frame.getWidth(), frame.getHeight(), BufferedImage.TYPE_INT_RGB);
                opaque.createGraphics().drawImage(frame, 0, 0, null);
                writer.writeToSequence(new IIOImage(opaque, null, metadata(writer, opaque, hundredths)), null);
            }
            writer.endWriteSequence();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot encode a GIF", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static IIOMetadata metadata(ImageWriter writer, BufferedImage frame, int hundredths) throws IOException {
        IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(frame), null);
        IIOMetadataNode root = new IIOMetadataNode(FORMAT);
        IIOMetadataNode control = new IIOMetadataNode("GraphicControlExtension");
        control.setAttribute("disposalMethod", "none");
        control.setAttribute("userInputFlag", "FALSE");
        control.setAttribute("transparentColorFlag", "FALSE");
        control.setAttribute("delayTime", String.valueOf(hundredths));
        control.setAttribute("transparentColorIndex", "0");
        root.appendChild(control);
        IIOMetadataNode loops = new IIOMetadataNode("ApplicationExtension");
        loops.setAttribute("applicationID", "NETSCAPE");
        loops.setAttribute("authenticationCode", "2.0");
        loops.setUserObject(new byte[] {1, 0, 0}); // sub-block 1, repeated for ever
        IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
        extensions.appendChild(loops);
        root.appendChild(extensions);
        metadata.mergeTree(FORMAT, root);
        return metadata;
    }
}
