package dev.penumbra.data;

import java.awt.Rectangle;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Objects;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/** Decodes one image file by ImageIO, as its pixels lie there: {@link Image#upright} turns them. */
final class ImageIoReader {
    /** One image at a time is larger than {@link Image#MAX_PIXELS}, for what its decoder may take. */
    private static final Object LARGE = new Object();
    /** Pixels times passes: 16 passes, where encoders make about ten, of the largest image that is kept at its size. */
    private static final long MAX_PASSED = 1L << 28;
    /** The JDK puts the rows of smaller ones in wrong places. */
    private static final int MIN_INTERLACED = 5;

    private final ImageReader reader;
    private final ImageFacts facts;
    private final @Nullable TiffFields tiff;
    private final @Nullable Resize resize;
    private final String where;
    /** What the decoder said of damage that it passed over, the first of it. */
    private @Nullable String damage;

    private ImageIoReader(
            ImageReader reader, ImageFacts facts, @Nullable TiffFields tiff, @Nullable Resize resize, String where) {
        this.reader = reader;
        this.facts = facts;
        this.tiff = tiff;
        this.resize = resize;
        this.where = where;
        reader.addIIOReadWarningListener((source, warning) -> {
            if (damage == null && (facts.kind() == ImageKind.WEBP || isDamage(warning))) {
                damage = warning;
            }
        });
    }

