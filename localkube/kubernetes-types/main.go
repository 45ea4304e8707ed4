// Writes types.txt: what the built-in kinds that the local API serves are made of,
// read from Kubernetes' own Go types.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"reflect"
	"regexp"
	"sort"
	"strings"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/kubernetes/scheme"
	"sigs.k8s.io/yaml"
)

var kinds = []string{
	"/v1 ConfigMap Endpoints Event LimitRange Namespace Node PersistentVolume PersistentVolumeClaim Pod ResourceQuota Secret Service ServiceAccount",
	"apps/v1 ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet",
	"authentication.k8s.io/v1 SelfSubjectReview",
	"authorization.k8s.io/v1 LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview",
	"autoscaling/v1 Scale",
	"autoscaling/v2 HorizontalPodAutoscaler",
	"batch/v1 CronJob Job",
	"coordination.k8s.io/v1 Lease",
	"discovery.k8s.io/v1 EndpointSlice",
	"events.k8s.io/v1 Event",
	"networking.k8s.io/v1 Ingress IngressClass NetworkPolicy",
	"policy/v1 PodDisruptionBudget",
	"rbac.authorization.k8s.io/v1 ClusterRole ClusterRoleBinding Role RoleBinding",
	"scheduling.k8s.io/v1 PriorityClass",
	"storage.k8s.io/v1 StorageClass",
	"/v1 DeleteOptions",
}

// Types whose JSON is not made of their fields.
var scalars = map[string]string{
	"io.k8s.apimachinery.pkg.apis.meta.v1.Time":                                "date-time",
	"io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime":                           "micro-time",
	"io.k8s.apimachinery.pkg.api.resource.Quantity":                            "quantity",
	"io.k8s.apimachinery.pkg.util.intstr.IntOrString":                          "int-or-string",
	"io.k8s.apimachinery.pkg.runtime.RawExtension":                             "any",
	"io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1":                            "any",
	"io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps": "any",
}

// What client-go's schema leaves out.
var listKeys = map[string]string{
	"io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta.ownerReferences":                                    "map:uid",
	"io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta.finalizers":                                         "set",
	"io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionStatus.conditions": "map:type",
}
var atomic = map[string]bool{}
var atomicMaps = map[string]bool{}

func main() {
	readMergeSchema()
	apiextensions.AddToScheme(scheme.Scheme)
	todo := []reflect.Type{}
	for _, line := range kinds {
		words := strings.Fields(line)
		gv, _ := schema.ParseGroupVersion(strings.TrimPrefix(words[0], "/"))
		for _, kind := range words[1:] {
			object, err := scheme.Scheme.New(gv.WithKind(kind))
			if err != nil {
				panic(err)
			}
			todo = append(todo, reflect.TypeOf(object).Elem())
		}
	}
	todo = append(todo, reflect.TypeOf(apiextensions.CustomResourceDefinition{}))
	seen := map[string]reflect.Type{}
	for len(todo) > 0 {
		next := todo[0]
		todo = todo[1:]
		if _, known := seen[name(next)]; known {
			continue
		}
		seen[name(next)] = next
		for _, field := range fields(next) {
			todo = append(todo, structs(field.Type)...)
		}
	}
	names := []string{}
	for n := range seen {
		names = append(names, n)
	}
	sort.Strings(names)
	out, _ := os.Create(os.Args[1])
	defer out.Close()
	fmt.Fprint(out, header)
	for _, n := range names {
		write(out, n, seen[n])
	}
}

const header = `# What Kubernetes 1.35's built-in kinds are made of. Written by kubernetes-types/main.go; not edited by hand.
#
# type <name> [atomic] # description
#   <field> <protobuf number> <type> [required] [omitzero] [merge[=<key>]] [retainKeys] [list=set | list=map:<keys>] [atomic] # description
#
# merge: how strategic merge patches match the items of the list; list, atomic: how server-side apply owns it.
`

func write(out *os.File, n string, t reflect.Type) {
	docs := docs(t)
	flag := ""
	if atomic[n] {
		flag = " atomic"
	}
	fmt.Fprintf(out, "\ntype %s%s%s\n", n, flag, doc(docs[""]))
	for _, field := range fields(t) {
		json := strings.Split(field.Tag.Get("json"), ",")
		number := "-"
		if tag := strings.Split(field.Tag.Get("protobuf"), ","); len(tag) > 1 {
			number = tag[1]
		}
		flags := ""
		if len(json) == 1 || !strings.Contains(field.Tag.Get("json"), "omitempty") && field.Type.Kind() != reflect.Struct {
			flags += " required"
		}
		if strings.Contains(field.Tag.Get("json"), "omitempty") && field.Type.Kind() != reflect.Pointer && field.Type.Kind() != reflect.Struct && structs(field.Type) == nil && field.Type.Kind() != reflect.Slice && field.Type.Kind() != reflect.Map {
			flags += " omitzero"
		}
		if field.Tag.Get("patchStrategy") != "" && strings.Contains(field.Tag.Get("patchStrategy"), "merge") && field.Type.Kind() == reflect.Slice {
			flags += " merge"
			if key := field.Tag.Get("patchMergeKey"); key != "" {
				flags += "=" + key
			}
		}
		if strings.Contains(field.Tag.Get("patchStrategy"), "retainKeys") {
			flags += " retainKeys"
		}
		if list := listKeys[n+"."+json[0]]; list != "" {
			flags += " list=" + list
		}
		if atomicMaps[n+"."+json[0]] {
			flags += " atomic"
		}
		fmt.Fprintf(out, "  %s %s %s%s%s\n", json[0], number, word(field.Type), flags, doc(docs[json[0]]))
	}
}

