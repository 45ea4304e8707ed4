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
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How long a decision takes: 16 rules with CEL, two values taken by regular expression, one Slack message rendered. */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class DecisionBenchmark {

    private static final String SMS = "[Web발신]\n신한카드(1234)승인 홍*동 45,300원 일시불 11/23 18:05 스타벅스강남";

    private RouteTable table = RouteTable.EMPTY;
    private Callback text = callback("text/plain; charset=utf-8", SMS);
    private Callback json =
            callback("application/json", "{\"text\":\"" + SMS.replace("\n", "\\n") + "\",\"kind\":\"sms\"}");

    @Setup
    public void compile() throws ExpressionException {
        table = RouteTable.of(List.of(route()));
    }

    @Benchmark
    public Decision plainText() {
        return table.decide(text);
    }

    @Benchmark
    public Decision jsonBody() {
        return table.decide(json);
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

    private static Callback callback(String contentType, String body) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        return new Callback(
                CallbackId.next(),
                "POST",
                "mingkyme.callbackers.com",
                "/card",
                null,
                List.of(
                        new Header("Host", "mingkyme.callbackers.com"),
                        new Header("User-Agent", "BackgroundShortcutRunner/2607 CFNetwork"),
                        new Header("Content-Type", contentType)),
                bytes,
                bytes.length,
                "203.0.113.7",
                Durability.JOURNAL,
                null);
    }
}
