package com.callbackers.console;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "com.callbackers", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesDoNotDependOnEachOtherInCircles =
            slices().matching("com.callbackers.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule othersSeeTheApplicationOnly = classes()
            .that()
            .resideInAPackage("com.callbackers.console")
            .and()
            .arePublic()
            .should()
            .be(ConsoleApplication.class);

    @ArchTest
    static final ArchRule onlyTheLoginKnowsHowUsersLogIn = noClasses()
            .that()
            .resideOutsideOfPackage("com.callbackers.console.login..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework.security..");

    @ArchTest
    static final ArchRule onlyTheirPackageKnowsWhereRoutesAre = noClasses()
            .that()
            .resideInAPackage("com.callbackers.console..")
            .and()
            .resideOutsideOfPackage("com.callbackers.console.resources..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.fabric8..");

    @ArchTest
    static final ArchRule noAppDependsOnAnother = noClasses()
            .that()
            .resideInAPackage("com.callbackers.console..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.callbackers.edge..", "com.callbackers.worker..", "com.callbackers.standalone..");

    @ArchTest
    static final ArchRule coreIsFreeOfFrameworks = noClasses()
            .that()
            .resideInAnyPackage(
                    "com.callbackers.callback..",
                    "com.callbackers.route..",
                    "com.callbackers.delivery..",
                    "com.callbackers.expression..",
                    "com.callbackers.signature..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "reactor..", "io.r2dbc..", "io.fabric8..");
}
