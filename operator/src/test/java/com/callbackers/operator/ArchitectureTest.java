package com.callbackers.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "com.callbackers.operator", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule HAS_NO_CYCLES =
            slices().matching("com.callbackers.operator.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule KNOWS_NO_SPRING_AND_NO_OTHER_APP = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.springframework..",
                    "com.callbackers.journal..",
                    "com.callbackers.edge..",
                    "com.callbackers.worker..",
                    "com.callbackers.console..",
                    "com.callbackers.localkube..");

    @ArchTest
    static final ArchRule CLAIMS_AND_SETTINGS_KNOW_NO_CLIENT = noClasses()
            .that()
            .resideInAnyPackage("com.callbackers.operator.hosts..", "com.callbackers.operator.exposure..")
            .and()
            .haveSimpleNameNotContaining("Exposing")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.fabric8.kubernetes.client", "io.javaoperatorsdk..");
}
