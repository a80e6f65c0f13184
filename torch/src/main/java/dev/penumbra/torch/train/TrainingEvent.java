package dev.penumbra.torch.train;

import dev.penumbra.model.ModelSpec;
import dev.penumbra.run.Metrics;
import dev.penumbra.run.Provenance;
import dev.penumbra.run.RunConfig;
import java.util.List;
import java.util.function.Supplier;

/** What happens in training, in order; delivered in the training thread, which waits for the listener. */
public sealed interface TrainingEvent {
    /**
     * The data is open; whether it fits the configuration is not yet known.
     *
     * @param notes what was understood of its files, as {@link dev.penumbra.data.Dataset#notes} has it
     */
    record Opened(List<String> notes) implements TrainingEvent {}

    /**
     * Training is about to do its first step.
     *
     * @param step  steps done before, by an interrupted run
     * @param steps in all
     * @param notes what differs from the run as it began, where it goes on: whole sentences for the user
     */
    record Started(RunConfig config, ModelSpec spec, Provenance provenance, long step, long steps, List<String> notes)
            implements TrainingEvent {}

    /** A step is done. */
    record StepDone(Metrics.Step metrics) implements TrainingEvent {}

    /**
     * An epoch is done and validated.
     *
     * @param best whether its validation loss is the lowest so far
     */
    record EpochDone(Metrics.Epoch metrics, boolean best) implements TrainingEvent {}

    /**
     * Training stands between two steps and can be saved: comes after each step, and after the epoch's end where there is one.
     *
     * @param step  steps done
     * @param last  no step follows in this process
     * @param state copies the state when asked
     */
    record SafePoint(long step, boolean last, Supplier<TrainingState> state) implements TrainingEvent {}

    /** Training ended. */
    record Ended(Outcome outcome, long step) implements TrainingEvent {}

    /** Why training ended. */
    enum Outcome {
        /** All epochs are done. */
        FINISHED,
        /** The validation loss had not fallen for as many epochs as patience allows. */
        STOPPED_EARLY,
        /** It was asked to stop, and can be resumed. */
        INTERRUPTED
    }
}