func doc(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if text == "" {
		return ""
	}
	return " # " + text
}

func docs(t reflect.Type) map[string]string {
	method, ok := t.MethodByName("SwaggerDoc")
	if !ok {
		return map[string]string{}
	}
	return method.Func.Call([]reflect.Value{reflect.Zero(t)})[0].Interface().(map[string]string)
}

func fields(t reflect.Type) []reflect.StructField {
	found := []reflect.StructField{}
	if t.Kind() != reflect.Struct {
		return found
	}
	for i := 0; i < t.NumField(); i++ {
		field := t.Field(i)
		json := field.Tag.Get("json")
		if field.Anonymous && (strings.HasPrefix(json, ",") || json == "") {
			inner := field.Type
			if inner.Name() == "TypeMeta" {
				continue
			}
			// VolumeSource in Volume: its fields stand in the outer object, in protobuf within a message of their own
			number := strings.Split(field.Tag.Get("protobuf"), ",")
			for _, sub := range fields(inner) {
				if len(number) > 1 {
					tag := string(sub.Tag)
					sub.Tag = reflect.StructTag(regexp.MustCompile(`protobuf:"[a-z]+,`).ReplaceAllString(tag, `protobuf:"bytes,`+number[1]+"."))
				}
				found = append(found, sub)
			}
			continue
		}
		if json == "" || json == "-" {
			continue
		}
		found = append(found, field)
	}
	return found
}

func name(t reflect.Type) string {
	if method, ok := t.MethodByName("OpenAPIModelName"); ok {
		return method.Func.Call([]reflect.Value{reflect.Zero(t)})[0].String()
	}
	path := strings.Split(t.PkgPath(), "/")
	return strings.Join(path, ".") + "." + t.Name()
}

func structs(t reflect.Type) []reflect.Type {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		return structs(t.Elem())
	case reflect.Struct:
		if scalars[name(t)] == "" && !strings.Contains(name(t), "JSONSchemaPropsOr") {
			return []reflect.Type{t}
		}
	}
	return nil
}

func word(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Pointer:
		return word(t.Elem())
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return "bytes"
		}
		return "[" + word(t.Elem()) + "]"
	case reflect.Map:
		return "{" + word(t.Elem()) + "}"
	case reflect.Struct:
		if scalar := scalars[name(t)]; scalar != "" {
			return scalar
		}
		if name(t) == "k8s.io.apimachinery.pkg.apis.meta.v1.Duration" || strings.HasSuffix(name(t), ".Duration") {
			return "string"
		}
		return name(t)
	case reflect.Bool:
		return "boolean"
	case reflect.Int32, reflect.Int:
		return "int32"
	case reflect.Int64:
		return "int64"
	case reflect.Float64:
		return "number"
	case reflect.String:
		return "string"
	}
	panic(t.String())
}

type mergeType struct {
	Name string
	Map  *struct {
		ElementRelationship string
		Fields              []struct {
			Name string
			Type struct {
				ElementRelationship string
				List                *struct {
					ElementRelationship string
					Keys                []string
				}
				Map *struct{ ElementRelationship string }
			}
		}
	}
}

func readMergeSchema() {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "k8s.io/client-go").Output()
	if err != nil {
		panic(err)
	}
	source, err := os.ReadFile(strings.TrimSpace(string(dir)) + "/applyconfigurations/internal/internal.go")
	if err != nil {
		panic(err)
	}
	text := strings.SplitN(strings.SplitN(string(source), "YAMLObject(`", 2)[1], "`)", 2)[0]
	var all struct{ Types []mergeType }
	if err := yaml.Unmarshal([]byte(text), &all); err != nil {
		panic(err)
	}
	for _, t := range all.Types {
		if t.Map == nil {
			continue
		}
		if t.Map.ElementRelationship == "atomic" {
			atomic[t.Name] = true
		}
		for _, f := range t.Map.Fields {
			key := t.Name + "." + f.Name
			if f.Type.ElementRelationship == "atomic" || f.Type.Map != nil && f.Type.Map.ElementRelationship == "atomic" {
				atomicMaps[key] = true
			}
			if f.Type.List == nil || f.Type.List.ElementRelationship == "atomic" {
				continue
			}
			if len(f.Type.List.Keys) > 0 {
				listKeys[key] = "map:" + strings.Join(f.Type.List.Keys, ",")
			} else {
				listKeys[key] = "set"
			}
		}
	}
}
