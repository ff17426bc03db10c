package jigi.base.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON Schema (2020-12) of {@code jigi.yaml}, for editors. */
public final class Schema {
  private Schema() {}

  /** The schema as text; keys are sorted, so that the same manual gives the same text. */
  public static String write(List<Field<?>> fields) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "jigi.yaml");
    schema.putAll(ObjectShape.of("a manual", fields, values -> values).schema());
    try {
      return new ObjectMapper()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
              .writeValueAsString(schema)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a schema of maps, lists and scalars is always JSON", e);
    }
  }
}
