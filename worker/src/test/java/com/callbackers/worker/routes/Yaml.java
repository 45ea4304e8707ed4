package com.callbackers.worker.routes;

/** Resources as a tenant writes them. */
final class Yaml {

    private Yaml() {}

    static String route(String name, String host, String url) {
        return """
                apiVersion: callbackers.com/v1alpha1
                kind: CallbackRoute
                metadata: {name: %s, namespace: acme}
                spec:
                  hosts: [%s]
                  rules:
                  - name: all
                    when: "true"
                    actions:
                    - {name: erp, type: Forward, forward: {url: "%s"}}
                """.formatted(name, host, url);
    }

    static String slackRoute(String name) {
        return """
                apiVersion: callbackers.com/v1alpha1
                kind: CallbackRoute
                metadata: {name: %s, namespace: acme}
                spec:
                  rules:
                  - name: all
                    actions:
                    - name: team
                      type: Slack
                      slack: {text: hello, webhookUrlSecretRef: {name: slack, key: team}}
                """.formatted(name);
    }

    static String secret(String url) {
        return """
                apiVersion: v1
                kind: Secret
                metadata: {name: slack, namespace: acme}
                stringData: {team: "%s"}
                """.formatted(url);
    }
}
