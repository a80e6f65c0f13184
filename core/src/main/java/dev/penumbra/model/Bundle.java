package dev.penumbra.model;

import dev.penumbra.AtomicFiles;
import dev.penumbra.InputException;
import dev.penumbra.Json;
import dev.penumbra.nn.Parameter;
import dev.penumbra.nn.Safetensors;
import dev.penumbra.nn.Weights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/**
 * A trained model as one file holds it, {@code name.penumbra}: a zip of {@code manifest.json}, {@code weights.safetensors} and
 * {@code card.md}. Nothing in it is executable. The same bundle gives the same bytes.
 *
 * @param model      the model
 * @param metrics    numbers about it, by name
 * @param provenance where it comes from: data, seed, versions
 */
public record Bundle(Model model, Map<String, Object> metrics, Map<String, Object> provenance) {
    /** The largest file that is read or written, in bytes. */
    public static final int MAX_BYTES = 1 << 30;

    private static final String MANIFEST = "manifest.json";
    private static final String WEIGHTS = "weights.safetensors";
    private static final String CARD = "card.md";

    /**
     * Writes a bundle. {@code file} is as before or whole whenever the program stops.
     *
     * @param metrics    values that JSON can hold
     * @param provenance values that JSON can hold
     * @throws IllegalArgumentException where a weight is not finite, is not one of the model's, or all are more than a file
     *                                  can hold
     * @throws InputException           where the file cannot be written
     */
    public static void write(Path file, Model model, Map<String, Object> metrics, Map<String, Object> provenance) {
        List<String> faults = faults(model.spec(), model.weights());
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("a bundle cannot hold " + faults.getFirst());
        }
        if (4 * model.weights().size() > MAX_BYTES) {
            throw new IllegalArgumentException("a bundle holds at most " + MAX_BYTES + " bytes, the weights have "
                    + 4 * model.weights().size());
        }
        byte[] weights = Safetensors.write(model.weights());
        Manifest manifest = new Manifest(
                Manifest.VERSION, model.spec(), metrics, provenance, Weights.sha256(weights));
        SequencedMap<String, byte[]> entries = new LinkedHashMap<>();
        entries.put(MANIFEST, Json.write(manifest));
        entries.put(WEIGHTS, weights);
        entries.put(CARD, ModelCard.of(manifest).getBytes(StandardCharsets.UTF_8));
        AtomicFiles.write(file, out -> out.write(StoredZip.write(entries)));
    }

    /**
     * Reads a bundle. All of it is checked before any of it is used.
     *
     * @throws InputException where the file cannot be read, or is not a whole and consistent bundle of a known version
     */
    public static Bundle read(Path file) {
        Map<String, byte[]> entries;
        try {
            entries = StoredZip.read(file, List.of(MANIFEST, WEIGHTS, CARD), MAX_BYTES);
        } catch (IOException e) {
            throw new InputException(
                    "The model file cannot be read.",
                    "a readable file",
                    AtomicFiles.reason(e),
                    file.toString(),
                    "check its permissions and the disk",
                    e);
        }
        byte[] bytes = Objects.requireNonNull(entries.get(WEIGHTS));
        Manifest manifest = Manifest.read(Objects.requireNonNull(entries.get(MANIFEST)), file + ", " + MANIFEST);
        String sha = Weights.sha256(bytes);
        if (!sha.equals(manifest.weightsSha256())) {
            throw broken("The weights are not those of the manifest.", manifest.weightsSha256(), sha, file);
        }
        Weights weights = Safetensors.read(bytes, file + ", " + WEIGHTS);
        List<String> faults = faults(manifest.model(), weights);
        if (!faults.isEmpty()) {
            throw broken("The weights do not fit the model.", "those of the manifest", faults.getFirst(), file);
        }
        return new Bundle(new Model(manifest.model(), weights), manifest.metrics(), manifest.provenance());
    }

    /** What of {@code weights} the model does not have, or is not finite: the first such, or nothing. */
    private static List<String> faults(ModelSpec spec, Weights weights) {
        List<Parameter> parameters = spec.parameters();
        for (Parameter p : parameters) {
            Weights.Values tensor = weights.tensors().get(p.name());
            if (tensor == null || !tensor.dims().equals(p.dims())) {
                return List.of(p.name() + " as " + (tensor == null ? "nothing" : tensor.dims()) + ", not " + p.dims());
            }
            for (int i = 0; i < tensor.values().length; i++) {
                if (!Float.isFinite(tensor.values()[i])) {
                    return List.of(p.name() + " with " + tensor.values()[i] + " at position " + i);
                }
            }
        }
        return parameters.size() == weights.tensors().size()
                ? List.of()
                : List.of(weights.tensors().size() + " tensors for the model's " + parameters.size());
    }

    private static InputException broken(String what, String expected, String received, Path file) {
        return new InputException(
                what, expected, received, file + ", " + WEIGHTS, "get the file again from where it was made");
    }
}
