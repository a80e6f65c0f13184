package dev.penumbra.run;

import dev.penumbra.Choice;
import dev.penumbra.InputException;
import dev.penumbra.distribution.Prior;
import dev.penumbra.distribution.VaePrior;
import dev.penumbra.nn.Architecture;
import dev.penumbra.nn.Network;
import dev.penumbra.nn.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The prior {@code vae:N}, whose latents have a standard normal prior or, as in {@code vae:N/M}, another VAE as theirs. Its networks
 * are {@code net}, from z to z2, and the mirror of it; a comma within it is written as a plus sign.
 */
final class VaePriors {
    /** That of Burda, Grosse &amp; Salakhutdinov 2016. */
    private static final String NET = "mlp:100+100@tanh";

    private static final int MAX_LEVELS = 16;
    private static final int MAX_LATENT = 1 << 16;

    private VaePriors() {}

    /** The prior of a z of {@code latent} dimensions that {@code choice} describes; {@link InputException} where it does not. */
    static Prior of(Choice choice, int latent) {
        choice.allowing(Choice.UNNAMED, "net");
        String net = choice.settings().getOrDefault("net", NET).replace('+', ',');
        List<Integer> levels = new ArrayList<>();
        for (String level : choice.settings().getOrDefault(Choice.UNNAMED, "").split("/", -1)) {
            levels.add(latent(level.strip(), choice));
        }
        if (levels.size() > MAX_LEVELS) {
            throw wrong("at most " + MAX_LEVELS + " numbers of latents", choice);
        }
        Prior prior = new Prior.Normal();
        for (int i = levels.size() - 1; i >= 0; i--) {
            int below = i == 0 ? latent : levels.get(i - 1);
            Network encoder = Architecture.encoder(net, Shape.of(below), 2 * levels.get(i));
            Network decoder = Architecture.decoder(Architecture.mirror(net), levels.get(i), Shape.of(2 * below));
            prior = new VaePrior(levels.get(i), encoder, decoder, prior);
        }
        return prior;
    }

    private static int latent(String text, Choice choice) {
        int number = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
        if (number < 1 || number > MAX_LATENT) {
            throw wrong(
                    "whole numbers of latents in 1.." + MAX_LATENT + ", one of each level, as in vae:50 or vae:50/20",
                    choice);
        }
        return number;
    }

    private static InputException wrong(String expected, Choice choice) {
        return new InputException(
                "The setting of vae is not valid", expected, choice.text(), choice.where(), "for example vae:50");
    }
}
