package dev.penumbra.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penumbra.Seed;
import dev.penumbra.data.DataOptions;
import dev.penumbra.data.DataSummary;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Items;
import dev.penumbra.data.Source;
import dev.penumbra.data.Sources;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All readers of what comes from outside: here those of data, with {@link ModelReaders}, {@link RunReaders} and {@link TextReaders}. */
final class Readers {
    /** An image may have 2^24 pixels, which the decoders of the JDK hold several times. */
    private static final long IMAGE_MEMORY = 1L << 29;

    private Readers() {}

    static List<Fuzzed> all() {
        List<Fuzzed> all = new ArrayList<>(data());
        all.addAll(ModelReaders.all());
        all.addAll(RunReaders.all());
        all.addAll(TextReaders.all());
        return all;
    }

    private static List<Fuzzed> data() {
        byte[] u1 = Seeds.npy("|u1", List.of(3, 2, 2), Seeds.noise(12));
        List<byte[]> arrays = List.of(
                u1,
                Seeds.npy("<f4", List.of(3, 2), new byte[24]),
                Seeds.npy(">i8", List.of(2), new byte[16]),
                Seeds.npy("<U2", List.of(3), "a\0\0\0b\0\0\0c\0\0\0\0\0\0\0\0\0\0\0d\0\0\0".getBytes(UTF_8)),
                Seeds.npy("<f2", List.of(2, 2), Seeds.noise(8)));
        byte[] labels = Seeds.npy("<i8", List.of(3), new byte[24]);
        List<byte[]> idx = List.of(
                Seeds.idx(8, Seeds.noise(12), 3, 2, 2),
                Seeds.idx(0x0d, new byte[24], 3, 2),
                Seeds.idx(8, new byte[] {0, 1, 2}, 3));
        List<byte[]> zips = List.of(
                Seeds.zip(true, Map.of("a/1.png", ImageSeeds.PNG, "b/2.png", ImageSeeds.PNG)),
                Seeds.zip(
                        false,
                        Map.of("a/1.png", ImageSeeds.PNG, "a/2.jpg", ImageSeeds.JPEG, "notes.txt", ImageSeeds.PNG)),
                Seeds.zip(false, Map.of("train/x/1.png", ImageSeeds.PNG, "test/x/1.png", ImageSeeds.PNG)));
        List<byte[]> npz = List.of(
                Seeds.zip(true, Map.of("X.npy", u1, "y.npy", labels)),
                Seeds.zip(false, Map.of("X.npy", u1, "y.npy", labels)),
                Seeds.zip(
                        false,
                        Map.of("x_train.npy", u1, "y_train.npy", labels, "x_test.npy", u1, "y_test.npy", labels)));
        List<byte[]> tables = Seeds.texts(
                "a,b\n1,2\n3,4\n5,6\n",
                "\ufeffa;b;label\r\n1,5;2;x\r\n3,5;4;y\r\n",
                "1 2 3\n4 5 6\n",
                "# a b\n1.5\t2e3\n-3\t4\n",
                "sep=;\n\"temp; C\";b\n1;2\n3;4\n",
                "label,pixel0,pixel1,pixel2,pixel3\n1,0,255,3,4\n2,7,8,9,10\n",
                ",a,when,target\n0,1.5,2024-01-02,7\n1,NA,2024-01-03,8\n");
        return List.of(
                Fuzzed.of("npy", arrays, opened("x.npy")),
                Fuzzed.of("npz", npz, opened("x.npz")).mendedBy(Checksums::zip),
                Fuzzed.of("npz-member", arrays, (input, scratch) -> {
                    byte[] file = Seeds.zip(true, Map.of("X.npy", input, "y.npy", labels));
                    opened("x.npz").read(file, scratch);
                }),
                Fuzzed.of("npz-labels", List.of(labels, arrays.get(3), u1), (input, scratch) -> {
                    byte[] file = Seeds.zip(false, Map.of("X.npy", u1, "y.npy", input));
                    opened("x.npz").read(file, scratch);
                }),
                Fuzzed.of("idx", idx, opened("x-ubyte")),
                Fuzzed.of("idx-labels", List.of(idx.get(2), idx.get(0)), (input, scratch) -> {
                    Files.write(scratch.resolve("train-labels-idx1-ubyte"), input);
                    opened("train-images-idx3-ubyte").read(idx.getFirst(), scratch);
                }),
                Fuzzed.of("gz", List.of(Seeds.gzip(idx.getFirst()), Seeds.gzip(idx.get(1))), opened("x.gz")),
                Fuzzed.of("gz-content", idx, (input, scratch) -> opened("x.gz").read(Seeds.gzip(input), scratch)),
                Fuzzed.of("csv", tables, opened("x.csv")),
                Fuzzed.of(
                        "csv-gz", tables, (input, scratch) -> opened("x.csv.gz").read(Seeds.gzip(input), scratch)),
                Fuzzed.of(
                                "no-ending",
                                Stream.of(arrays, idx, tables, zips, ImageSeeds.pngs())
                                        .flatMap(List::stream)
                                        .toList(),
                                opened("x"))
                        .withMemory(IMAGE_MEMORY),
                Fuzzed.of("png", ImageSeeds.pngs(), opened("x.png"))
                        .mendedBy(Checksums::png)
                        .withMemory(IMAGE_MEMORY),
                pictures("jpeg", ImageSeeds.jpegs()),
                pictures("bmp", List.of(ImageSeeds.image("bmp", BufferedImage.TYPE_3BYTE_BGR))),
                pictures("gif", List.of(ImageSeeds.image("gif", BufferedImage.TYPE_BYTE_INDEXED))),
                pictures("tiff", ImageSeeds.tiffs()),
                pictures("webp", ImageSeeds.webps()),
                Fuzzed.of("zip", zips, opened("x.zip")).mendedBy(Checksums::zip).withMemory(IMAGE_MEMORY),
                Fuzzed.of("folder", folders(), Readers::folder).withMemory(IMAGE_MEMORY),
                Fuzzed.of("item", Seeds.texts(":0", ":1", ":2", ":99", "", ":x"), (input, scratch) -> {
                    Path file = Files.write(scratch.resolve("x.csv"), tables.getFirst());
                    read(Items.open(file + new String(input, UTF_8), DataOptions.of(new Seed(1))));
                }));
    }

