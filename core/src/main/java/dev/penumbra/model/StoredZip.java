package dev.penumbra.model;

import dev.penumbra.InputException;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Zip files with known entries that are stored, not compressed: the same content gives the same bytes with every version of
 * zlib, and no entry can be larger than the file.
 */
final class StoredZip {
    /** A time that a zip can hold; always the same, for the same bytes. */
    private static final LocalDateTime TIMESTAMP = LocalDateTime.of(1980, 2, 1, 0, 0);

    private StoredZip() {}

    /** The bytes of a zip with these entries, in order. */
    static byte[] write(SequencedMap<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> each : entries.entrySet()) {
                ZipEntry entry = new ZipEntry(each.getKey());
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(each.getValue().length);
                entry.setCrc(crc(each.getValue()));
                entry.setTimeLocal(TIMESTAMP);
                zip.putNextEntry(entry);
                zip.write(each.getValue());
            }
        }
        return out.toByteArray();
    }

    /**
     * The entries of a zip, each checked against its checksum.
     *
     * @param names    the entries that it must have, and no others
     * @param maxBytes the largest file that is read
     * @throws InputException where the file is missing, too large, or not such a zip
     */
    static Map<String, byte[]> read(Path file, List<String> names, int maxBytes) throws IOException {
        String where = file.toString();
        if (!Files.isRegularFile(file)) {
            throw new InputException("There is no such file.", "a bundle", "nothing", where, "check the path");
        }
        long length = Files.size(file);
        if (length > maxBytes) {
            throw broken("The file is too large.", "at most " + maxBytes + " bytes", length + " bytes", where);
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Set<String> found = zip.stream().map(ZipEntry::getName).collect(Collectors.toSet());
            if (zip.size() != names.size() || !found.equals(Set.copyOf(names))) {
                String received = zip.size() + " entries: "
                        + found.stream().limit(10).sorted().toList();
                throw broken("The bundle's entries are not those of a bundle.", names.toString(), received, where);
            }
            Map<String, byte[]> entries = new LinkedHashMap<>();
            for (String name : names) {
                entries.put(name, entry(zip, zip.getEntry(name), length, where + ", " + name));
            }
            return entries;
        } catch (ZipException | EOFException e) {
            throw new InputException(
                    "The file is damaged or no bundle.",
                    "a whole zip file",
                    String.valueOf(e.getMessage()),
                    where,
                    "get the file again from where it was made",
                    e);
        }
    }

    private static byte[] entry(ZipFile zip, ZipEntry entry, long fileLength, String where) throws IOException {
        long size = entry.getSize();
        if (entry.getMethod() != ZipEntry.STORED || size != entry.getCompressedSize() || size > fileLength) {
            String received =
                    "method " + entry.getMethod() + ", " + entry.getCompressedSize() + " of " + size + " bytes";
            throw broken("An entry is not stored as it is.", "no compression", received, where);
        }
        byte[] bytes;
        try (InputStream in = zip.getInputStream(entry)) {
            bytes = in.readNBytes((int) size);
        }
        if (bytes.length != size || crc(bytes) != entry.getCrc()) {
            String received = bytes.length + " bytes, CRC " + crc(bytes);
            throw broken("An entry is damaged.", size + " bytes, CRC " + entry.getCrc(), received, where);
        }
        return bytes;
    }

    private static long crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }

    private static InputException broken(String what, String expected, String received, String where) {
        return new InputException(what, expected, received, where, "get the file again from where it was made");
    }
}
