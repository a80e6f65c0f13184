package dev.penumbra.cli;

import dev.penumbra.run.RunConfig.ImageSize;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the size of an image, height x width, such as 28x28. */
final class SizeConverter implements ITypeConverter<ImageSize> {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})x(\\d{1,5})");

    @Override
    public ImageSize convert(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            throw new TypeConversionException("expected HEIGHTxWIDTH such as 28x28, got '" + text + "'");
        }
        return new ImageSize(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2)));
    }
}
