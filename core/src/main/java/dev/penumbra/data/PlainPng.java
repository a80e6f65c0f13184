package dev.penumbra.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Reads the PNG files that folders of images are full of: 8 bits a sample, grey or RGB, opaque, not interlaced. It does so several
 * times as fast as ImageIO, to which everything else is left: what is damaged, too large or of another kind gives null here. For one
 * thread.
 */
final class PlainPng implements AutoCloseable {
    private final Inflater inflater = new Inflater();
    /** A row of zeros, then each row of samples, all after one byte for their filter. */
    private byte[] rows = new byte[0];

    /** The image in the first {@code length} bytes of a file, whose chunks are whole, or null when it is for ImageIO. */
    @Nullable
    Image decode(byte[] file, int length, PngChunks png) {
        boolean grey = png.colour() == PngChunks.GREY;
        boolean plain = png.depth() == 8 && (grey || png.colour() == PngChunks.RGB) && !png.interlaced();
        int height = png.height();
        int width = png.width();
        if (!plain || png.transparent() || png.animated() || !Image.isSize(height, width)) {
            return null;
        }
        int channels = grey ? 1 : 3;
        int step = 1 + channels * width;
        if (!inflate(ByteBuffer.wrap(file, 0, length), step, step * (height + 1))
                || !unfilter(step, height, channels)) {
            return null;
        }
        ImageForm form = (grey ? ImageForm.GREY : ImageForm.RGB).turned(png.orientation());
        return new Image(height, width, channels, planes(height, width, channels), form);
    }

    /** Fills {@link #rows} up to {@code end} from the chunks after the header. */
    private boolean inflate(ByteBuffer in, int step, int end) {
        if (rows.length < end) {
            rows = new byte[end];
        }
        Arrays.fill(rows, 0, step, (byte) 0);
        inflater.reset();
        int filled = step;
        for (int at = PngChunks.FIRST; in.getInt(at + 4) != PngChunks.IEND; at += PngChunks.FRAME + in.getInt(at)) {
            if (in.getInt(at + 4) == PngChunks.IDAT) {
                inflater.setInput(in.slice(at + 8, in.getInt(at)));
                try {
                    for (int n = 1; n > 0 && filled < end; filled += n) {
                        n = inflater.inflate(rows, filled, end - filled);
                    }
                } catch (DataFormatException e) {
                    return false;
                }
            }
        }
        return filled == end;
    }

    /** Turns differences to neighbours into samples; chapter 9 of the standard. */
    private boolean unfilter(int step, int height, int channels) {
        for (int y = 1; y <= height; y++) {
            int row = y * step + 1;
            int end = row + step - 1;
            switch (rows[row - 1]) {
                case 0 -> {}
                case 1 -> {
                    for (int i = row + channels; i < end; i++) {
                        rows[i] += rows[i - channels];
                    }
                }
                case 2 -> {
                    for (int i = row; i < end; i++) {
                        rows[i] += rows[i - step];
                    }
                }
                case 3 -> {
                    for (int i = row; i < end; i++) {
                        int left = i < row + channels ? 0 : rows[i - channels] & 0xff;
                        rows[i] += (byte) ((left + (rows[i - step] & 0xff)) / 2);
                    }
                }
                case 4 -> {
                    for (int i = row; i < end; i++) {
                        int left = i < row + channels ? 0 : rows[i - channels] & 0xff;
                        int corner = i < row + channels ? 0 : rows[i - step - channels] & 0xff;
                        rows[i] += (byte) nearest(left, rows[i - step] & 0xff, corner);
                    }
                }
                default -> {
                    return false;
                }
            }
        }
        return true;
    }

    /** Paeth's predictor. */
    static int nearest(int left, int above, int corner) {
        int toLeft = Math.abs(above - corner);
        int toAbove = Math.abs(left - corner);
        int toCorner = Math.abs(left + above - 2 * corner);
        if (toLeft <= toAbove && toLeft <= toCorner) {
            return left;
        }
        return toAbove <= toCorner ? above : corner;
    }

    private byte[] planes(int height, int width, int channels) {
        byte[] planes = new byte[channels * height * width];
        int at = 0;
        for (int c = 0; c < channels; c++) {
            for (int y = 1; y <= height; y++) {
                int row = y * (1 + channels * width) + 1;
                for (int x = 0; x < width; x++) {
                    planes[at++] = rows[row + x * channels + c];
                }
            }
        }
        return planes;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
