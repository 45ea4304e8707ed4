{{/* The name of the release's objects: the release's name, with the chart's where it does not say it already. */}}
{{- define "callbackers.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* What never changes in the life of a release, so that selectors may rely on it. (root, component) */}}
{{- define "callbackers.selector" -}}
app.kubernetes.io/name: callbackers
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{/* (root, component) */}}
{{- define "callbackers.labels" -}}
{{ include "callbackers.selector" . }}
app.kubernetes.io/part-of: callbackers
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* (root, component) */}}
{{- define "callbackers.metadata" -}}
name: {{ include "callbackers.fullname" .root }}-{{ .component }}
namespace: {{ .root.Release.Namespace }}
labels:
  {{- include "callbackers.labels" . | nindent 2 }}
{{- end -}}

{{/* (root, image): registry/repository:tag, or @digest, which needs no tag */}}
{{- define "callbackers.image" -}}
{{- $image := .image -}}
{{- $registry := default .root.Values.image.registry $image.registry -}}
{{- $name := $image.repository -}}
{{- if $registry }}{{ $name = printf "%s/%s" $registry $image.repository }}{{ end -}}
{{- if $image.digest -}}
{{- printf "%s@%s" $name $image.digest -}}
{{- else -}}
{{- printf "%s:%s" $name ($image.tag | default .root.Values.image.tag | default .root.Chart.AppVersion) -}}
{{- end -}}
{{- end -}}

{{/* (root, component) */}}
{{- define "callbackers.serviceAccountName" -}}
{{- $account := (index .root.Values .component).serviceAccount -}}
{{- if $account.create -}}
{{- default (printf "%s-%s" (include "callbackers.fullname" .root) .component) $account.name -}}
{{- else -}}
{{- default "default" $account.name -}}
{{- end -}}
{{- end -}}

{{/* What the pod of a component is, beside its containers. (root, component, token: whether it speaks to the Kubernetes API) */}}
{{- define "callbackers.pod" -}}
{{- $own := index .root.Values .component -}}
serviceAccountName: {{ include "callbackers.serviceAccountName" . }}
automountServiceAccountToken: {{ .token }}
# Services' variables would look like settings: CALLBACKERS_EDGE_PORT and the like.
enableServiceLinks: false
terminationGracePeriodSeconds: {{ $own.terminationGracePeriodSeconds }}
securityContext:
  {{- toYaml .root.Values.podSecurityContext | nindent 2 }}
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $own.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with $own.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $own.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $own.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
topologySpreadConstraints:
{{- if $own.topologySpreadConstraints }}
  {{- toYaml $own.topologySpreadConstraints | nindent 2 }}
{{- else }}
  {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
  - topologyKey: {{ . }}
    maxSkew: 1
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "callbackers.selector" $ | nindent 8 }}
    matchLabelKeys: [pod-template-hash]
  {{- end }}
{{- end }}
{{- end -}}

