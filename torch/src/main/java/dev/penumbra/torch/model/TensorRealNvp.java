package dev.penumbra.torch.model;

import dev.penumbra.distribution.RealNvp;
import dev.penumbra.torch.nn.Parameters;
import dev.penumbra.torch.nn.TorchNetwork;
import dev.penumbra.torch.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** {@link RealNvp}; the formulas are those of the exact runtime. */
final class TensorRealNvp implements TensorPrior {
    private final int latent;
    private final Parameters parameters;
    private final List<TorchNetwork> networks = new ArrayList<>();

    TensorRealNvp(int latent, RealNvp flow, Parameters parameters) {
        this.latent = latent;
        this.parameters = parameters;
        flow.networks().forEach((prefix, network) -> networks.add(new TorchNetwork(network, parameters, prefix)));
    }

    @Override
    public Tensor logDensity(Tensor z_RV, Tensor noise_RN) {
        Tensor base_RV = z_RV;
        Tensor logDeterminant_R = z_RV.detach().sum(-1).times(0);
        for (int i = 0; i < networks.size(); i++) {
            RealNvp.Part read = RealNvp.Part.read(i, latent);
            RealNvp.Part changed = RealNvp.Part.changed(i, latent);
            Tensor kept_RP = base_RV.narrow(1, read.from(), read.size());
            Tensor out = networks.get(i).forward(kept_RP);
            Tensor s_RQ = out.narrow(1, changed.size(), changed.size()).tanh().times(parameters.get(RealNvp.scale(i)));
            Tensor moved_RQ = base_RV.narrow(1, changed.from(), changed.size())
                    .times(s_RQ.exp())
                    .plus(out.narrow(1, 0, changed.size()));
            base_RV = read.from() == 0
                    ? Tensor.concatenate(1, kept_RP, moved_RQ)
                    : Tensor.concatenate(1, moved_RQ, kept_RP);
            logDeterminant_R = logDeterminant_R.plus(s_RQ.sum(-1));
        }
        return Gaussians.standard(base_RV).plus(logDeterminant_R);
    }
}
