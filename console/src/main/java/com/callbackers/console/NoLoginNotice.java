package com.callbackers.console;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/** Where nobody has to log in, whoever reaches the console may do everything: only this machine may, and it is told. */
final class NoLoginNotice implements ApplicationListener<ReactiveWebServerInitializedEvent> {

    private static final Logger log = LoggerFactory.getLogger(NoLoginNotice.class);

    private final boolean loginRequired;

    /** @param address that the console listens on; null: all */
    NoLoginNotice(boolean loginRequired, @Nullable InetAddress address) {
        if (!loginRequired && (address == null || !address.isLoopbackAddress())) {
            throw new IllegalArgumentException(
                    "server.address is %s, where others can reach the console, but nobody has to log in: set callbackers.console.login.issuer, or server.address to 127.0.0.1"
                            .formatted(address == null ? "not set" : address.getHostAddress()));
        }
        this.loginRequired = loginRequired;
    }

    @Override
    public void onApplicationEvent(ReactiveWebServerInitializedEvent event) {
        // the management port has a server of its own
        if (!loginRequired && event.getApplicationContext().getServerNamespace() == null) {
            log.atInfo()
                    .addKeyValue("port", event.getWebServer().getPort())
                    .log("The console asks nobody to log in, so it listens on this machine's own address only");
        }
    }
}
