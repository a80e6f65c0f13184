package dev.penumbra.examples;

import java.awt.*;
import java.awt.image.BufferedImage;
import java.io.*;
import java.nio.file.*;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;

/**
 * The lecture on variational autoencoders in one file, with nothing but a JDK of 21 or later:
 * {@code java MiniVae.java [folder with MNIST's idx.gz files | shapes] [output folder]}.
 * A float[][] is [rows, columns]. Shapes: B batch, D values of x, H hidden units, V latent dimensions of z.
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not used
public record MiniVae(Mlp encoder, Mlp decoder) {
    /** 1. The basic autoencoder: an input x [B,D] becomes a point z [B,V], and the point an input again, xHat [B,D]. */
    void backwardBasic(float[][] x) {
        float[][] z = encoder.forward(x);
        float[][] xHat = decoder.forward(z);
        encoder.backward(decoder.backward(reconstructionGradient(x, xHat, 1)));
    }

    /** 2. The variational autoencoder: an input becomes an area, a Gaussian; the encoder has 2V outputs. */
    Posterior encode(float[][] x) {
        float[][] out = encoder.forward(x);
        int v = out[0].length / 2;
        return new Posterior(matrix(x.length, v, (b, j) -> out[b][j]), matrix(x.length, v, (b, j) -> out[b][v + j]));
    }

    /** q(z|x) = N(mean, sigma^2), each [B,V]. Log sigma may be any number: exp makes sigma positive. */
    record Posterior(float[][] mean, float[][] logSigma) {
        double sigma(int b, int j) {
            return Math.exp(logSigma[b][j]);
        }

        /** 3. z = mean + sigma * eps, eps ~ N(0, I): as chance comes from outside, gradients reach mean and sigma. */
        float[][] sample(float[][] eps) {
            return matrix(eps.length, eps[0].length, (b, j) -> mean[b][j] + sigma(b, j) * eps[b][j]);
        }
    }

    /** 4. The loss is L = reconstruction * L_rec + lambda * L_reg; reconstruction is 1, or 0 to see L_reg alone. */
    record Regime(String name, float reconstruction, float lambda) {}

    /** L_rec = 1/D sum_j (x_j - xHat_j)^2, mean over the batch. */
    static double reconstructionLoss(float[][] x, float[][] xHat) {
        return mean(x, (b, j) -> Math.pow(x[b][j] - xHat[b][j], 2));
    }

    /** L_reg = KL(q(z|x) || N(0, I)) = 1/2 sum_j (mean_j^2 + sigma_j^2 - 2 log sigma_j - 1), mean over the batch. */
    static double regularizationLoss(Posterior q) {
        Cell kl = (b, j) -> (Math.pow(q.mean[b][j], 2) + Math.pow(q.sigma(b, j), 2) - 2 * q.logSigma[b][j] - 1) / 2;
        return q.mean[0].length * mean(q.mean, kl);
    }

    /** 5. The backward pass by hand. L_rec by xHat is 2 (xHat - x) / (B D), here times the weight of the term. */
    static float[][] reconstructionGradient(float[][] x, float[][] xHat, float weight) {
        return matrix(x.length, x[0].length, (b, j) -> 2 * weight * (xHat[b][j] - x[b][j]) / x.length / x[0].length);
    }

    /**
     * Fills the gradients of L and returns L. L_rec trains the decoder and, through z, the encoder; L_reg the encoder
     * only. With s = log sigma: dz/dmean = 1, dz/ds = sigma eps; dKL/dmean = mean, dKL/ds = exp(2s) - 1 = sigma^2 - 1.
     */
    double backward(float[][] x, Regime regime, Random random) {
        Posterior q = encode(x);
        int v = q.mean[0].length;
        float[][] eps = matrix(x.length, v, (b, j) -> random.nextGaussian()); // one for each x
        float[][] xHat = decoder.forward(q.sample(eps));
        float[][] dz = decoder.backward(reconstructionGradient(x, xHat, regime.reconstruction));
        float lambda = regime.lambda / x.length;
        encoder.backward(matrix(x.length, 2 * v, (b, k) -> {
            int j = k % v;
            double sigma = q.sigma(b, j);
            double dMean = dz[b][j] + lambda * q.mean[b][j];
            double dLogSigma = dz[b][j] * sigma * eps[b][j] + lambda * (sigma * sigma - 1);
            return k < v ? dMean : dLogSigma;
        }));
        return regime.reconstruction * reconstructionLoss(x, xHat) + regime.lambda * regularizationLoss(q);
    }

    /** SGD: each step draws a batch, fills the gradients, and moves both networks. */
    void train(float[][] x, int steps, Random random, Consumer<float[][]> backward) {
        for (int step = 1; step <= steps; step++) {
            backward.accept(random.ints(128, 0, x.length).mapToObj(i -> x[i]).toArray(float[][]::new));
            encoder.adam(step);
            decoder.adam(step);
        }
    }

    /** 6. What each term does: the same training for the basic autoencoder, for each term alone, and for both. */
    public static void main(String[] args) throws IOException {
        boolean drawn = args.length == 0 || args[0].equals("shapes");
        Data train = drawn ? shapes(20_000, new Random(1)) : mnist(args[0], "train", 60_000);
        Data test = drawn ? shapes(4_000, new Random(2)) : mnist(args[0], "t10k", 10_000);
        Path out = Path.of(args.length > 1 ? args[1] : "mini-vae");
        int d = train.x[0].length;
        int steps = 2_000;
        System.out.printf("%-20s %10s %10s %8s %8s%n", "", "mean |mu|", "mean sigma", "L_rec", "L_reg");
        Random seed = new Random(0);
        MiniVae basic = new MiniVae(new Mlp(d, 256, 2, seed), new Mlp(2, 256, d, seed));
        basic.train(train.x, steps, seed, basic::backwardBasic);
        float[][] z = basic.encoder.forward(test.x); // A point is an area without extent: log sigma = -infinity.
        Posterior points = new Posterior(z, matrix(z.length, 2, (b, j) -> Double.NEGATIVE_INFINITY));
        basic.report("basic autoencoder", points, test, out);
        Regime[] regimes = {
            new Regime("reconstruction only", 1, 0), new Regime("regularizer only", 0, 1), new Regime("both", 1, 5e-4f)
        };
        for (Regime regime : regimes) {
            Random random = new Random(0);
            MiniVae vae = new MiniVae(new Mlp(d, 256, 4, random), new Mlp(2, 256, d, random));
            vae.train(train.x, steps, random, x -> vae.backward(x, regime, random));
            vae.report(regime.name, vae.encode(test.x), test, out);
        }
    }

    /** A line of the table and 7., what a trained VAE is for; the others' pictures show that it takes both terms. */
    void report(String name, Posterior q, Data data, Path folder) throws IOException {
        double size = mean(q.mean, (b, j) -> Math.abs(q.mean[b][j]));
        double loss = reconstructionLoss(data.x, decoder.forward(q.mean));
        Object[] row = {name, size, mean(q.mean, q::sigma), loss, regularizationLoss(q)};
        System.out.printf("%-20s %10.4f %10.4f %8.4f %8.3f%n", row);
        Path out = Files.createDirectories(folder.resolve(name.replace(' ', '-')));
        Random random = new Random(0);
        scatter(q, data, out.resolve("means.png"));
        tiles(matrix(200, 2, (i, j) -> random.nextGaussian()), out.resolve("generated.png"));
        tiles(matrix(20, 2, (i, j) -> (q.mean[0][j] * (19 - i) + q.mean[1][j] * i) / 19), out.resolve("between.png"));
        tiles(matrix(20, 2, (i, j) -> j == 0 ? i * 4 / 19.0 - 2 : q.mean[0][1]), out.resolve("traversed.png"));
        tiles(matrix(400, 2, (i, j) -> (j == 0 ? i % 20 : 19 - i / 20) * 4 / 19.0 - 2), out.resolve("plane.png"));
    }

    /** h = max([x, 1] W1, 0), y = [h, 1] W2. */
    record Mlp(Linear first, Linear second) {
        Mlp(int in, int h, int out, Random random) {
            this(new Linear(in, h, random), new Linear(h, out, random));
        }

        float[][] forward(float[][] x) {
            float[][] h = first.forward(x);
            return second.forward(matrix(h.length, h[0].length, (b, i) -> Math.max(h[b][i], 0)));
        }

        float[][] backward(float[][] dy) {
            float[][] dh = second.backward(dy);
            return first.backward(matrix(dh.length, dh[0].length - 1, (b, i) -> second.x[b][i] > 0 ? dh[b][i] : 0));
        }

        void adam(int step) {
            first.adam(step);
            second.adam(step);
        }
    }

    /** y = [x, 1] W: the last row of W is the bias. */
    static final class Linear {
        final float[][] w; // [in + 1, out]
        final float[][] m1; // Adam's running means of dW and of its square
        final float[][] m2;
        float[][] x = {}; // [x, 1] of the last forward pass
        float[][] dw = {}; // of the last backward pass

        Linear(int in, int out, Random random) {
            w = matrix(in + 1, out, (i, j) -> (2 * random.nextDouble() - 1) / Math.sqrt(in));
            m1 = new float[in + 1][out];
            m2 = new float[in + 1][out];
        }

        float[][] forward(float[][] input) {
            x = matrix(input.length, w.length, (b, i) -> i < input[b].length ? input[b][i] : 1);
            return times(x, w);
        }

        /** Fills dW = x^T dy and returns the gradient of [x, 1], dy W^T. */
        float[][] backward(float[][] dy) {
            dw = times(matrix(w.length, x.length, (i, b) -> x[b][i]), dy);
            return times(dy, matrix(w[0].length, w.length, (j, i) -> w[i][j]));
        }

        /** Adam (Kingma and Ba 2015) with its usual constants; the first step is 1. */
        void adam(int step) {
            float rate = (float) (1e-3 * Math.sqrt(1 - Math.pow(0.999, step)) / (1 - Math.pow(0.9, step)));
            for (int i = 0; i < w.length; i++) {
                for (int j = 0; j < w[i].length; j++) {
                    m1[i][j] += 0.1f * (dw[i][j] - m1[i][j]);
                    m2[i][j] += 0.001f * (dw[i][j] * dw[i][j] - m2[i][j]);
                    w[i][j] -= rate * m1[i][j] / ((float) Math.sqrt(m2[i][j]) + 1e-8f);
                }
            }
        }
    }

    /** a [N,K] times b [K,M], a row of the product a task; zeros, most of an image, cost nothing. */
    static float[][] times(float[][] a, float[][] b) {
        float[][] product = new float[a.length][b[0].length];
        IntStream.range(0, a.length).parallel().forEach(n -> {
            for (int k = 0; k < b.length; k++) {
                float factor = a[n][k];
                if (factor != 0) {
                    for (int m = 0; m < b[k].length; m++) {
                        product[n][m] += factor * b[k][m];
                    }
                }
            }
        });
        return product;
    }

    interface Cell {
        double at(int row, int column);
    }

    static float[][] matrix(int rows, int columns, Cell cell) {
        float[][] all = new float[rows][columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                all[i][j] = (float) cell.at(i, j);
            }
        }
        return all;
    }

    /** The mean over all cells of a matrix as large as a. */
    static double mean(float[][] a, Cell cell) {
        int columns = a[0].length;
        IntStream cells = IntStream.range(0, a.length * columns);
        return cells.mapToDouble(k -> cell.at(k / columns, k % columns)).sum() / a.length / columns;
    }

    /** Square images, x [N,D] with values 0 to 1, and their classes, [N]. */
    record Data(float[][] x, int[] label) {}

    static Data mnist(String folder, String part, int n) throws IOException {
        byte[] pixels = idx(Path.of(folder, part + "-images-idx3-ubyte.gz"), 3, n * 784);
        byte[] labels = idx(Path.of(folder, part + "-labels-idx1-ubyte.gz"), 1, n);
        float[][] x = matrix(n, 784, (i, j) -> (pixels[i * 784 + j] & 255) / 255.0);
        return new Data(x, IntStream.range(0, n).map(i -> labels[i]).toArray());
    }

    /** The bytes of an idx file, which begins with its kind and an int for the size of each dimension. */
    private static byte[] idx(Path file, int dimensions, int size) throws IOException {
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(Files.newInputStream(file)))) {
            if (in.readInt() != 0x800 + dimensions) {
                throw new IOException(file + " is not an idx file of bytes in " + dimensions + " dimensions");
            }
            in.skipNBytes(4L * dimensions);
            return in.readNBytes(size);
        }
    }

    /** Stars, rings and squares in 16 x 16: |x|^p + |y|^p = size^p with p = 1/2, 2, 8, of random size and centre. */
    static Data shapes(int n, Random random) {
        float[][] at = matrix(n, 3, (i, k) -> k == 0 ? random.nextDouble(3, 6.5) : random.nextDouble(7, 8));
        float[][] x = matrix(n, 256, (i, j) -> {
            double p = Math.pow(4, i % 3) / 2;
            double sum = Math.pow(Math.abs(j % 16 - at[i][1]), p) + Math.pow(Math.abs((j >> 4) - at[i][2]), p);
            return Math.clamp(1.5 - Math.abs(Math.pow(sum, 1 / p) - at[i][0]), 0, 1);
        });
        return new Data(x, IntStream.range(0, n).map(i -> i % 3).toArray());
    }

    /** The areas, one sigma wide but never invisible, coloured by class; the axes; the prior's circle of 2 sigma. */
    private static void scatter(Posterior q, Data data, Path file) throws IOException {
        BufferedImage image = new BufferedImage(800, 800, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.fillRect(0, 0, 800, 800);
        g.translate(400, 400);
        double scale = 400 / Math.max(3, 5 * mean(q.mean, (b, j) -> Math.abs(q.mean[b][j])));
        for (int i = 0; i < q.mean.length; i++) {
            int a = (int) Math.max(3, scale * q.sigma(i, 0));
            int b = (int) Math.max(3, scale * q.sigma(i, 1));
            int rgb = Color.HSBtoRGB(data.label[i] / 10f, 1, data.label[i] % 2 == 0 ? 0.9f : 0.6f);
            g.setColor(new Color(rgb & 0x80ffffff, true));
            g.fillOval((int) (scale * q.mean[i][0]) - a, (int) (scale * -q.mean[i][1]) - b, 2 * a, 2 * b);
        }
        g.setColor(Color.BLACK);
        g.drawLine(-400, 0, 400, 0);
        g.drawLine(0, -400, 0, 400);
        g.drawOval((int) (-2 * scale), (int) (-2 * scale), (int) (4 * scale), (int) (4 * scale));
        ImageIO.write(image, "png", file.toFile());
    }

    /** What the decoder makes of z, in rows of 20, dark on white. */
    private void tiles(float[][] z, Path file) throws IOException {
        float[][] x = decoder.forward(z);
        int side = (int) Math.sqrt(x[0].length);
        BufferedImage image = new BufferedImage(20 * side, x.length / 20 * side, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x[i].length; j++) {
                int light = Math.clamp(Math.round(255 - 255 * x[i][j]), 0, 255);
                image.getRaster().setSample(i % 20 * side + j % side, i / 20 * side + j / side, 0, light);
            }
        }
        ImageIO.write(image, "png", file.toFile());
    }
}
