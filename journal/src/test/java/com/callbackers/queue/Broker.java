package com.callbackers.queue;

import com.callbackers.embedded.EmbeddedBroker;
import com.rabbitmq.client.ConnectionFactory;
import java.net.URI;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;

/**
 * Empty queues for a test: on the broker that {@code RABBITMQ_ADDRESSES} names ({@code amqp://user:password@host:port}),
 * else on an embedded one that all tests of this JVM share.
 *
 * <p>Each has a virtual host of its own. A real broker has to be told of them beforehand: {@code RABBITMQ_VIRTUAL_HOSTS}
 * names some, separated by commas; without it, or when it is used up, the queues of {@code /} are emptied.
 */
public final class Broker {

    private final URI address;
    private final String virtualHost;

    private Broker(URI address, String virtualHost) {
        this.address = address;
        this.virtualHost = virtualHost;
    }

    public static Broker fresh() {
        return Shared.BROKERS.fresh();
    }

    /** {@code amqp://user:password@host:port}; the virtual host is not in it. */
    public String addresses() {
        return address.toString();
    }

    public String virtualHost() {
        return virtualHost;
    }

    /** For a Boot application. */
    public Map<String, String> properties() {
        return Map.of("spring.rabbitmq.addresses", addresses(), "spring.rabbitmq.virtual-host", virtualHost);
    }

    /** A new one; the caller destroys it. */
    public CachingConnectionFactory connectionFactory() {
        var connections = new CachingConnectionFactory(address);
        connections.setVirtualHost(virtualHost);
        return connections;
    }

    private interface Brokers {
        Broker fresh();
    }

    private record Embedded(EmbeddedBroker broker) implements Brokers {

        static Embedded start() {
            var broker = EmbeddedBroker.start();
            Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "stop-broker"));
            return new Embedded(broker);
        }

        @Override
        public Broker fresh() {
            var name = UUID.randomUUID().toString();
            broker.addVirtualHost(name);
            return new Broker(broker.uri(), name);
        }
    }

    private record Real(URI address, Iterator<String> virtualHosts) implements Brokers {

        @Override
        public synchronized Broker fresh() {
            var broker = new Broker(address, virtualHosts.hasNext() ? virtualHosts.next() : "/");
            broker.deleteQueues();
            return broker;
        }
    }

    private void deleteQueues() {
        var factory = new ConnectionFactory();
        try {
            factory.setUri(address);
            factory.setVirtualHost(virtualHost);
            try (var connection = factory.newConnection();
                    var channel = connection.createChannel()) {
                for (var work : Work.values()) {
                    channel.queueDelete(work.queue());
                }
                channel.queueDelete(IntakeQueue.QUEUE);
                channel.queueDelete(IntakeQueue.SET_ASIDE);
            }
        } catch (Exception e) {
            throw new IllegalStateException("No broker at " + address.getHost() + ":" + address.getPort(), e);
        }
    }

    /** Started when first asked for. */
    private static final class Shared {

        static final Brokers BROKERS = brokers();

        private static Brokers brokers() {
            var addresses = System.getenv("RABBITMQ_ADDRESSES");
            return addresses == null || addresses.isBlank()
                    ? Embedded.start()
                    : new Real(URI.create(addresses), virtualHosts().iterator());
        }

        private static List<String> virtualHosts() {
            var names = System.getenv("RABBITMQ_VIRTUAL_HOSTS");
            return names == null
                    ? List.of()
                    : Arrays.stream(names.split(",", -1))
                            .map(String::strip)
                            .filter(name -> !name.isEmpty())
                            .toList();
        }
    }
}
