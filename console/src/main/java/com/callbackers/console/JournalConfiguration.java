package com.callbackers.console;

import com.callbackers.journal.Callbacks;
import com.callbackers.journal.Deliveries;
import com.callbackers.journal.Replays;
import com.callbackers.journal.RouteVersions;
import io.r2dbc.spi.ConnectionFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The journal and the work queue, as the console uses them. */
@Configuration(proxyBeanMethods = false)
class JournalConfiguration {
}
