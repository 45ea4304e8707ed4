package com.callbackers.standalone;

import com.callbackers.route.Route;
import com.callbackers.worker.routes.Routes;
import java.nio.file.Path;
import java.util.Comparator;

/** What to know once everything runs, and the first thing to try. */
record Welcome(Ports ports, DataFolder data, Path folder, Routes routes) {

    void print(Progress progress, long beginNanos) {
        progress.say("""

                Ready after %s. Stop with Ctrl-C.

                  callbacks      http://<host>.localhost:%d
                  console        http://localhost:%d
                  Kubernetes     kubectl --server http://localhost:%d get callbackers -A
                  demo receiver  http://localhost:%d
                  health         http://localhost:%d/actuator/health (edge), %d (worker), %d (console), %d/readyz (operator)
                  rules          %s
                  logs           %s

                Routes:
                %s
                Try one:

                  curl http://mingkyme.localhost:%d/card -H 'content-type: application/json' \\
                    -d '{"text": "신한카드(1234)승인 홍*동 45,300원 일시불 11/23 18:05 스타벅스강남"}'

                and look at http://localhost:%d, which tells what came of it, and at http://localhost:%d, where it ends.
                """.formatted(
                        Progress.seconds(beginNanos),
                        ports.edge(),
                        ports.console(),
                        ports.kube(),
                        ports.demo(),
                        ports.edgeManagement(),
                        ports.workerManagement(),
                        ports.consoleManagement(),
                        ports.operatorManagement(),
                        folder,
                        data.logs(),
                        list(),
                        ports.edge(),
                        ports.console(),
                        ports.demo()));
    }

    private String list() {
        var list = new StringBuilder();
        routes.table().routes().stream()
                .sorted(Comparator.comparing(Route::name))
                .forEach(route -> route.hosts()
                        .forEach(host ->
                                list.append("  %-26s http://%s:%d%n".formatted(route.name(), host, ports.edge()))));
        return list.isEmpty() ? "  none yet: the folder holds no CallbackRoute that can be used\n" : list.toString();
    }
}
