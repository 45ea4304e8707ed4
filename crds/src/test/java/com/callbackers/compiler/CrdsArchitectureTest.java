package com.callbackers.compiler;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The compiler reads resources; it knows neither a cluster's client nor a framework. */
@AnalyzeClasses(
        packages = {"com.callbackers.compiler", "com.callbackers.resources"},
        importOptions = ImportOption.DoNotIncludeTests.class)
class CrdsArchitectureTest {

    @ArchTest
    static final ArchRule KNOWS_NO_CLIENT_AND_NO_FRAMEWORK = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.fabric8.kubernetes.client.dsl..", "org.springframework..", "reactor..", "io.r2dbc..");

    @ArchTest
    static final ArchRule RESOURCES_KNOW_NO_COMPILER = noClasses()
            .that()
            .resideInAPackage("com.callbackers.resources..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "com.callbackers.compiler..", "com.callbackers.route..", "com.callbackers.expression..");

    @ArchTest
    static final ArchRule HAS_NO_CYCLES =
            slices().matching("com.callbackers.(*)..").should().beFreeOfCycles();
}
