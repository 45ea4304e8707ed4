package com.callbackers.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelListsExtensions;
import dev.cel.extensions.CelStringExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.CelStandardFunctions.StandardFunction;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** CEL as we set it up: one runtime for all, and a compiler for each set of names, shared by equal scopes. */
final class Environment {

    static final int LONGEST_SOURCE = 10_000;

    private static final CelOptions OPTIONS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .maxExpressionCodePointSize(LONGEST_SOURCE)
            .comprehensionMaxIterations(Budget.ROUNDS)
            .build();

    private static final CelFunctionDecl JSON = CelFunctionDecl.newFunctionDeclaration(
            "json", CelOverloadDecl.newGlobalOverload("json_dyn", SimpleType.STRING, SimpleType.DYN));

    private static final int KEPT = 500;
    private static final Map<Map<String, CelType>, CelCompiler> COMPILERS = new ConcurrentHashMap<>();
    private static final CelRuntime RUNTIME = runtime();

    private Environment() {}

    static CelAbstractSyntaxTree check(String source, Map<String, CelType> names) throws CelValidationException {
        if (COMPILERS.size() > KEPT) {
            COMPILERS.clear();
        }
        return COMPILERS
                .computeIfAbsent(names, Environment::compiler)
                .compile(source)
                .getAst();
    }

    static CelRuntime.Program program(CelAbstractSyntaxTree checked) throws CelEvaluationException {
        return RUNTIME.createProgram(checked);
    }

    private static CelCompiler compiler(Map<String, CelType> names) {
        var builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setTypeProvider(new CallbackTypes())
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addLibraries(
                        CelExtensions.regex(),
                        CelExtensions.optional(),
                        CelExtensions.strings(),
                        CelExtensions.math(),
                        CelExtensions.lists(),
                        CelExtensions.encoders(OPTIONS))
                .addFunctionDeclarations(JSON)
                .addFunctionDeclarations(Network.declarations());
        names.forEach(builder::addVar);
        return builder.build();
    }

    private static CelRuntime runtime() {
        return CelRuntimeFactory.plannerRuntimeBuilder()
                .setOptions(OPTIONS)
                .setStandardFunctions(CelStandardFunctions.newBuilder()
                        .excludeFunctions(StandardFunction.MATCHES, StandardFunction.CONTAINS)
                        .build())
                .addLibraries(
                        CelExtensions.optional(),
                        CelExtensions.strings(
                                CelStringExtensions.Function.CHAR_AT,
                                CelStringExtensions.Function.LOWER_ASCII,
                                CelStringExtensions.Function.QUOTE,
                                CelStringExtensions.Function.REVERSE,
                                CelStringExtensions.Function.SUBSTRING,
                                CelStringExtensions.Function.TRIM,
                                CelStringExtensions.Function.UPPER_ASCII),
                        CelExtensions.math(),
                        CelExtensions.lists(
                                CelListsExtensions.Function.SLICE,
                                CelListsExtensions.Function.FLATTEN,
                                CelListsExtensions.Function.DISTINCT,
                                CelListsExtensions.Function.REVERSE,
                                CelListsExtensions.Function.SORT,
                                CelListsExtensions.Function.SORT_BY),
                        CelExtensions.encoders(OPTIONS))
                .addFunctionBindings(Regexes.bindings())
                .addFunctionBindings(Texts.bindings())
                .addFunctionBindings(Network.bindings())
                .addFunctionBindings(CelFunctionBinding.fromOverloads(
                        "json", CelFunctionBinding.from("json_dyn", Object.class, Json::function)))
                .build();
    }
}
