package com.callbackers.worker;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param migrate whether this worker brings the database to its schema before it begins */
@ConfigurationProperties("callbackers.journal")
record MigrationSettings(@DefaultValue("true") boolean migrate) {}
