package dev.penumbra.torch.model;

import dev.penumbra.model.VaeSpec;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.nn.TorchNetwork;
import dev.penumbra.torch.tensor.Tensor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A {@link VaeSpec}'s model as tensors. */
final class TensorVae implements TensorModel {
    private final VaeSpec spec;
    private final Parameters parameters;
    private final TorchNetwork encoder;
    private final TorchNetwork decoder;
    private final TensorPosterior posterior;
    private final TensorPrior prior;

    TensorVae(VaeSpec spec, Parameters parameters) {
        this.spec = spec;
        this.parameters = parameters;
        this.encoder = new TorchNetwork(spec.encoder(), parameters, VaeSpec.ENCODER);
        this.decoder = new TorchNetwork(spec.decoder(), parameters, VaeSpec.DECODER);
        this.posterior = TensorPosterior.of(spec.posterior(), spec.latent(), parameters);
        this.prior = TensorPrior.of(spec.prior(), spec.latent(), parameters, encoder::forward);
    }

    @Override
    public Encoded encode(Tensor x_BD, @Nullable Tensor class_BC) {
        return posterior.describe(code(x_BD, class_BC));
    }

    @Override
    public Draw draw(Tensor x_BD, @Nullable Tensor class_BC, Tensor noise_RN, int k) {
        Tensor code_BE = code(x_BD, class_BC);
        Tensor x_RD = x_BD.repeatRows(k);
        Tensor class_RC = class_BC == null ? null : class_BC.repeatRows(k);
        TensorPosterior.Sample sample = posterior.sample(code_BE.repeatRows(k), noise_RN.narrow(1, 0, spec.latent()));
        Tensor z_RV = sample.z_RV();
        Tensor out_RO = decode(z_RV, class_RC);
        Supplier<Tensor> logPrior_R = () -> logPrior(z_RV, noise_RN);
        return new Draw(
                () -> posterior.describe(code_BE),
                x_RD,
                class_RC,
                z_RV,
                out_RO,
                logLikelihood(x_RD, out_RO),
                sample.logDensity_R(),
                logPrior_R,
                sample.stopped_R(),
                kl(sample, logPrior_R),
                sample.penalty_R());
    }

    private @Nullable Supplier<Tensor> kl(TensorPosterior.Sample sample, Supplier<Tensor> logPrior_R) {
        if (!spec.isVariational()) {
            return null;
        }
        if (sample.kl_RG() != null && spec.prior().equals(spec.posterior().defaultPrior())) {
            return sample.kl_RG();
        }
        return () -> sample.logDensity_R().get().minus(logPrior_R.get()).reshape(-1, 1);
    }

    private Tensor code(Tensor x_BD, @Nullable Tensor class_BC) {
        return encoder.forward(Labels.join(x_BD, class_BC, spec.encoder().input()));
    }

    @Override
    public Tensor decode(Tensor z_RV, @Nullable Tensor class_RC) {
        return decoder.forward(Labels.join(z_RV, class_RC, spec.decoder().input()));
    }

    @Override
    public Tensor logJoint(Tensor x_RD, @Nullable Tensor class_RC, Tensor z_RV, Tensor noise_RN) {
        return logLikelihood(x_RD, decode(z_RV, class_RC)).plus(logPrior(z_RV, noise_RN));
    }

    private Tensor logPrior(Tensor z_RV, Tensor noise_RN) {
        return prior.logDensity(
                z_RV, noise_RN.narrow(1, spec.latent(), spec.prior().noise()));
    }

    private Tensor logLikelihood(Tensor x_RD, Tensor out_RO) {
        return TensorLikelihood.logDensity(spec.likelihood(), parameters, x_RD, out_RO);
    }
}
