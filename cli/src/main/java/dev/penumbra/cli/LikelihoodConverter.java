package dev.penumbra.cli;

import dev.penumbra.run.ModelConfig.LikelihoodKind;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a likelihood as it is written in configurations, with hyphens. */
final class LikelihoodConverter implements ITypeConverter<LikelihoodKind> {
    @Override
    public LikelihoodKind convert(String text) {
        for (LikelihoodKind kind : LikelihoodKind.values()) {
            if (kind.name().replace('_', '-').equals(text.toUpperCase(Locale.ROOT))) {
                return kind;
            }
        }
        throw new TypeConversionException("expected bernoulli, gaussian or gaussian-learned, got '" + text + "'");
    }
}
