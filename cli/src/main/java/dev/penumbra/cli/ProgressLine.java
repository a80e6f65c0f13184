package dev.penumbra.cli;

import dev.penumbra.model.Loss;
import dev.penumbra.run.Metrics;
import dev.penumbra.run.Provenance;
import dev.penumbra.run.TrainingConfig;
import dev.penumbra.torch.train.TrainingEvent;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** Shows how training goes: one line that is written over on a terminal, one line an epoch. */
final class ProgressLine implements Consumer<TrainingEvent> {
    private static final long REFRESH_NANOS = 100_000_000L;
    private static final int BAR = 20;

    /** Lines of epochs on the way, at most about so many: of 500 epochs every tenth is shown. */
    private static final int MOST_LINES = 50;

    private final Console console;
    private final String title;
    private Loss loss = new Loss.Nats(1);
    private TrainingConfig training = TrainingConfig.DEFAULT;
    private int best;
    private int epochs;
    private int batch;
    private long firstStep;
    private long steps;
    private long started;
    private long lastShown;

    /**
     * A line for one run.
     *
     * @param title what the run is, where there are several; else empty
     */
    ProgressLine(Console console, String title) {
        this.console = console;
        this.title = title.isEmpty() ? "" : title + "  ";
    }

    @Override
    public void accept(TrainingEvent event) {
        switch (event) {
            case TrainingEvent.Opened opened -> console.notes(opened.notes());
            case TrainingEvent.Started start -> {
                loss = start.config().loss();
                training = start.config().training();
                epochs = training.passes();
                batch = training.batch();
                firstStep = start.step();
                steps = start.steps();
                started = System.nanoTime();
                Provenance provenance = start.provenance();
                console.say(title + "training on " + provenance.device() + ", " + provenance.engine());
                if (firstStep > 0) {
                    console.say(title + "going on after step " + firstStep + " of " + steps);
                }
                start.notes().forEach(note -> console.say(title + "note: " + note));
            }
            case TrainingEvent.StepDone done -> {
                long now = System.nanoTime();
                if (console.isTerminal() && now - lastShown > REFRESH_NANOS) {
                    lastShown = now;
                    console.overwrite(running(done.metrics(), now));
                }
            }
            case TrainingEvent.EpochDone done -> {
                if (done.best()) {
                    best = done.metrics().epoch();
                }
                int every = Math.ceilDiv(epochs, MOST_LINES);
                if (done.metrics().epoch() % every == 0 || done.metrics().epoch() == epochs) {
                    console.clearLine();
                    console.say(epoch(done.metrics(), done.best()));
                }
            }
            case TrainingEvent.SafePoint point -> {}
            case TrainingEvent.Ended ended -> {
                console.clearLine();
                if (ended.outcome() == TrainingEvent.Outcome.STOPPED_EARLY) {
                    console.say(
                            title + "stopped early: the validation loss no longer falls; the best weights are kept");
                } else if (ended.outcome() == TrainingEvent.Outcome.FINISHED
                        && training.patience() > 0
                        && best > 0
                        && best < epochs) {
                    console.say(title + "the weights of epoch " + best + " are kept: the lowest validation loss");
                }
            }
        }
    }

    private String running(Metrics.Step step, long now) {
        double seconds = (now - started) / 1e9;
        long done = step.step() - firstStep;
        double share = (double) step.step() / steps;
        int filled = (int) (share * BAR);
        return String.format(
                Locale.ROOT,
                "%sepoch %d/%d %s%s %3.0f%%  %s  %,.0f examples/s  %s left",
                title,
                step.epoch(),
                epochs,
                "█".repeat(filled),
                "░".repeat(BAR - filled),
                100 * share,
                terms(step.train(), step.klWeight()),
                done * batch / seconds,
                time(seconds / done * (steps - step.step())));
    }

    private String epoch(Metrics.Epoch epoch, boolean best) {
        Metrics.Terms validation = epoch.validation();
        double remaining =
                (System.nanoTime() - started) / 1e9 / Math.max(1, epoch.step() - firstStep) * (steps - epoch.step());
        return String.format(
                Locale.ROOT,
                "%sepoch %d/%d  train %s%s  %,.0f examples/s%s",
                title,
                epoch.epoch(),
                epochs,
                terms(epoch.train(), epoch.epoch() > training.warmup() ? loss.klWeight() : Double.NaN),
                validation == null ? "" : "  validation loss " + number(validation.loss()) + (best ? " *" : ""),
                epoch.examplesPerSecond(),
                epoch.epoch() == epochs ? "" : "  " + time(remaining) + " left");
    }

    /**
     * The loss and its parts at its scale, each with its weight where that is not 1.
     *
     * @param klWeight in force; NaN where it changed on the way
     */
    private String terms(Metrics.Terms terms, double klWeight) {
        Double logLikelihood = terms.logLikelihood();
        String reconstruction = switch (loss) {
            case Loss.Lecture lecture -> "mse " + number(terms.mse()) + weight(lecture.reconstruction());
            case Loss.Nats nats ->
                logLikelihood == null ? "mse " + number(terms.mse()) : "-log p(x|z) " + number(-logLikelihood);
        };
        Double kl = terms.kl();
        Double penalty = terms.penalty();
        return "loss " + number(terms.loss()) + " (" + reconstruction
                + (kl == null ? "" : ", KL " + number(kl) + weight(klWeight))
                + (penalty == null ? "" : ", penalty " + number(penalty)) + ")";
    }

    private static String weight(double weight) {
        return weight == 1 || Double.isNaN(weight) ? "" : " x " + plain(weight);
    }

    /** A weight as it is written: not more digits than it has. */
    private static String plain(double weight) {
        return weight == Math.rint(weight) && Math.abs(weight) < 1e6
                ? String.valueOf((long) weight)
                : String.format(Locale.ROOT, "%.4g", weight).replaceFirst("\\.?0+(e|$)", "$1");
    }

    /** Four significant digits. */
    static String number(double value) {
        double size = Math.abs(value);
        if (size >= 1e6 || (size < 1e-3 && size > 0)) {
            return String.format(Locale.ROOT, "%.3e", value);
        }
        int decimals = size >= 100 ? 2 : size >= 10 ? 3 : 4;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    static String time(double seconds) {
        Duration d = Duration.ofSeconds(Math.max(0, Math.round(seconds)));
        return d.toHours() > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", d.toHours(), d.toMinutesPart(), d.toSecondsPart())
                : String.format(Locale.ROOT, "%02d:%02d", d.toMinutesPart(), d.toSecondsPart());
    }
}
