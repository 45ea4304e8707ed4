package com.callbackers.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.callbackers.operator.settings.OperatorSettings;
import com.callbackers.operator.settings.SettingsReader;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.amqp.autoconfigure.RabbitProperties;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcProperties;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/** What the applications make of the variables and files that the chart gives them. */
class SettingsTest {

    /** As CloudNativePG and RabbitMQ's cluster operator write them. */
    private static final Map<String, Map<String, String>> SECRETS = Map.of(
            "callbackers-db-app",
            Map.of(
                    "dbname", "app",
                    "host", "callbackers-db-rw",
                    "password", "of-postgres",
                    "port", "5432",
                    "user", "app-user",
                    "username", "app-user",
                    "uri", "postgresql://app-user:of-postgres@callbackers-db-rw.db:5432/app"),
            "callbackers-mq-default-user",
            Map.of(
                    "connection_string", "amqp://someone:of-rabbitmq@callbackers-mq.db.svc:5672/",
                    "host", "callbackers-mq.db.svc",
                    "password", "of-rabbitmq",
                    "port", "5672",
                    "provider", "rabbitmq",
                    "type", "rabbitmq",
                    "username", "someone"));

    @ParameterizedTest
    @ValueSource(strings = {"edge", "worker", "console"})
    void serversAreFoundByTheSecretsOfTheirOperators(String application) {
        // when
        var started = Application.of(application, Chart.rendered("production"), SECRETS);

        // then
        var database = bound(started, "spring.r2dbc", R2dbcProperties.class);
        assertThat(database.getUrl()).isEqualTo("r2dbc:postgresql://callbackers-db-rw:5432/app?sslMode=require");
        assertThat(database.getUsername()).isEqualTo("app-user");
        assertThat(database.getPassword()).isEqualTo("of-postgres");
        var broker = bound(started, "spring.rabbitmq", RabbitProperties.class);
        assertThat(broker.determineAddresses()).containsExactly("callbackers-mq.db.svc:5672");
        assertThat(broker.determineUsername()).isEqualTo("someone");
        assertThat(broker.determinePassword()).isEqualTo("of-rabbitmq");
        assertThat(broker.determineVirtualHost()).isEqualTo("/");
        assertThat(broker.getSsl().determineEnabled()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"edge", "worker", "console"})
    void serversAreFoundByPlainValues(String application) {
        // when
        var started = Application.of(application, Chart.rendered("wildcard"));

        // then
        var database = bound(started, "spring.r2dbc", R2dbcProperties.class);
        assertThat(database.getUrl()).isEqualTo("r2dbc:postgresql://postgres.example.internal:5432/callbackers");
        assertThat(database.getUsername()).isEqualTo("callbackers");
        assertThat(database.getPassword()).isEqualTo("change-me");
        var broker = bound(started, "spring.rabbitmq", RabbitProperties.class);
        assertThat(broker.determineAddresses()).containsExactly("rabbitmq.example.internal:5671");
        assertThat(broker.determineVirtualHost()).isEqualTo("callbackers");
        assertThat(broker.getSsl().determineEnabled()).isTrue();
    }

