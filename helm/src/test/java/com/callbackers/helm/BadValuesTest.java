package com.callbackers.helm;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user may get wrong, and the words that come back. */
class BadValuesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gateway    | edge.replica=3                            | additional properties 'replica' not allowed
            gateway    | edges.replicas=3                          | additional properties 'edges' not allowed
            gateway    | edge.replicas=many                        | /edge/replicas
            gateway    | exposure.mode=Gateway                     | value must be one of 'Ingress', 'Wildcard', 'HTTPRoute', 'None'
            gateway    | hosts.others=Anybody                      | value must be one of 'FirstCome', 'NamespaceName', 'Nobody'
            gateway    | baseDomain=Hooks.Example.Com              | /baseDomain
            gateway    | routeUrl=https://hooks                    | /routeUrl
            gateway    | rabbitmq.queueType=mirrored               | value must be one of 'quorum', 'classic'
            gateway    | edge.image.digest=latest                  | /edge/image/digest
            gateway    | hosts.delegations[0].hosts[0]=shop        | missing property 'namespaces'
            gateway    | edge.service.port=70000                   | /edge/service/port
            gateway    | worker.autoscaling.minReplicas=0          | /worker/autoscaling/minReplicas
            gateway    | networkPolicy.apiServer.ports[0]=https    | /networkPolicy/apiServer/ports/0
            gateway    | baseDomain=                               | baseDomain is not set: the domain that bare host labels sit under, such as hooks.example.com
            gateway    | postgresql.existingSecret=                | postgresql is not set: give postgresql.existingSecret
            gateway    | rabbitmq.existingSecret=                  | rabbitmq is not set: give rabbitmq.existingSecret
            gateway    | postgresql.password=secret                | the password is either here or in that Secret
            gateway    | postgresql.inChart.enabled=true           | postgresql.inChart.enabled makes its own server
            wildcard   | postgresql.password=                      | postgresql.password is not set
            wildcard   | exposure.mode=HTTPRoute                   | exposure.mode=HTTPRoute needs exposure.gateway.parentRefs
            wildcard   | exposure.ingress.tlsSecret=               | exposure.ingress.tls=Shared needs exposure.ingress.tlsSecret
            wildcard   | console.service.enabled=false             | console.ingress.enabled needs console.service.enabled=true
            wildcard   | console.ingress.host=                     | console.ingress.host is not set
            wildcard   | console.login.issuer=                     | console.service.enabled needs console.login.issuer
            wildcard   | console.login.issuer=http://id.example    | /console/login/issuer
            wildcard   | console.login.grants=null                 | console.login.grants gives nobody a role
            wildcard   | console.login.grants[0].role=owner        | value must be one of 'viewer', 'operator', 'admin'
            wildcard   | console.replicas=2                        | console.replicas is more than 1
            production | edge.autoscaling.minReplicas=30           | edge.autoscaling.minReplicas is more than edge.autoscaling.maxReplicas
            production | worker.autoscaling.maxReplicas=1          | worker.autoscaling.minReplicas is more than worker.autoscaling.maxReplicas
            """)
    void aMistakeIsToldInWords(String values, String mistake, String words) {
        assertThatThrownBy(() -> Chart.rendered(values, mistake)).hasMessageContaining(words);
    }
}
