package jigi.base.kernel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * JSON of records and maps. Keys are sorted, so that equal values give equal bytes and a hash of
 * the text identifies the value.
 */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private Json() {}

  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not writable as JSON: " + value.getClass(), e);
    }
  }

  /** The text as it stands within the quotation marks of a JSON string. */
  public static String escape(String text) {
    String quoted = write(text);
    return quoted.substring(1, quoted.length() - 1);
  }

  /**
   * @throws UserError {@code bad-json} with the position
   */
  public static <T> T read(String json, Class<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw bad(e);
    }
  }

  /**
   * @throws UserError {@code bad-json} with the position
   */
  public static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw bad(e);
    }
  }

  public static JsonNode toTree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** The texts of an object by their names, in its order. */
  public static Map<String, String> texts(JsonNode object) {
    Map<String, String> all = new LinkedHashMap<>();
    object.properties().forEach(each -> all.put(each.getKey(), each.getValue().asText()));
    return all;
  }

  /**
   * @throws UserError {@code bad-json} with the position
   */
  public static Map<String, String> texts(String json) {
    return texts(tree(json));
  }

  private static UserError bad(JsonProcessingException e) {
    var at = e.getLocation();
    String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    return new UserError(
        "bad-json", "not valid JSON" + where + ": " + e.getOriginalMessage(), "send valid JSON", e);
  }
}
