package com.callbackers.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "com.callbackers.worker", importOptions = DoNotIncludeTests.class)
class LayersTest {

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("com.callbackers.worker.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule PARTS_DO_NOT_KNOW_THE_APPLICATION = noClasses()
            .that()
            .resideInAPackage("com.callbackers.worker.*")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.callbackers.worker");

    @ArchTest
    static final ArchRule KUBERNETES_STAYS_WITH_THE_ROUTES = noClasses()
            .that()
            .resideOutsideOfPackage("com.callbackers.worker.routes")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.fabric8..", "com.callbackers.resources..");
}
