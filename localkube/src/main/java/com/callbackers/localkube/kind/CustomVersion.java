package com.callbackers.localkube.kind;

import com.callbackers.localkube.schema.StructuralSchema;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/**
 * What a definition says of one version.
 *
 * @param openApi the schema as it was written
 * @param selectableFields as {@code spec.color}
 * @param scale the paths of the scale subresource, or a missing node
 */
public record CustomVersion(
        StructuralSchema schema,
        JsonNode openApi,
        List<Column> columns,
        Set<String> selectableFields,
        JsonNode scale) {}
