package dev.penumbra.torch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Keeps the shape that docs/architecture.md describes: arrows point down only. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.penumbra");

    @Test
    void onlyThePackageOfTensorsKnowsLibTorch() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.penumbra.torch.tensor..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.bytedeco..")
                .check(CLASSES);
    }

    @Test
    void coreNeverDependsOnTraining() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.penumbra.torch..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.penumbra.torch..")
                .check(CLASSES);
    }

    @Test
    void packagesOfTheTrainingModuleDependDownwards() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("dev.penumbra.torch..")
                .layer("experiment")
                .definedBy("dev.penumbra.torch.experiment..")
                .layer("train")
                .definedBy("dev.penumbra.torch.train..")
                .layer("eval")
                .definedBy("dev.penumbra.torch.eval..")
                .layer("step")
                .definedBy("dev.penumbra.torch.step..")
                .layer("objective")
                .definedBy("dev.penumbra.torch.objective..")
                .layer("model")
                .definedBy("dev.penumbra.torch.model..")
                .layer("nn")
                .definedBy("dev.penumbra.torch.nn..")
                .layer("tensor")
                .definedBy("dev.penumbra.torch.tensor..")
                .whereLayer("experiment")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("eval")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("train")
                .mayOnlyBeAccessedByLayers("experiment")
                .whereLayer("step")
                .mayOnlyBeAccessedByLayers("train")
                .whereLayer("objective")
                .mayOnlyBeAccessedByLayers("step", "train")
                .whereLayer("model")
                .mayOnlyBeAccessedByLayers("objective", "step", "train", "eval")
                .whereLayer("nn")
                .mayOnlyBeAccessedByLayers("model", "objective", "step", "train")
                .check(CLASSES);
    }

    @Test
    void packagesOfTheCoreDependDownwards() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("dev.penumbra..")
                .layer("run")
                .definedBy("dev.penumbra.run..")
                .layer("latent")
                .definedBy("dev.penumbra.latent..")
                .layer("codec")
                .definedBy("dev.penumbra.codec..")
                .layer("eval")
                .definedBy("dev.penumbra.eval..")
                .layer("model")
                .definedBy("dev.penumbra.model..")
                .layer("data")
                .definedBy("dev.penumbra.data..")
                .layer("distribution")
                .definedBy("dev.penumbra.distribution..")
                .layer("nn")
                .definedBy("dev.penumbra.nn..")
                .optionalLayer("torch")
                .definedBy("dev.penumbra.torch..")
                .whereLayer("run")
                .mayOnlyBeAccessedByLayers("torch")
                .whereLayer("latent")
                .mayOnlyBeAccessedByLayers("run", "torch")
                .whereLayer("codec")
                .mayOnlyBeAccessedByLayers("run")
                .whereLayer("eval")
                .mayOnlyBeAccessedByLayers("run", "latent", "torch")
                .whereLayer("model")
                .mayOnlyBeAccessedByLayers("run", "latent", "codec", "eval", "torch")
                .whereLayer("data")
                .mayOnlyBeAccessedByLayers("run", "latent", "codec", "eval", "model", "torch")
                .whereLayer("distribution")
                .mayOnlyBeAccessedByLayers("run", "latent", "codec", "eval", "model", "torch")
                .check(CLASSES);
    }

    @Test
    void scoresOfKnownFactorsLieAboveTheOtherNumbers() {
        noClasses()
                .that()
                .resideInAPackage("dev.penumbra.eval")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.penumbra.eval.factors")
                .check(CLASSES);
    }
}
