package dev.penumbra.cli;

import dev.penumbra.data.Dataset;
import dev.penumbra.latent.Condition;
import dev.penumbra.latent.Score;
import dev.penumbra.latent.ScoreMethod;
import dev.penumbra.latent.ScoreTable;
import dev.penumbra.model.Inference;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.nn.Shape;
import dev.penumbra.report.ScorePictures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How little the model expects examples. */
@Command(name = "score", description = "Score examples as anomalies, and show which part of them is responsible.")
final class ScoreCommand implements Callable<Integer> {
    private static final int LISTED = 5;

    @Mixin
    ModelParameter model = new ModelParameter();

    @Parameters(
            index = "1",
            paramLabel = "DATA",
            arity = "0..1",
            description = ItemOptions.DESCRIPTION + " By default the test part of the run.")
    @Nullable
    String data;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            description = "elbo: its negative (default) | nll: -log p(x) by importance sampling | reconstruction: -log"
                    + " p(x|z)")
    ScoreMethod method = ScoreMethod.ELBO;

    @Option(
            names = "--samples",
            paramLabel = "K",
            description = "Draws of q(z|x) for each example (default 10; 100 for nll).")
    @Nullable
    Integer samples;

    @Option(
            names = "--normal",
            paramLabel = "CLASS[,CLASS]",
            split = ",",
            description = "Classes that are normal, all others being anomalies: gives ROC AUC and average precision."
                    + " By default those of the run.")
    List<String> normal = List.of();

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "The highest scores that are shown as images (default 16).")
    int count = 16;

    @Option(names = "--maps", paramLabel = "DIR", description = "Their maps alone, too, as a PNG each.")
    @Nullable
    Path maps;

    @Mixin
    ApplyOptions options = new ApplyOptions();

    @Mixin
    Console console = new Console();

    @Override
    public Integer call() {
        Inference inference = model.inference();
        ModelSpec spec = inference.model().spec();
        ScoredData scored = ScoredData.of(model, data, options.items, spec.schema(), console);
        Dataset examples = scored.examples();
        Dataset labelled = Condition.of(spec, examples, options.label);
        Path out = options.output("scores.csv", ".csv");
        int draws = samples == null ? method.samples : samples;
        scored.notes().forEach(console::say);
        ScoreTable scores = ScoreTable.write(
                out,
                examples,
                normal.isEmpty() ? scored.normal() : new LinkedHashSet<>(normal),
                count,
                each -> Score.forEach(inference, labelled, method, draws, options.items.seed("score"), each));
        List<Path> written = new ArrayList<>(List.of(out));
        Shape shape = spec.schema().shape();
        if (shape.isImage() && !scores.top().isEmpty()) {
            Path picture = out.resolveSibling(out.getFileName().toString().replaceFirst("\\.\\w+$", "") + ".png");
            ScorePictures.write(picture, scores.top(), spec.schema());
            written.add(picture);
            if (maps != null) {
                ScorePictures.writeMaps(maps.toAbsolutePath(), scores.top(), examples);
                written.add(maps.toAbsolutePath());
            }
        }
        console.result(
                text(scores, examples, draws, inference.model().likelihood().support()));
        written.forEach(file -> console.result("Scores: " + file));
        if (data != null) {
            String highest = scores.top().isEmpty() || examples.size() == 1
                    ? data
                    : data + ":" + scores.top().getFirst().index();
            console.say("Next:    penumbra reconstruct " + model.path + " " + highest);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("method", method.toString().toLowerCase(Locale.ROOT));
        json.put("samples", draws);
        json.put("examples", scores.examples());
        json.put("mean", Double.isNaN(scores.mean()) ? null : scores.mean());
        json.put("infinite", scores.infinite());
        ScoreTable.Ranking ranking = scores.ranking();
        json.put("auc", ranking == null ? null : ranking.auc());
        json.put("averagePrecision", ranking == null ? null : ranking.averagePrecision());
        json.put("anomalies", ranking == null ? null : ranking.anomalies());
        json.put("notes", scored.notes());
        json.put("output", written.stream().map(Path::toString).toList());
        console.resultJson(json);
        return 0;
    }

    private String text(ScoreTable scores, Dataset data, int draws, String support) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%,d examples: %s with %,d draws each, mean %s nats",
                scores.examples(),
                method.title,
                draws,
                ProgressLine.number(scores.mean())));
        ScoreTable.Ranking ranking = scores.ranking();
        if (ranking != null) {
            text.append(String.format(
                    Locale.ROOT,
                    "; ROC AUC %s, average precision %s, with %,d anomalies",
                    ProgressLine.number(ranking.auc()),
                    ProgressLine.number(ranking.averagePrecision()),
                    ranking.anomalies()));
        }
        if (scores.infinite() > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    "%n  %,d of infinite score: the model gives them no probability (its likelihood supports %s); the"
                            + " mean is of the others",
                    scores.infinite(),
                    support));
        }
        for (Score score : scores.top().subList(0, Math.min(LISTED, scores.top().size()))) {
            text.append(String.format(
                    "%n  %10s  %s%s",
                    ProgressLine.number(score.score()),
                    data.name(score.index()),
                    data.label(score.index()) < 0 ? "" : "  (class " + data.className(score.index()) + ")"));
        }
        return text.toString();
    }
}
