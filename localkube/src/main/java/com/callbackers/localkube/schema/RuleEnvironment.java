package com.callbackers.localkube.schema;

import com.google.re2j.Pattern;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
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
import java.util.ArrayList;
import java.util.List;

/**
 * CEL as Kubernetes sets it up for rules. Of its own libraries only regular expressions are here; a rule that calls a
 * function of another (url, quantity, ip, cidr, format, semver) is refused when the schema is read.
 */
final class RuleEnvironment {

    private static final CelOptions OPTIONS =
            CelOptions.current().enableHeterogeneousNumericComparisons(true).build();

    private static final CelStringExtensions.Function[] STRINGS = {
        CelStringExtensions.Function.CHAR_AT,
        CelStringExtensions.Function.INDEX_OF,
        CelStringExtensions.Function.JOIN,
        CelStringExtensions.Function.LAST_INDEX_OF,
        CelStringExtensions.Function.LOWER_ASCII,
        CelStringExtensions.Function.QUOTE,
        CelStringExtensions.Function.REPLACE,
        CelStringExtensions.Function.SPLIT,
        CelStringExtensions.Function.SUBSTRING,
        CelStringExtensions.Function.TRIM,
        CelStringExtensions.Function.UPPER_ASCII
    };
    private static final CelListsExtensions.Function[] LISTS = {
        CelListsExtensions.Function.SLICE,
        CelListsExtensions.Function.FLATTEN,
        CelListsExtensions.Function.DISTINCT,
        CelListsExtensions.Function.REVERSE,
        CelListsExtensions.Function.SORT,
        CelListsExtensions.Function.SORT_BY,
        CelListsExtensions.Function.RANGE
    };

    private static final CelRuntime RUNTIME = CelRuntimeFactory.plannerRuntimeBuilder()
            .setOptions(OPTIONS)
            .addLibraries(
                    CelExtensions.optional(),
                    CelExtensions.strings(STRINGS),
                    CelExtensions.lists(LISTS),
                    CelExtensions.sets(OPTIONS))
            .addFunctionBindings(CelFunctionBinding.fromOverloads(
                    "find",
                    CelFunctionBinding.from("string_find_string", String.class, String.class, RuleEnvironment::find)))
            .addFunctionBindings(CelFunctionBinding.fromOverloads(
                    "findAll",
                    CelFunctionBinding.from(
                            "string_find_all_string",
                            String.class,
                            String.class,
                            (text, pattern) -> findAll(text, pattern, Long.MAX_VALUE)),
                    CelFunctionBinding.from(
                            "string_find_all_string_int",
                            List.of(String.class, String.class, Long.class),
                            args -> findAll((String) args[0], (String) args[1], (Long) args[2]))))
            .build();

    private final CelCompiler compiler;

    RuleEnvironment(RuleTypes types, CelType self) {
        this.compiler = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setTypeProvider(types)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addLibraries(
                        CelExtensions.optional(),
                        CelExtensions.strings(STRINGS),
                        CelExtensions.lists(LISTS),
                        CelExtensions.sets(OPTIONS),
                        CelExtensions.comprehensions())
                .addFunctionDeclarations(
                        CelFunctionDecl.newFunctionDeclaration(
                                "find",
                                CelOverloadDecl.newMemberOverload(
                                        "string_find_string", SimpleType.STRING, SimpleType.STRING, SimpleType.STRING)),
                        CelFunctionDecl.newFunctionDeclaration(
                                "findAll",
                                CelOverloadDecl.newMemberOverload(
                                        "string_find_all_string",
                                        ListType.create(SimpleType.STRING),
                                        SimpleType.STRING,
                                        SimpleType.STRING),
                                CelOverloadDecl.newMemberOverload(
                                        "string_find_all_string_int",
                                        ListType.create(SimpleType.STRING),
                                        SimpleType.STRING,
                                        SimpleType.STRING,
                                        SimpleType.INT)))
                .addVar(Rule.SELF, self)
                .addVar(Rule.OLD_SELF, self)
                .build();
    }

    CelAbstractSyntaxTree check(String source) throws CelValidationException {
        return compiler.compile(source).getAst();
    }

    CelRuntime.Program program(CelAbstractSyntaxTree checked) throws CelEvaluationException {
        return RUNTIME.createProgram(checked);
    }

    private static String find(String text, String pattern) {
        var matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find() ? matcher.group() : "";
    }

    private static List<String> findAll(String text, String pattern, long most) {
        var found = new ArrayList<String>();
        var matcher = Pattern.compile(pattern).matcher(text);
        while (found.size() < most && matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }
}
