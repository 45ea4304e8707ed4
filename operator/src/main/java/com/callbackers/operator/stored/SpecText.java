package com.callbackers.operator.stored;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/**
 * A spec as JSON that nobody has read yet: small in memory, and there is none that does not fit.
 *
 * @param json of any shape
 */
@JsonDeserialize(using = SpecText.Reader.class)
@JsonSerialize(using = SpecText.Writer.class)
public record SpecText(String json) {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    static final class Reader extends JsonDeserializer<SpecText> {

        @Override
        public SpecText deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            JsonNode tree = context.readTree(parser);
            return new SpecText(tree.toString());
        }
    }

    static final class Writer extends JsonSerializer<SpecText> {

        @Override
        public void serialize(SpecText spec, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeTree(JSON.readTree(spec.json()));
        }
    }
}
