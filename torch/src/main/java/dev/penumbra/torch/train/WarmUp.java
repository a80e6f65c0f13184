package dev.penumbra.torch.train;

import dev.penumbra.model.Objective;
import dev.penumbra.run.TrainingConfig;

/** How the weight of the KL, or its target, grows at the beginning of training, or of each of its cycles. */
record WarmUp(Objective objective, TrainingConfig training) {
    /**
     * How far it has come, in [0, 1].
     *
     * @param epoch epochs done, with the fraction of the present one
     */
    double at(double epoch) {
        if (objective instanceof Objective.Elbo elbo && elbo.cycles() > 0) {
            // Each cycle grows over its first half and stays over its second (Fu et al. 2019, eq. 6 with R = 0.5).
            double cycle = (double) training.passes() / elbo.cycles();
            return Math.min(1, (epoch % cycle) / (cycle / 2));
        }
        return training.warmup() == 0 ? 1 : Math.min(1, epoch / training.warmup());
    }

    /** The factor of the KL's weight: 1 where it is the target that grows. */
    double klWeight(double epoch) {
        return objective instanceof Objective.Elbo elbo && elbo.capacity() > 0 ? 1 : at(epoch);
    }
}
