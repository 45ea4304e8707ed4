package com.callbackers.console;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/** Says at the start who can reach the console, since everybody who can may do everything. */
final class NoLoginNotice implements ApplicationListener<ReactiveWebServerInitializedEvent> {

    private static final Logger log = LoggerFactory.getLogger(NoLoginNotice.class);

    private final ServerProperties server;

    NoLoginNotice(ServerProperties server) {
        this.server = server;
    }

    @Override
    public void onApplicationEvent(ReactiveWebServerInitializedEvent event) {
        // the management port has a server of its own
        if (event.getApplicationContext().getServerNamespace() == null) {
            tell(server.getAddress(), event.getWebServer().getPort());
        }
    }

    private static void tell(@Nullable InetAddress address, int port) {
        if (address != null && address.isLoopbackAddress()) {
            log.atInfo()
                    .addKeyValue("address", address.getHostAddress())
                    .addKeyValue("port", port)
                    .log("The console has no login yet, so it listens on this machine's own address only");
        } else {
            log.atWarn()
                    .addKeyValue("address", address == null ? "any" : address.getHostAddress())
                    .addKeyValue("port", port)
                    .log(
                            "The console has no login yet: whoever reaches this address sees and may replay every callback");
        }
    }
}
