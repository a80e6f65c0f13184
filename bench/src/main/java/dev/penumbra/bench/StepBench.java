package dev.penumbra.bench;

import dev.penumbra.Json;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.nn.Network;
import dev.penumbra.nn.NetworkSummary;
import dev.penumbra.nn.Parameter;
import dev.penumbra.run.ConfigFile;
import dev.penumbra.run.RunConfig;
import dev.penumbra.torch.train.TrainingEvent;
import dev.penumbra.torch.train.TrainingRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a step of training costs, as a run does it: with reading and shuffling the examples, the noise, the metrics and their file.
 * Epochs that begin in the first seconds are warm-up.
 */
public final class StepBench {
    private static final double WARM_UP_SECONDS = 6;
    private static final double MEASURED_SECONDS = 6;
    private static final int EPOCHS = 1000;

    private final long start = System.nanoTime();
    private final List<Double> seconds = new ArrayList<>();
    private double loss;

    private StepBench() {}

    /** Arguments: a configuration without a validation split, the folder of data sets, the number of threads, the device. */
    public static void main(String[] args) throws IOException {
        RunConfig config = ConfigFile.read(Path.of(args[0]));
        config = config.withData(config.data().withSource(config.data().source(), args[1]))
                .withTraining(config.training().withEpochs(EPOCHS))
                .withDevice(RunConfig.Device.valueOf(args[3].toUpperCase(Locale.ROOT)), Integer.parseInt(args[2]));
        Map<String, Object> result = new StepBench().measure(config);
        System.out.print(new String(Json.writeLine(result), StandardCharsets.UTF_8));
    }

    private Map<String, Object> measure(RunConfig config) throws IOException {
        Path folder = Files.createTempDirectory("penumbra-bench");
        TrainingRun run = TrainingRun.create(config, folder.resolve("run"));
        AtomicReference<ModelSpec> spec = new AtomicReference<>();
        TrainingRun.Result result = run.train(event -> {
            switch (event) {
                case TrainingEvent.Started started -> spec.set(started.spec());
                case TrainingEvent.EpochDone done -> endEpoch(done, run);
                default -> {}
            }
        });
        int examples = result.splits().train().size();
        int batch = config.training().batch();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("parameters", parameters(spec.get()));
        line.put("examples", examples);
        line.put("msPerStep", median(seconds) * 1e3 * batch / examples);
        line.put("secondsPerEpoch", seconds);
        line.put("flops", batch * flops(spec.get()));
        line.put("loss", loss);
        return line;
    }

    private void endEpoch(TrainingEvent.EpochDone done, TrainingRun run) {
        double elapsed = (System.nanoTime() - start) / 1e9;
        double epoch = done.metrics().seconds();
        if (elapsed - epoch >= WARM_UP_SECONDS) {
            seconds.add(epoch);
        }
        loss = done.metrics().train().loss();
        double measured = seconds.stream().mapToDouble(Double::doubleValue).sum();
        if (measured >= MEASURED_SECONDS) {
            run.stop();
        }
    }

    private static long parameters(ModelSpec spec) {
        return spec.parameters().stream()
                .filter(Parameter::trained)
                .mapToLong(Parameter::size)
                .sum();
    }

    /**
     * Floating-point operations of a step for one example: each multiply-add of {@link NetworkSummary} twice, once forward, once
     * for the gradient of the weights, and once for the gradient of the layer's input, which the first layer does not need.
     */
    private static long flops(ModelSpec spec) {
        long multiplyAdds = 0;
        boolean first = true;
        for (Network network : spec.networks().values()) {
            NetworkSummary summary = NetworkSummary.of(network);
            multiplyAdds += 3 * summary.multiplyAdds();
            if (first) {
                multiplyAdds -= summary.rows().getFirst().multiplyAdds();
                first = false;
            }
        }
        return 2 * multiplyAdds;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
