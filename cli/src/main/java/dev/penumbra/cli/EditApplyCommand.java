package dev.penumbra.cli;

import dev.penumbra.InputException;
import dev.penumbra.data.Dataset;
import dev.penumbra.data.Schema;
import dev.penumbra.latent.Condition;
import dev.penumbra.latent.edit.Directions;
import dev.penumbra.latent.edit.Edit;
import dev.penumbra.latent.edit.Edit.Move;
import dev.penumbra.latent.edit.EditChange;
import dev.penumbra.model.Inference;
import dev.penumbra.model.ModelSpec;
import dev.penumbra.report.EditPicture;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Moves one input along learned directions. */
@Command(name = "apply", description = "Change attributes of one input along directions that `edit learn` found.")
final class EditApplyCommand implements Callable<Integer> {
    private static final int MAX_STEPS = 100;

    @Mixin
    ModelParameter model = new ModelParameter();

    @Parameters(index = "1", paramLabel = "IMAGE", description = ItemOptions.DESCRIPTION)
    String image = "";

    @Option(
            names = "--attribute",
            paramLabel = "NAME=STRENGTH",
            required = true,
            split = ",",
            description = "By how many standard deviations it shall change, such as thickness=+2; several with commas.")
    Map<String, Double> strengths = new LinkedHashMap<>();

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Add a strip of so many images, from the opposite strengths to those asked for.")
    int steps;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The picture (default edit.png).")
    Path out = Path.of("edit.png");

    @Option(names = "--label", paramLabel = "CLASS", description = ApplyOptions.LABEL)
    @Nullable
    String label;

    @Mixin
    ItemOptions items = new ItemOptions();

    @Mixin
    Console console = new Console();

    @Override
    public Integer call() {
        if (steps != 0 && (steps < 2 || steps > MAX_STEPS)) {
            throw new InputException(
                    "A strip has a start and an end",
                    "from 2 to " + MAX_STEPS + " images",
                    String.valueOf(steps),
                    "--steps",
                    "try 9");
        }
        Inference all = model.inference();
        Directions directions = Directions.read(EditLearnCommand.file(model), all.model());
        List<Move> moves = strengths.entrySet().stream()
                .map(e -> directions.move(e.getKey(), e.getValue()))
                .toList();
        ModelSpec spec = all.model().spec();
        Schema schema = spec.schema();
        Dataset data = Condition.of(spec, items.open(image, schema, model.table(), console), label);
        items.requireOther(ApplyOptions.ending(out.toAbsolutePath(), ".png"));
        Inference inference = Edit.given(all, data);
        float[] x = new float[schema.shape().size()];
        data.read(0, x, 0);
        Edit edit = Edit.of(inference, x, moves);
        List<EditChange> changes = EditChange.of(schema, directions.directions(), moves, x, edit);
        List<String> warnings = Edit.warnings(inference, x, moves);
        console.result(EditText.of(changes));
        warnings.forEach(warning -> console.result("Warning: " + warning));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("changes", changes);
        json.put("warnings", warnings);
        if (schema.shape().isImage()) {
            float[] strip = steps == 0 ? new float[0] : Edit.strip(inference, x, moves, -1, 1, steps);
            EditPicture.write(out, schema, x, edit, strip);
            console.result("Picture: " + out.toAbsolutePath());
            json.put("picture", out.toAbsolutePath().toString());
        } else {
            json.put("reconstruction", edit.reconstruction());
            json.put("edited", edit.edited());
        }
        console.resultJson(json);
        return 0;
    }
}
