package com.callbackers;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Core is plain Java: it knows no framework, and its packages build on each other one way. */
@AnalyzeClasses(packages = "com.callbackers", importOptions = ImportOption.DoNotIncludeTests.class)
class CoreArchitectureTest {

    @ArchTest
    static final ArchRule KNOWS_NO_FRAMEWORK = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "javax.crypto..",
                    "com.callbackers..",
                    "com.github.f4b6a3.uuid..",
                    "com.google.common..",
                    "com.google.protobuf..",
                    "com.google.re2j..",
                    "dev.cel..",
                    "org.jspecify.annotations..",
                    "tools.jackson..");

    @ArchTest
    static final ArchRule DOES_NO_IO = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net.http..", "java.nio.channels..", "java.nio.file..", "java.sql..");

    @ArchTest
    static final ArchRule HAS_NO_CYCLES =
            slices().matching("com.callbackers.(*)..").should().beFreeOfCycles();
}