    @Test
    void keysOfASecretCanBeOthersAndPlainValuesGoBeforeThem() {
        // given
        var secrets = Map.of(
                "mine",
                Map.of("login", "me", "pw", "secret"),
                "callbackers-mq-default-user",
                Map.of("host", "h", "port", "1", "username", "u", "password", "p"));

        // when
        var started = Application.of(
                "edge",
                Chart.rendered(
                        "gateway",
                        "postgresql.existingSecret=mine",
                        "postgresql.host=db.example.com",
                        "postgresql.port=6432",
                        "postgresql.database=hooks",
                        "postgresql.keys.username=login",
                        "postgresql.keys.password=pw"),
                secrets);

        // then
        var database = bound(started, "spring.r2dbc", R2dbcProperties.class);
        assertThat(database.getUrl()).isEqualTo("r2dbc:postgresql://db.example.com:6432/hooks");
        assertThat(database.getUsername()).isEqualTo("me");
        assertThat(database.getPassword()).isEqualTo("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"edge", "worker", "console"})
    void everySettingThatTheChartMakesIsOneThatTheApplicationHas(String application) {
        // given
        var known = known(application);
        assertThat(known).contains("callbackers." + application + ".queue-type");

        // then
        assertThat(Chart.valueFiles().stream()
                        .map(Chart::rendered)
                        .filter(manifests ->
                                manifests.names().stream().anyMatch(name -> name.endsWith("-" + application)))
                        .flatMap(manifests -> leaves("", Yaml.read(manifests.settings(application))))
                        .filter(name -> name.startsWith("callbackers."))
                        .collect(Collectors.toSet()))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(known).contains(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"edge", "worker", "console"})
    void theApplicationTakesWhatItIsGiven(String application) {
        // given
        var binder = Binder.get(Application.of(application, Chart.rendered("production"), SECRETS)
                .environment());

        // then
        assertThat(settings(application)).isNotEmpty().allSatisfy((prefix, type) -> assertThatCode(
                        () -> binder.bindOrCreate(prefix, Bindable.of(type)))
                .doesNotThrowAnyException());
    }

    @Test
    void theOperatorTakesWhatEachFileOfValuesGivesIt() {
        assertThat(Chart.valueFiles()).isNotEmpty().allSatisfy(values -> assertThat(
                        operator(Chart.rendered(values)).baseDomain())
                .isNotBlank());
    }

    @Test
    void theOperatorHearsOfHostsAndHowTheyAreExposed() {
        // when
        var production = operator(Chart.rendered("production"));
        var gateway = operator(Chart.rendered("gateway"));

        // then
        assertThat(production.baseDomain()).isEqualTo("hooks.example.com");
        assertThat(production.namespace()).isEqualTo(Chart.NAMESPACE);
        assertThat(production.workerSelector()).contains("app.kubernetes.io/component=worker");
        assertThat(gateway.exposure().mode()).isEqualTo(OperatorSettings.Mode.HTTP_ROUTE);
        assertThat(gateway.exposure().parents()).isNotEmpty();
    }

    private static OperatorSettings operator(Manifests manifests) {
        return SettingsReader.read(manifests.settings("operator"), Chart.NAMESPACE);
    }

    @Test
    void everyVariableIsOneThatSomebodyReads() {
        // given
        var ours = Set.of(
                "POSTGRES_HOST",
                "POSTGRES_PORT",
                "POSTGRES_DATABASE",
                "RABBITMQ_HOST",
                "RABBITMQ_PORT", // in the others
                "RABBITMQ_MANAGEMENT_URL", // KEDA
                "POD_NAME",
                "POD_NAMESPACE",
                "POD_UID",
                "CALLBACKERS_CONFIG",
                "CALLBACKERS_CONSOLE_LOGIN_CLIENTSECRET",
                "SPRING_CONFIG_ADDITIONALLOCATION");
        var springs = known(R2dbcProperties.class, "spring.r2dbc", RabbitProperties.class, "spring.rabbitmq");

        // then
        assertThat(Stream.of("edge", "worker", "operator", "console")
                        .flatMap(it -> Stream.of("production", "wildcard")
                                .flatMap(values -> Chart.rendered(values).container(it).getEnv().stream()))
                        .map(EnvVar::getName)
                        .filter(name -> !ours.contains(name)))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(springs).contains(name));
    }

    @Test
    void theEdgeHearsOfProxiesAndTheKindOfQueue() {
        // when
        var edge = Application.of("edge", Chart.rendered("production"), SECRETS).environment();

        // then
        assertThat(edge.getProperty("callbackers.edge.trusted-proxies[0]")).isEqualTo("10.0.0.0/8");
        assertThat(edge.getProperty("callbackers.edge.queue-type")).isEqualTo("quorum");
    }

    @Test
    void theWorkerReadsItsRoutesFromKubernetes() {
        // when
        var worker = Application.of("worker", Chart.rendered("production"), SECRETS);

        // then
        assertThat(worker.environment().getProperty("callbackers.base-domain")).isEqualTo("hooks.example.com");
        assertThat(worker.environment().getProperty("callbackers.routes.source"))
                .isEqualTo("kubernetes");
        assertThat(worker.variables()).containsKeys("POD_NAME", "POD_NAMESPACE", "POD_UID");
    }

    @Test
    void whatUsersSetGoesBeforeWhatTheChartMakes() {
        // when
        var worker = Application.of(
                        "worker",
                        Chart.rendered(
                                "production",
                                "worker.settings.callbackers.worker.drain=5s",
                                "worker.settings.callbackers.worker.queue-type=classic"),
                        SECRETS)
                .environment();

        // then
        assertThat(worker.getProperty("callbackers.worker.drain", Duration.class))
                .isEqualTo(Duration.ofSeconds(5));
        assertThat(worker.getProperty("callbackers.worker.queue-type")).isEqualTo("classic");
        assertThat(worker.getProperty("callbackers.routes.source")).isEqualTo("kubernetes");
    }

    @Test
    void theConsoleIsReachedByPortForwardOnlyUntilItsServiceIsTurnedOn() {
        // when
        var closed =
                Application.of("console", Chart.rendered("production"), SECRETS).environment();
        var open = Application.of("console", Chart.rendered("wildcard")).environment();

        // then
        assertThat(closed.getProperty("server.address")).isEqualTo("127.0.0.1");
        assertThat(closed.getProperty("management.server.address")).isEqualTo("0.0.0.0");
        assertThat(open.getProperty("server.address")).isEqualTo("0.0.0.0");
        assertThat(Binder.get(open)
                        .bind("callbackers.console.allowed-hosts", Bindable.listOf(String.class))
                        .get())
                .contains("localhost", "callbackers-console", "callbackers-console.example.internal");
    }

    @Test
    void theConsolesLoginIsAsTheValuesSay() {
        // when
        var console = Application.of(
                        "console",
                        Chart.rendered("wildcard"),
                        Map.of("callbackers-console", Map.of("client-secret", "of-the-client")))
                .environment();

        // then
        assertThat(console.getProperty("callbackers.console.url"))
                .isEqualTo("https://callbackers-console.example.internal");
        assertThat(console.getProperty("callbackers.console.login.issuer"))
                .isEqualTo("https://id.example.internal/realms/staff");
        assertThat(Binder.get(console)
                        .bind("callbackers.console.login.client-secret", String.class)
                        .get())
                .isEqualTo("of-the-client");
        assertThat(console.getProperty("callbackers.console.login.user-claim")).isEqualTo("email");
        assertThat(console.getProperty("callbackers.console.login.grants[0].namespaces[0]"))
                .isEqualTo("*");
        assertThat(console.getProperty("callbackers.console.login.grants[1].users[0]"))
                .isEqualTo("kim@example.com");
    }

    private static <T> T bound(Application application, String prefix, Class<T> type) {
        return Binder.get(application.environment()).bind(prefix, type).get();
    }

    /** The names of all that an application of ours can be set. */
    private static Set<String> known(String application) {
        var names = new HashSet<String>();
        settings(application).forEach((prefix, type) -> names(prefix, type).forEach(names::add));
        return names;
    }

    /** The records that an application's settings are read into, by their prefixes. */
    private static Map<String, Class<?>> settings(String application) {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        var settings = new TreeMap<String, Class<?>>();
        for (var found : scanner.findCandidateComponents("com.callbackers." + application)) {
            var type = ClassUtils.resolveClassName(
                    String.valueOf(found.getBeanClassName()), SettingsTest.class.getClassLoader());
            settings.put(type.getAnnotation(ConfigurationProperties.class).value(), type);
        }
        return settings;
    }

    private static Stream<String> names(String prefix, Class<?> type) {
        return Arrays.stream(type.getRecordComponents()).flatMap(component -> {
            var name = prefix + "." + dashed(component);
            return component.getType().isRecord()
                            && component.getType().getName().startsWith("com.callbackers")
                            && (component.getType().getEnclosingClass() != null
                                    || component.getType().getSimpleName().endsWith("Settings"))
                    ? names(name, component.getType())
                    : Stream.of(name);
        });
    }

    private static String dashed(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /** The variables that beans of Spring Boot are set by. */
    private static Set<String> known(Class<?> first, String firstPrefix, Class<?> second, String secondPrefix) {
        return Stream.of(Map.entry(firstPrefix, first), Map.entry(secondPrefix, second))
                .flatMap(it -> Arrays.stream(it.getValue().getMethods())
                        .filter(method -> method.getName().matches("(get|set)[A-Z].*"))
                        .flatMap(method -> Stream.concat(
                                Stream.of(it.getKey() + "." + method.getName().substring(3)),
                                Arrays.stream(method.getReturnType().getMethods())
                                        .filter(nested -> nested.getName().startsWith("set"))
                                        .map(nested -> it.getKey() + "."
                                                + method.getName().substring(3) + "."
                                                + nested.getName().substring(3)))))
                .map(name -> name.replace('.', '_').toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private static Stream<String> leaves(String prefix, JsonNode node) {
        return node.isObject()
                ? node.properties().stream()
                        .flatMap(it ->
                                leaves(prefix.isEmpty() ? it.getKey() : prefix + "." + it.getKey(), it.getValue()))
                : Stream.of(prefix);
    }
}