{{/* (root, component, settings: the file's text) */}}
{{- define "callbackers.podMetadata" -}}
{{- $own := index .root.Values .component -}}
annotations:
  checksum/settings: {{ .settings | sha256sum }}
  {{- with $own.podAnnotations }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
labels:
  {{- include "callbackers.selector" . | nindent 2 }}
  app.kubernetes.io/part-of: callbackers
  {{- with .root.Values.commonLabels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
  {{- with $own.podLabels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end -}}

{{/* What every container of ours has. (root, component) */}}
{{- define "callbackers.container" -}}
{{- $own := index .root.Values .component -}}
image: {{ include "callbackers.image" (dict "root" .root "image" $own.image) }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
securityContext:
  {{- toYaml .root.Values.containerSecurityContext | nindent 2 }}
{{- with $own.extraEnvFrom }}
envFrom:
  {{- toYaml . | nindent 2 }}
{{- end }}
resources:
  {{- toYaml $own.resources | nindent 2 }}
volumeMounts:
  - name: tmp
    mountPath: /tmp
  - name: settings
    mountPath: /etc/callbackers/settings
    readOnly: true
  {{- with $own.extraVolumeMounts }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end -}}

{{/* (root, component) */}}
{{- define "callbackers.volumes" -}}
volumes:
  - name: tmp
    emptyDir: {}
  - name: settings
    configMap:
      name: {{ include "callbackers.fullname" .root }}-{{ .component }}
  {{- with (index .root.Values .component).extraVolumes }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end -}}

{{/* Last, so that they win. (root, component) */}}
{{- define "callbackers.extraEnv" -}}
{{- $own := index .root.Values .component -}}
{{- with $own.javaOptions }}
- name: JDK_JAVA_OPTIONS
  value: {{ . | quote }}
{{- end }}
{{- with $own.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Boot's probes, on the management port. */}}
{{- define "callbackers.probes" -}}
startupProbe:
  httpGet: {path: /actuator/health/liveness, port: management}
  periodSeconds: 2
  timeoutSeconds: 3
  failureThreshold: 60
livenessProbe:
  httpGet: {path: /actuator/health/liveness, port: management}
  periodSeconds: 10
  timeoutSeconds: 3
  failureThreshold: 3
readinessProbe:
  httpGet: {path: /actuator/health/readiness, port: management}
  periodSeconds: 5
  timeoutSeconds: 3
  failureThreshold: 2
{{- end -}}

{{/* A wait before the signal to stop. Kubernetes does it itself since 1.30. (root, seconds) */}}
{{- define "callbackers.preStop" -}}
{{- if gt (int .seconds) 0 -}}
lifecycle:
  preStop:
    {{- if semverCompare ">=1.30.0-0" .root.Capabilities.KubeVersion.Version }}
    sleep: {seconds: {{ int .seconds }}}
    {{- else }}
    exec: {command: [sleep, "{{ int .seconds }}"]}
    {{- end }}
{{- end -}}
{{- end -}}

{{/* A variable from a plain value, or else from a key of a Secret. (name, value, secret, key) */}}
{{- define "callbackers.variable" -}}
- name: {{ .name }}
  {{- if .value }}
  value: {{ .value | quote }}
  {{- else }}
  valueFrom:
    secretKeyRef: {name: {{ .secret }}, key: {{ .key }}}
  {{- end }}
{{- end -}}

{{- define "callbackers.postgresql.secret" -}}
{{- default (printf "%s-postgresql" (include "callbackers.fullname" .)) .Values.postgresql.existingSecret -}}
{{- end -}}

{{- define "callbackers.rabbitmq.secret" -}}
{{- default (printf "%s-rabbitmq" (include "callbackers.fullname" .)) .Values.rabbitmq.existingSecret -}}
{{- end -}}

{{/* Where a server is: as given plainly, or wholly from its Secret. (root, part: postgresql | rabbitmq, prefix, port) */}}
{{- define "callbackers.whereabouts" -}}
{{- $part := index .root.Values .part -}}
{{- $host := $part.host -}}
{{- if $part.inChart.enabled }}{{ $host = printf "%s-%s" (include "callbackers.fullname" .root) .part }}{{ end -}}
{{- $port := $part.port -}}
{{- if $host }}{{ $port = default .port $port }}{{ end -}}
{{ include "callbackers.variable" (dict "name" (printf "%s_HOST" .prefix) "value" $host "secret" $part.existingSecret "key" $part.keys.host) }}
{{ include "callbackers.variable" (dict "name" (printf "%s_PORT" .prefix) "value" $port "secret" $part.existingSecret "key" $part.keys.port) }}
{{- end -}}

{{/* How Postgres and RabbitMQ are reached, in Spring Boot's own names. Kubernetes puts the URLs together from the variables above them. */}}
{{- define "callbackers.connections" -}}
{{- $postgresql := .Values.postgresql -}}
{{- $secret := include "callbackers.postgresql.secret" . -}}
{{- $named := or $postgresql.host $postgresql.inChart.enabled -}}
{{- $parameters := list -}}
{{- range $name, $value := $postgresql.parameters -}}
{{- $parameters = append $parameters (printf "%s=%s" (urlquery $name) (urlquery (toString $value))) -}}
{{- end -}}
{{- $query := empty $parameters | ternary "" (printf "?%s" (join "&" $parameters)) -}}
{{ include "callbackers.whereabouts" (dict "root" . "part" "postgresql" "prefix" "POSTGRES" "port" 5432) }}
{{ include "callbackers.variable" (dict "name" "POSTGRES_DATABASE" "value" (default (ternary "callbackers" "" (not (empty $named))) $postgresql.database) "secret" $secret "key" $postgresql.keys.database) }}
- name: SPRING_R2DBC_URL
  value: {{ printf "r2dbc:postgresql://$(POSTGRES_HOST):$(POSTGRES_PORT)/$(POSTGRES_DATABASE)%s" $query | quote }}
{{ include "callbackers.variable" (dict "name" "SPRING_R2DBC_USERNAME" "value" $postgresql.username "secret" $secret "key" $postgresql.keys.username) }}
{{ include "callbackers.variable" (dict "name" "SPRING_R2DBC_PASSWORD" "secret" $secret "key" $postgresql.keys.password) }}
{{- $rabbitmq := .Values.rabbitmq }}
{{- $secret = include "callbackers.rabbitmq.secret" . }}
{{ include "callbackers.whereabouts" (dict "root" . "part" "rabbitmq" "prefix" "RABBITMQ" "port" (ternary 5671 5672 $rabbitmq.tls)) }}
- name: SPRING_RABBITMQ_ADDRESSES
  value: "$(RABBITMQ_HOST):$(RABBITMQ_PORT)"
{{ include "callbackers.variable" (dict "name" "SPRING_RABBITMQ_USERNAME" "value" $rabbitmq.username "secret" $secret "key" $rabbitmq.keys.username) }}
{{ include "callbackers.variable" (dict "name" "SPRING_RABBITMQ_PASSWORD" "secret" $secret "key" $rabbitmq.keys.password) }}
- name: SPRING_RABBITMQ_VIRTUALHOST
  value: {{ $rabbitmq.virtualHost | quote }}
{{- if $rabbitmq.tls }}
- name: SPRING_RABBITMQ_SSL_ENABLED
  value: "true"
{{- end }}
{{- end -}}

{{/* Who the pod is, for what it writes into the Kubernetes API. */}}
{{- define "callbackers.downward" -}}
- name: POD_NAME
  valueFrom:
    fieldRef: {fieldPath: metadata.name}
- name: POD_NAMESPACE
  valueFrom:
    fieldRef: {fieldPath: metadata.namespace}
- name: POD_UID
  valueFrom:
    fieldRef: {fieldPath: metadata.uid}
{{- end -}}

{{/* The folder of a Boot application's own settings file. */}}
{{- define "callbackers.settingsFolder" -}}
- name: SPRING_CONFIG_ADDITIONALLOCATION
  value: file:/etc/callbackers/settings/
{{- end -}}

{{/* Each is a file in which Spring Boot finds its own names; what the user sets wins. */}}
{{- define "callbackers.edge.settings" -}}
{{- $edge := dict "queue-type" .Values.rabbitmq.queueType -}}
{{- with .Values.edge.trustedProxies }}{{ $_ := set $edge "trusted-proxies" . }}{{ end -}}
{{- toYaml (mergeOverwrite (dict "callbackers" (dict "edge" $edge)) (deepCopy .Values.edge.settings)) -}}
{{- end -}}

{{- define "callbackers.worker.settings" -}}
{{- $worker := dict "queue-type" .Values.rabbitmq.queueType -}}
{{- with .Values.worker.outboundAllow }}{{ $_ := set $worker "outbound" (dict "allow" .) }}{{ end -}}
{{- $routes := dict "source" "kubernetes" -}}
{{- $ours := dict "callbackers" (dict "base-domain" .Values.baseDomain "routes" $routes "worker" $worker) -}}
{{- toYaml (mergeOverwrite $ours (deepCopy .Values.worker.settings)) -}}
{{- end -}}

{{/* Where browsers find the console. */}}
{{- define "callbackers.console.url" -}}
{{- with .Values.console -}}
{{- if .url -}}
{{- .url -}}
{{- else if .ingress.enabled -}}
{{- printf "%s://%s" (empty .ingress.tlsSecret | ternary "http" "https") .ingress.host -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "callbackers.console.settings" -}}
{{- $console := dict "queue-type" .Values.rabbitmq.queueType "kubernetes" (dict "enabled" .Values.console.kubernetes) "base-domain" .Values.baseDomain -}}
{{- with include "callbackers.console.url" . }}{{ $_ := set $console "url" . }}{{ end -}}
{{- with .Values.console.login -}}
{{- if .issuer -}}
{{- $login := dict "issuer" .issuer "client-id" .clientId "scopes" .scopes "user-claim" .userClaim "groups-claim" .groupsClaim "session-length" .sessionLength "grants" .grants -}}
{{- with .audiences }}{{ $_ := set $login "audiences" . }}{{ end -}}
{{- $_ := set $console "login" $login -}}
{{- end -}}
{{- end -}}
{{- $hosts := list "localhost" "127.0.0.1" "[::1]" -}}
{{- $server := dict "address" "127.0.0.1" -}}
{{- if .Values.console.service.enabled -}}
{{- $server = dict "address" "0.0.0.0" -}}
{{- $service := printf "%s-console" (include "callbackers.fullname" .) -}}
{{- $hosts = concat $hosts (list $service (printf "%s.%s" $service .Release.Namespace) (printf "%s.%s.svc" $service .Release.Namespace)) -}}
{{- if .Values.console.ingress.enabled }}{{ $hosts = append $hosts .Values.console.ingress.host }}{{ end -}}
{{- end -}}
{{- $_ := set $console "allowed-hosts" $hosts -}}
{{- $ours := dict "callbackers" (dict "console" $console) "server" $server "management" (dict "server" (dict "address" "0.0.0.0")) -}}
{{- toYaml (mergeOverwrite $ours (deepCopy .Values.console.settings)) -}}
{{- end -}}

{{- define "callbackers.operator.settings" -}}
{{- $exposure := .Values.exposure -}}
{{- $ingress := dict "tls" $exposure.ingress.tls -}}
{{- with $exposure.ingress.className }}{{ $_ := set $ingress "class-name" . }}{{ end -}}
{{- with $exposure.ingress.tlsSecret }}{{ $_ := set $ingress "tls-secret" . }}{{ end -}}
{{- $parents := list -}}
{{- range $exposure.gateway.parentRefs -}}
{{- $parent := dict "name" .name -}}
{{- with .namespace }}{{ $_ := set $parent "namespace" . }}{{ end -}}
{{- with .sectionName }}{{ $_ := set $parent "section-name" . }}{{ end -}}
{{- $parents = append $parents $parent -}}
{{- end -}}
{{- $service := dict "name" (printf "%s-edge" (include "callbackers.fullname" .)) "port" (int .Values.edge.service.port) -}}
{{- $expose := dict "mode" $exposure.mode "service" $service "ingress" $ingress "gateway" (dict "parent-refs" $parents) -}}
{{- with $exposure.annotations }}{{ $_ := set $expose "annotations" . }}{{ end -}}
{{- $delegations := list -}}
{{- range .Values.hosts.delegations }}{{ $delegations = append $delegations (dict "hosts" .hosts "namespaces" .namespaces) }}{{ end -}}
{{- /* Not app.kubernetes.io/instance: by that label Argo CD would take what the operator makes for its own, and prune it. */ -}}
{{- $labels := merge (dict "callbackers.com/release" .Release.Name) .Values.commonLabels -}}
{{- $operator := dict
  "namespace" .Release.Namespace
  "watch-namespaces" .Values.watchNamespaces
  "worker-selector" (printf "app.kubernetes.io/part-of=callbackers,app.kubernetes.io/component=worker,app.kubernetes.io/instance=%s" .Release.Name)
  "labels" $labels
  "management-port" 8083
  "hosts" (dict "others" .Values.hosts.others "delegations" $delegations)
  "exposure" $expose
  "leader-election" (dict "enabled" true "lease-name" (printf "%s-operator" (include "callbackers.fullname" .)))
-}}
{{- toYaml (dict "callbackers" (dict "base-domain" .Values.baseDomain "routes" (dict "url" .Values.routeUrl) "operator" $operator)) -}}
{{- end -}}

{{/* Mistakes that a schema cannot tell in words. */}}
{{- define "callbackers.check" -}}
{{- if not .Values.baseDomain -}}
{{- fail "baseDomain is not set: the domain that bare host labels sit under, such as hooks.example.com" -}}
{{- end -}}
{{- range list "postgresql" "rabbitmq" -}}
{{- $part := index $.Values . -}}
{{- if $part.inChart.enabled -}}
{{- if or $part.host $part.existingSecret -}}
{{- fail (printf "%s.inChart.enabled makes its own server: leave %s.host and %s.existingSecret empty, or turn it off" . . .) -}}
{{- end -}}
{{- else if not (or $part.existingSecret $part.host) -}}
{{- fail (printf "%s is not set: give %s.existingSecret (a Secret that says how it is reached), or %s.host and %s.password, or %s.inChart.enabled=true for an evaluation" . . . . .) -}}
{{- else if not (or $part.existingSecret $part.password) -}}
{{- fail (printf "%s.password is not set: give it, or a Secret that holds it as %s.existingSecret" . .) -}}
{{- else if and $part.existingSecret $part.password -}}
{{- fail (printf "%s.password and %s.existingSecret are both set: the password is either here or in that Secret" . .) -}}
{{- end -}}
{{- end -}}
{{- if and (eq .Values.exposure.mode "HTTPRoute") (empty .Values.exposure.gateway.parentRefs) -}}
{{- fail "exposure.mode=HTTPRoute needs exposure.gateway.parentRefs: the Gateway that hosts are attached to" -}}
{{- end -}}
{{- if and (eq .Values.exposure.ingress.tls "Shared") (empty .Values.exposure.ingress.tlsSecret) -}}
{{- fail "exposure.ingress.tls=Shared needs exposure.ingress.tlsSecret: the Secret with the certificate" -}}
{{- end -}}
{{- if and .Values.console.ingress.enabled (not .Values.console.service.enabled) -}}
{{- fail "console.ingress.enabled needs console.service.enabled=true" -}}
{{- end -}}
{{- if and .Values.console.service.enabled (not .Values.console.login.issuer) -}}
{{- fail "console.service.enabled needs console.login.issuer: without a login whoever reaches the console sees and may replay every callback" -}}
{{- end -}}
{{- if and .Values.console.login.issuer (empty .Values.console.login.grants) -}}
{{- fail "console.login.grants gives nobody a role: nobody could do anything" -}}
{{- end -}}
{{- if and .Values.console.login.issuer (not (or .Values.console.url .Values.console.ingress.enabled)) -}}
{{- fail "console.url is not set: where browsers find the console, and come back to once they have logged in" -}}
{{- end -}}
{{- if and .Values.console.login.issuer (gt (int .Values.console.replicas) 1) -}}
{{- fail "console.replicas is more than 1: each pod keeps its own sessions, a login takes one" -}}
{{- end -}}
{{- if and .Values.console.ingress.enabled (not .Values.console.ingress.host) -}}
{{- fail "console.ingress.host is not set: the name that browsers reach the console by" -}}
{{- end -}}
{{- if and .Values.worker.autoscaling.enabled (gt (int .Values.worker.autoscaling.minReplicas) (int .Values.worker.autoscaling.maxReplicas)) -}}
{{- fail "worker.autoscaling.minReplicas is more than worker.autoscaling.maxReplicas" -}}
{{- end -}}
{{- if and .Values.edge.autoscaling.enabled (gt (int .Values.edge.autoscaling.minReplicas) (int .Values.edge.autoscaling.maxReplicas)) -}}
{{- fail "edge.autoscaling.minReplicas is more than edge.autoscaling.maxReplicas" -}}
{{- end -}}
{{- end -}}
