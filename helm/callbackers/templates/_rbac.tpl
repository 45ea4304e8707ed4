{{/* Rules for the namespaces that are watched: a ClusterRole, or a Role in each of watchNamespaces. (root, component, rules) */}}
{{- define "callbackers.watching" -}}
{{- $name := printf "%s-%s" (include "callbackers.fullname" .root) .component -}}
{{- if .root.Values.watchNamespaces }}
{{- range .root.Values.watchNamespaces }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  # With the release's namespace in the name: several releases may watch one namespace.
  name: {{ $.root.Release.Namespace }}-{{ $name }}
  namespace: {{ . }}
  labels:
    {{- include "callbackers.labels" $ | nindent 4 }}
rules:
  {{- $.rules | nindent 2 }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: {{ $.root.Release.Namespace }}-{{ $name }}
  namespace: {{ . }}
  labels:
    {{- include "callbackers.labels" $ | nindent 4 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: {{ $.root.Release.Namespace }}-{{ $name }}
subjects:
  - kind: ServiceAccount
    name: {{ include "callbackers.serviceAccountName" $ }}
    namespace: {{ $.root.Release.Namespace }}
{{- end }}
{{- else }}
{{- include "callbackers.clusterRole" . }}
{{- end }}
{{- end -}}

{{/* Cluster-wide rules, named after the release's namespace too, since the cluster has one set of names. (root, component, rules) */}}
{{- define "callbackers.clusterRole" }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: {{ .root.Release.Namespace }}-{{ include "callbackers.fullname" .root }}-{{ .component }}
  labels:
    {{- include "callbackers.labels" . | nindent 4 }}
rules:
  {{- .rules | nindent 2 }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: {{ .root.Release.Namespace }}-{{ include "callbackers.fullname" .root }}-{{ .component }}
  labels:
    {{- include "callbackers.labels" . | nindent 4 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: {{ .root.Release.Namespace }}-{{ include "callbackers.fullname" .root }}-{{ .component }}
subjects:
  - kind: ServiceAccount
    name: {{ include "callbackers.serviceAccountName" . }}
    namespace: {{ .root.Release.Namespace }}
{{- end -}}

{{- define "callbackers.console.rules" -}}
- apiGroups: [callbackers.com]
  resources: [callbackroutes, callbackdestinations]
  verbs: [get, list, watch]
{{- if .Values.console.editing }}
- apiGroups: [callbackers.com]
  resources: [callbackroutes]
  verbs: [create, patch]
- apiGroups: [callbackers.com]
  resources: [callbackdestinations]
  verbs: [patch]
{{- end }}
{{- end -}}

{{- define "callbackers.operator.rules" -}}
- apiGroups: [callbackers.com]
  resources: [callbackroutes, callbackdestinations]
  verbs: [get, list, watch]
- apiGroups: [callbackers.com]
  resources: [callbackroutes/status, callbackdestinations/status]
  verbs: [patch, update]
# Watched by their metadata; read are those that a route or a destination refers to.
- apiGroups: [""]
  resources: [secrets]
  verbs: [get, list, watch]
- apiGroups: [""]
  resources: [events]
  verbs: [create, patch]
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create, patch]
{{- end -}}

{{/* A bare host label that is another namespace's name is kept for that namespace. */}}
{{- define "callbackers.operator.namespaceRules" -}}
- apiGroups: [""]
  resources: [namespaces]
  verbs: [get, list, watch]
{{- end -}}