    /** Images of a kind without checksums, whose name is an ending too. */
    private static Fuzzed pictures(String name, List<byte[]> seeds) {
        return Fuzzed.of(name, seeds, opened("x." + name)).withMemory(IMAGE_MEMORY);
    }

    /** Opens the input as a file of this name. */
    private static Fuzzed.Call opened(String name) {
        return (input, scratch) -> open(Files.write(scratch.resolve(name), input));
    }

    private static void open(Path path) {
        Source source = Sources.open(path.toString(), DataOptions.of(new Seed(1)));
        DataSummary.of(source);
        read(source.train());
    }

    private static void read(Dataset data) {
        float[] x = new float[data.schema().shape().size()];
        for (int index : new int[] {0, data.size() / 2, data.size() - 1}) {
            data.read(index, x, 0);
            data.name(index);
            data.className(index);
        }
        data.notes();
        data.levels();
    }

    /** Scripts of {@link #folder}. */
    private static List<byte[]> folders() {
        return Seeds.texts(
                "p a/1.png\np b/2.png\nj b/3.jpg\n",
                "p train/x/1.png\np test/x/2.png\np valid/x/2.png\n",
                "p 1.png\nl link.png 1.png\nl up ..\nl loop loop\nd a/b/c\ne empty.png\np .hidden/x.png\n",
                "i train-images-idx3-ubyte\ny train-labels-idx1-ubyte\ni t10k-images-idx3-ubyte\n",
                "t notes.txt\np 1.png\np @eaDir/1.png\np a/.ipynb_checkpoints/1.png\n");
    }

    /** Opens a folder with what each line of the input says: a kind, a path in it, and where a link leads. */
    private static void folder(byte[] script, Path scratch) throws IOException {
        Path root = Files.createDirectory(scratch.resolve("set"));
        List<String> lines = new String(script, UTF_8).lines().limit(100).toList();
        for (String line : lines) {
            String[] words = line.split(" ", 3);
            try {
                Path path = root.resolve(words.length > 1 ? words[1] : "x").normalize();
                boolean inside = path.startsWith(root) && !path.equals(root);
                Path parent = path.getParent();
                if (inside
                        && parent != null
                        && path.toString().length() < 1000
                        && (!Files.exists(parent) || Files.isDirectory(parent))) {
                    make(words[0], path, words.length > 2 ? words[2] : "1.png");
                }
            } catch (InvalidPathException | IOException e) {
                // The folder then lacks it.
            }
        }
        open(root);
    }

    private static void make(String kind, Path path, String target) throws IOException {
        Files.createDirectories(path.getParent());
        switch (kind) {
            case "d" -> Files.createDirectories(path);
            case "l" -> Files.createSymbolicLink(path, Path.of(target));
            case "j" -> Files.write(path, ImageSeeds.JPEG);
            case "i" -> Files.write(path, Seeds.idx(8, Seeds.noise(12), 3, 2, 2));
            case "y" -> Files.write(path, Seeds.idx(8, new byte[] {0, 1, 2}, 3));
            case "e" -> Files.createFile(path);
            case "t" -> Files.writeString(path, "text");
            default -> Files.write(path, ImageSeeds.PNG);
        }
    }
}
