package dev.penumbra.cli;

import dev.penumbra.InputException;
import dev.penumbra.Seed;
import dev.penumbra.data.Dataset;
import dev.penumbra.eval.LikelihoodEstimate;
import dev.penumbra.model.Model;
import dev.penumbra.run.ModelConfig;
import dev.penumbra.run.RunConfig;
import dev.penumbra.torch.eval.ImportanceSampling;
import dev.penumbra.torch.model.TorchInference;
import dev.penumbra.torch.tensor.Device;
import dev.penumbra.torch.tensor.Engine;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether and how {@code evaluate} estimates log p(x). */
final class ImportanceOptions {

    @Option(
            names = "--samples",
            paramLabel = "K",
            description = "Also estimate log p(x), with so many samples of z for each example.")
    @Nullable
    Integer samples;

    @Option(names = "--device", paramLabel = "NAME", description = "Of --samples: auto (default) | cpu | cuda")
    RunConfig.Device device = RunConfig.Device.AUTO;

    @Option(names = "--threads", paramLabel = "N", description = "Of --samples; 0 (default) takes one per core.")
    int threads;

    /** Refuses what cannot be estimated, before any work is done. */
    void check(RunConfig config) {
        if (samples == null) {
            return;
        }
        if (samples < 1 || samples > ImportanceSampling.MAX_SAMPLES) {
            throw new InputException(
                    "The number of samples is out of range",
                    "from 1 to " + ImportanceSampling.MAX_SAMPLES,
                    samples.toString(),
                    "--samples",
                    "5000 is usual");
        }
        if (config.model().kind() == ModelConfig.Kind.AE || !config.loss().definesLikelihood()) {
            throw new InputException(
                    "This model has no p(x) to estimate",
                    "a variational model and a loss with both of its terms",
                    config.model().kind() == ModelConfig.Kind.AE
                            ? "a basic autoencoder"
                            : config.loss().toString(),
                    "--samples",
                    "leave --samples out, or train a VAE with a positive lambda or in nats");
        }
        if (threads < 0 || threads > 4096) {
            throw new InputException(
                    "The number of threads is out of range",
                    "from 0 to 4096",
                    String.valueOf(threads),
                    "--threads",
                    "0 takes one per core");
        }
    }

    /** The estimate; null where none is wanted. */
    @Nullable
    LikelihoodEstimate estimate(Model model, RunConfig config, Dataset data, Console console) {
        if (samples == null) {
            return null;
        }
        Engine.threads(threads);
        try (TorchInference inference = new TorchInference(model, Device.of(device))) {
            Countdown progress = new Countdown(console, "log p(x)", data.size());
            Seed seed = new Seed(config.seed()).named("importance");
            LikelihoodEstimate estimate = ImportanceSampling.of(inference, data, samples, seed, progress::show);
            console.clearLine();
            return estimate;
        }
    }
}