    /**
     * Decodes the image in the first {@code length} bytes; its size is checked before its pixels are.
     *
     * @param resize the size that is wanted in the end, or null: larger images than {@link Image#MAX_PIXELS} are brought to it here
     * @param where  the file, for the message where the image is too large
     * @throws IOException where it is damaged; the decoders meet that with other exceptions too
     */
    static Image decode(byte[] file, int length, ImageFacts facts, @Nullable Resize resize, String where)
            throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(facts.kind().title);
        if (!readers.hasNext()) {
            throw new IOException("a " + facts.kind().title + " file, for which there is no reader on the class path");
        }
        TiffFields tiff = facts.kind() == ImageKind.TIFF ? TiffFields.of(file, length) : null;
        ImageReader reader = readers.next();
        try (MemoryCacheImageInputStream in =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(file, 0, length))) {
            // Of what else files tell, only a GIF's is needed: where in the picture its first frame stands.
            reader.setInput(in, false, facts.kind() != ImageKind.GIF);
            return new ImageIoReader(reader, facts, tiff, resize, where).read();
        } finally {
            reader.dispose();
        }
    }

    private Image read() throws IOException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        Image.requireSize(height, width, resize, where);
        requirePasses(height, width);
        if (tiff != null) {
            tiff.requireMemory(reader);
        }
        Image image = resize == null || Image.isSize(height, width)
                ? band(new Rectangle(width, height))
                : large(height, width, resize);
        boolean others = facts.animated() || (facts.kind().holdsMany && hasSecond());
        ImageForm seen = image.form().turned(facts.orientation());
        ImageForm form = facts.bits() == 0 ? seen : seen.withBits(facts.bits());
        Image whole = image.in(others ? form.losing("frames") : form);
        return facts.kind() == ImageKind.GIF ? onScreen(whole) : whole;
    }

    /** Whether there is another image. To count them all would never end where a TIFF's directories are a ring. */
    private boolean hasSecond() {
        try {
            return reader.getWidth(1) > 0;
        } catch (IndexOutOfBoundsException none) {
            return false;
        } catch (IOException damaged) {
            return true;
        }
    }

    /** Some rows. */
    private Image band(Rectangle region) throws IOException {
        ImageReadParam param = reader.getDefaultReadParam();
        param.setSourceRegion(region);
        JpegMarkers jpeg = facts.jpeg();
        Image image;
        if (jpeg == null) {
            image = Samples.of(reader.read(0, param), facts.grey());
        } else {
            image = Samples.ofJpeg(reader.readRaster(0, param), jpeg);
        }
        if (damage != null) {
            throw new IOException(damage);
        }
        return image;
    }

    /** Reads band after band and keeps each only at the size that is wanted. */
    private Image large(int height, int width, Resize wanted) throws IOException {
        Resize size = facts.orientation() > 4
                ? new Resize(/* height= */ wanted.width(), /* width= */ wanted.height())
                : wanted;
        int rows = isWhole(height, width) ? height : Image.MAX_PIXELS / width;
        synchronized (LARGE) {
            Resample.Rows narrow = null;
            ImageForm form = ImageForm.GREY;
            for (int y = 0; y < height; y += rows) {
                Image band = band(new Rectangle(0, y, width, Math.min(rows, height - y)));
                if (narrow == null) {
                    narrow = new Resample.Rows(band.channels(), height, width, size);
                }
                narrow.add(band.samples(), y, band.height());
                form = band.form().lost().length() >= form.lost().length() ? band.form() : form;
            }
            return Image.of(Objects.requireNonNull(narrow), form.losing("size"));
        }
    }

    /** Whether the decoder begins anew for each band, and memory is there for all of them at once: as decoded, and as samples. */
    private boolean isWhole(int height, int width) {
        boolean anew = facts.kind() == ImageKind.WEBP
                || (facts.jpeg() != null && facts.jpeg().scans() > 1);
        return anew && 12L * height * width < Runtime.getRuntime().maxMemory();
    }

    /** Refuses files of few bytes that ask for hours: each pass over a JPEG's pixels is decoded. */
    private void requirePasses(int height, int width) throws IOException {
        long most = Math.clamp(MAX_PASSED / ((long) height * width), 16, JpegMarkers.MAX_SCANS);
        if (facts.jpeg() != null && facts.jpeg().scans() > most) {
            throw new IOException(
                    "a JPEG of " + facts.jpeg().scans() + " passes, of which " + most + " are read at this size");
        }
    }

    /** The first frame where it stands in the picture, which is larger than the frame where the rest is transparent. */
    private Image onScreen(Image frame) throws IOException {
        IIOMetadataNode screen =
                node(reader.getStreamMetadata().getAsTree("javax_imageio_gif_stream_1.0"), "LogicalScreenDescriptor");
        IIOMetadataNode place =
                node(reader.getImageMetadata(0).getAsTree("javax_imageio_gif_image_1.0"), "ImageDescriptor");
        int height = number(screen, "logicalScreenHeight");
        int width = number(screen, "logicalScreenWidth");
        if (place.getAttribute("interlaceFlag").equalsIgnoreCase("true") && frame.height() < MIN_INTERLACED) {
            throw new IOException("an interlaced GIF of fewer than " + MIN_INTERLACED + " rows");
        }
        int top = number(place, "imageTopPosition");
        int left = number(place, "imageLeftPosition");
        if (top == 0 && left == 0 && height <= frame.height() && width <= frame.width()) {
            return frame;
        }
        Image.requireSize(height, width, null, where);
        return frame.on(height, width, top, left);
    }

    private static IIOMetadataNode node(org.w3c.dom.Node tree, String name) {
        return (IIOMetadataNode)
                ((IIOMetadataNode) tree).getElementsByTagName(name).item(0);
    }

    private static int number(IIOMetadataNode node, String attribute) {
        return Integer.parseInt(node.getAttribute(attribute));
    }

    /**
     * Whether a warning of the JDK says that pixels are not those that were written. Left are the warnings of other parts, such as thumbnails and
     * profiles, and bytes too many before the end, which many cameras write.
     */
    private static boolean isDamage(String warning) {
        return warning.startsWith("Truncated File")
                || warning.startsWith("Premature end")
                || warning.startsWith("Inconsistent progression")
                || (warning.startsWith("Corrupt JPEG data") && !warning.endsWith("before marker 0xd9"));
    }
}
