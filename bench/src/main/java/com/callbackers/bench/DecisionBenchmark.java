package com.callbackers.bench;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackId;
import com.callbackers.callback.Durability;
import com.callbackers.callback.Header;
import com.callbackers.delivery.RetryPolicy;
import com.callbackers.expression.Expected;
import com.callbackers.expression.ExpressionException;
import com.callbackers.expression.Scope;
import com.callbackers.route.Decision;
import com.callbackers.route.Let;
import com.callbackers.route.Match;
import com.callbackers.route.Route;
import com.callbackers.route.RouteTable;
import com.callbackers.route.Rule;
import com.callbackers.route.Sender;
import com.callbackers.route.SlackAction;
import com.callbackers.route.Target;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long a decision takes: 16 rules with CEL, two values taken by regular expression, one Slack message rendered. Among
 * many routes each is asked in turn; they have one condition of their own, and share the others as a worker's do.
 */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class DecisionBenchmark {

    private static final String SMS = "[Web발신]\n신한카드(1234)승인 홍*동 45,300원 일시불 11/23 18:05 스타벅스강남";

    private static final String JSON = "{\"text\":\"" + SMS.replace("\n", "\\n") + "\",\"kind\":\"sms\"}";

    @Param({"1", "10000"})
    public int routes;

    private RouteTable table = RouteTable.EMPTY;
    private List<Callback> texts = List.of();
    private List<Callback> jsons = List.of();
    private int next;

    @Setup
    public void compile() throws ExpressionException {
        var all = new ArrayList<Route>();
        var first = route();
        for (var number = 0; number < routes; number++) {
            all.add(another(first, number));
        }
        table = RouteTable.of(all);
        texts = all.stream()
                .map(route -> callback(route, "text/plain; charset=utf-8", SMS))
                .toList();
        jsons = all.stream()
                .map(route -> callback(route, "application/json", JSON))
                .toList();
    }

    @Benchmark
    public Decision plainText() {
        return table.decide(texts.get(next()));
    }

    @Benchmark
    public Decision jsonBody() {
        return table.decide(jsons.get(next()));
    }

    private int next() {
        next = next + 1 < routes ? next + 1 : 0;
        return next;
    }

    private static Route another(Route route, int number) throws ExpressionException {
        var rules = new ArrayList<>(route.rules());
        rules.set(
                0,
                new Rule(
                        "own",
                        Match.ANY,
                        Scope.ofCallback().expression("text.contains('거절" + number + "원')", Expected.BOOL),
                        false,
                        List.of()));
        return new Route(
                "mingkyme/card-" + number,
                1,
                List.of("host-" + number + ".callbackers.com"),
                false,
                route.let(),
                route.senders(),
                false,
                rules);
    }

    private static Route route() throws ExpressionException {
        var scope = Scope.ofCallback();
        var amountOf = scope.expression("regex.extract(text, '([0-9,]+)원').orValue('?')", Expected.ANY);
        var withAmount = scope.with("amount", amountOf);
        var shopOf = withAmount.expression("regex.extract(text, '[0-9]{2}:[0-9]{2} (.+)').orValue('?')", Expected.ANY);
        var all = withAmount.with("shop", shopOf);
        var sender = new Sender(
                "shortcut",
                scope.expression("request.headers['user-agent'].startsWith('BackgroundShortcutRunner')", Expected.BOOL),
                null);
        var rules = new ArrayList<Rule>();
        for (int i = 0; i < 15; i++) {
            rules.add(new Rule(
                    "other-" + i,
                    Match.ANY,
                    all.expression(
                            "text.contains('거절" + i + "') && amount != '0' && sender == 'shortcut'", Expected.BOOL),
                    false,
                    List.of()));
        }
        var action = new SlackAction(
                "team",
                new Target("team", "t/team", "http://localhost", List.of(), null, false, Target.Limits.SLACK, Set.of()),
                RetryPolicy.DEFAULT,
                null,
                all.template("{{ amount }}원 · {{ shop }} · {{ sender }}"),
                null,
                null,
                null,
                null);
        rules.add(new Rule(
                "approvals", Match.ANY, all.expression("text.contains('승인')", Expected.BOOL), true, List.of(action)));
        return new Route(
                "mingkyme/company-card",
                1,
                List.of("mingkyme.callbackers.com"),
                false,
                List.of(new Let("amount", amountOf), new Let("shop", shopOf)),
                List.of(sender),
                false,
                rules);
    }

    private static Callback callback(Route route, String contentType, String body) {
        var host = route.hosts().getFirst();
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        return new Callback(
                CallbackId.next(),
                "POST",
                host,
                "/card",
                null,
                List.of(
                        new Header("Host", host),
                        new Header("User-Agent", "BackgroundShortcutRunner/2607 CFNetwork"),
                        new Header("Content-Type", contentType)),
                bytes,
                bytes.length,
                "203.0.113.7",
                Durability.JOURNAL,
                null);
    }
}
