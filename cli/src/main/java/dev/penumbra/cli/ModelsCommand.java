package dev.penumbra.cli;

import dev.penumbra.distribution.Likelihoods;
import dev.penumbra.run.Networks;
import dev.penumbra.run.Objectives;
import dev.penumbra.run.Offer;
import dev.penumbra.run.Posteriors;
import dev.penumbra.run.Priors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What models can be made of. */
@Command(name = "models", description = "List what models can be made of: every piece goes with every other.")
final class ModelsCommand implements Runnable {
    @Mixin
    Console console = new Console();

    @Override
    public void run() {
        SequencedMap<String, List<Offer>> all = all();
        all.forEach((kind, offers) -> {
            console.result("--" + kind);
            offers.forEach(
                    o -> console.result(String.format("  %-28s %s  (%s)", o.usage(), o.description(), o.page())));
        });
        console.resultJson(all);
    }

    /** By the option that takes them. */
    private static SequencedMap<String, List<Offer>> all() {
        SequencedMap<String, List<Offer>> all = new LinkedHashMap<>();
        all.put("model", Networks.KINDS);
        all.put(
                "likelihood",
                Likelihoods.descriptions().entrySet().stream()
                        .map(e -> new Offer(e.getKey(), e.getKey(), e.getValue(), "docs/likelihoods.md"))
                        .toList());
        all.put("posterior", Posteriors.ALL);
        all.put("prior", Priors.ALL);
        all.put("objective", Objectives.ALL);
        all.put("encoder", Networks.TEXTS);
        return all;
    }
}
