package dev.penumbra.torch.model;

import dev.penumbra.distribution.InverseAutoregressiveFlow;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.nn.TorchNetwork;
import dev.penumbra.torch.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** {@link InverseAutoregressiveFlow}; the formulas are those of the exact runtime. */
final class TensorAutoregressiveFlow implements TensorPosterior {
    private final int latent;
    private final int context;
    private final List<TorchNetwork> steps = new ArrayList<>();

    TensorAutoregressiveFlow(int latent, InverseAutoregressiveFlow flow, Parameters parameters) {
        this.latent = latent;
        this.context = flow.context();
        flow.networks().forEach((prefix, network) -> steps.add(new TorchNetwork(network, parameters, prefix)));
    }

    @Override
    public TensorModel.Encoded describe(Tensor code_BE) {
        Path path = path(code_BE, code_BE.narrow(1, 0, latent).detach().times(0));
        return new TensorModel.Encoded(path.z_RV, path.logScale_RV);
    }

    @Override
    public Sample sample(Tensor code_RE, Tensor noise_RV) {
        Path path = path(code_RE, noise_RV);
        return new Sample(
                path.z_RV, () -> Gaussians.standard(noise_RV).minus(path.logScale_RV.sum(-1)), null, null, null);
    }

    private record Path(Tensor z_RV, Tensor logScale_RV) {}

    private Path path(Tensor code_RE, Tensor noise_RV) {
        Tensor logScale_RV = Gaussians.logStd(code_RE.narrow(1, latent, latent));
        Tensor z_RV = code_RE.narrow(1, 0, latent).plus(logScale_RV.exp().times(noise_RV));
        Tensor context_RH = code_RE.narrow(1, 2L * latent, context);
        for (int t = 0; t < steps.size(); t++) {
            if (t > 0) {
                z_RV = z_RV.reversed(1);
                logScale_RV = logScale_RV.reversed(1);
            }
            Tensor out = steps.get(t).forward(Tensor.concatenate(1, z_RV, context_RH));
            Tensor m_RV = out.narrow(1, 0, latent);
            Tensor s_RV = out.narrow(1, latent, latent).plus(InverseAutoregressiveFlow.OPENING);
            z_RV = m_RV.plus(s_RV.sigmoid().times(z_RV.minus(m_RV)));
            logScale_RV = logScale_RV.plus(s_RV.logSigmoid());
        }
        return new Path(z_RV, logScale_RV);
    }
}
