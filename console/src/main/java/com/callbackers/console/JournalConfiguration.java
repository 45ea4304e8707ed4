package com.callbackers.console;

import org.springframework.context.annotation.Configuration;

/** The journal and the work queue, as the console uses them. */
@Configuration(proxyBeanMethods = false)
class JournalConfiguration {}
