package com.callbackers.localkube;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Its parts build on each other one way; only the server knows HTTP, only the store knows files. */
@AnalyzeClasses(packages = "com.callbackers.localkube", importOptions = ImportOption.DoNotIncludeTests.class)
class LocalKubeArchitectureTest {

    @ArchTest
    static final ArchRule ONLY_THE_SERVER_KNOWS_HTTP = noClasses()
            .that()
            .resideOutsideOfPackage("com.callbackers.localkube.http")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.netty..");

    @ArchTest
    static final ArchRule ONLY_THE_STORE_KNOWS_FILES = noClasses()
            .that()
            .resideOutsideOfPackages("com.callbackers.localkube", "com.callbackers.localkube.store")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.nio.file..", "java.nio.channels..");

    @ArchTest
    static final ArchRule KNOWS_NO_OTHER_MODULE = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "com.callbackers.localkube..",
                    "com.fasterxml.jackson..",
                    "com.google..",
                    "dev.cel..",
                    "io.fabric8.zjsonpatch..",
                    "io.vertx..",
                    "org.jspecify.annotations..",
                    "org.slf4j..",
                    "org.snakeyaml.engine..");

    @ArchTest
    static final ArchRule HAS_NO_CYCLES =
            slices().matching("com.callbackers.localkube.(*)..").should().beFreeOfCycles();
}
