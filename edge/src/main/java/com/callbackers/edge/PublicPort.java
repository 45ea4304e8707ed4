package com.callbackers.edge;

import io.netty.channel.ChannelOption;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.server.reactive.HttpHandler;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/** The port that senders reach: everything that comes in there is a callback. */
@Configuration(proxyBeanMethods = false)
class PublicPort {

    /** The shortest ones fill 64 KiB then; the sender's pace has the rest wait unread. */
    private static final int REQUESTS_IN_A_READ = 4_096;

    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> publicPort(Intake intake, EdgeSettings settings) {
        return factory -> factory.addServerCustomizers(server -> taken(server, settings, intake));
    }

    @Bean
    Intake intake(Ladder ladder, EdgeSettings settings, Room room, EdgeMetrics metrics) {
        return new Intake(ladder, settings, room, metrics);
    }

    /**
     * Boot asks for one, but the intake takes every request before it: Spring's request parses the target and refuses many
     * that senders really use.
     */
    @Bean
    HttpHandler httpHandler() {
        return (request, response) -> response.setComplete();
    }

    /** Of our own, since the default is shared by all applications of a process and ends with the first of them. */
    @Bean
    ReactorResourceFactory reactorResourceFactory() {
        var resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(false);
        return resources;
    }

    static HttpServer taken(HttpServer server, EdgeSettings settings, Intake intake) {
        return server.option(ChannelOption.SO_BACKLOG, settings.acceptQueue())
                .maxPipelineDepth(REQUESTS_IN_A_READ)
                .doOnChannelInit((observer, channel, remote) -> channel.pipeline()
                        .addBefore(
                                NettyPipeline.HttpTrafficHandler,
                                "senderPace",
                                new SenderPace(
                                        settings.readTimeout(),
                                        settings.idleTimeout(),
                                        settings.bodyLimit().toBytes()))
                        .addBefore(NettyPipeline.HttpTrafficHandler, "intake", intake.handler()));
    }
}
