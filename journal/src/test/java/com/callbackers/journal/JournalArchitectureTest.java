package com.callbackers.journal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Rows and messages are two things: neither side knows the other. */
@AnalyzeClasses(
        packages = {"com.callbackers.journal", "com.callbackers.queue"},
        importOptions = ImportOption.DoNotIncludeTests.class)
class JournalArchitectureTest {

    @ArchTest
    static final ArchRule ROWS_KNOW_NO_MESSAGES = noClasses()
            .that()
            .resideInAPackage("com.callbackers.journal..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.callbackers.queue..", "org.springframework.amqp..", "com.rabbitmq..");

    @ArchTest
    static final ArchRule MESSAGES_KNOW_NO_ROWS = noClasses()
            .that()
            .resideInAPackage("com.callbackers.queue..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.callbackers.journal..", "io.r2dbc..");
}
