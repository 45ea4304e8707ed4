package com.callbackers.edge;

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
    static final ArchRule noCycles =
            slices().matching("com.callbackers.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule judgesNothing = noClasses()
            .that()
            .resideInAPackage("com.callbackers.edge..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "com.callbackers.route..",
                    "com.callbackers.expression..",
                    "com.callbackers.delivery..",
                    "com.callbackers.signature..");

    @ArchTest
    static final ArchRule showsItsApplicationOnly = classes()
            .that()
            .resideInAPackage("com.callbackers.edge..")
            .and()
            .areTopLevelClasses()
            .and()
            .arePublic()
            .should()
            .haveSimpleName("EdgeApplication");
}
