package dev.penumbra.run;

import dev.penumbra.Json;

/**
 * Where a run came from, as written to {@code provenance.json}.
 *
 * @param penumbra version of this program
 * @param java     version and vendor of the Java that ran it
 * @param system   operating system and architecture
 * @param engine   version and set-up of the training engine
 * @param device   where the tensors lay
 * @param threads  of the training engine
 * @param started  instant, ISO 8601, UTC
 * @param examples training, validation and test examples
 */
public record Provenance(
        String penumbra,
        String java,
        String system,
        String engine,
        String device,
        int threads,
        String started,
        Examples examples) {
    /** What {@code provenance.json} says. */
    public static Provenance read(RunDirectory run) {
        return Json.read(
                RunDirectory.read(run.provenance()),
                Provenance.class,
                run.provenance().toString());
    }

    /** The version of this program, from its jar; "development" when it does not run from one. */
    public static String version() {
        String version = Provenance.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /** How many examples each split has. */
    public record Examples(int train, int validation, int test) {}
}
