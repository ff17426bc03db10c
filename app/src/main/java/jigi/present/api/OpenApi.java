package jigi.present.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import jigi.present.api.http.Route;

/** The API's document (OpenAPI 3.1), made from the table of routes, so that it cannot lag. */
final class OpenApi {
  private static final Pattern VARIABLE = Pattern.compile("\\{([a-z]+)\\*?}");
  private static final Pattern QUERY = Pattern.compile("\\?([a-z]+)=");
  private static final Pattern FIELD = Pattern.compile("\\{([a-z]+)}");

  private OpenApi() {}

  static Map<String, Object> of(List<Route> routes, String version) {
    Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
    for (Route route : routes) {
      String path = route.pattern().replace("*}", "}");
      paths
          .computeIfAbsent(path, p -> new LinkedHashMap<>())
          .put(route.method().toLowerCase(Locale.ROOT), operation(route));
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", "3.1.0");
    document.put("info", Map.of("title", "Jigi", "version", version));
    document.put("paths", paths);
    document.put(
        "components",
        Map.of(
            "securitySchemes",
            Map.of("token", Map.of("type", "http", "scheme", "bearer")),
            "schemas",
            Map.of("Error", error())));
    return document;
  }

  private static Map<String, Object> operation(Route route) {
    Map<String, Object> operation = new LinkedHashMap<>();
    operation.put("summary", route.doc());
    List<Map<String, Object>> parameters = new ArrayList<>();
    VARIABLE
        .matcher(route.pattern())
        .results()
        .forEach(found -> parameters.add(parameter(found.group(1), "path")));
    QUERY
        .matcher(route.doc())
        .results()
        .forEach(found -> parameters.add(parameter(found.group(1), "query")));
    operation.put("parameters", parameters);
    if (route.method().equals("POST")) {
      operation.put("requestBody", body(route));
    }
    operation.put("responses", responses());
    if (route.access() == Route.Access.SIGNED_IN) {
      operation.put("security", List.of(Map.of("token", List.of())));
    }
    return operation;
  }

  private static Map<String, Object> parameter(String name, String in) {
    return Map.of(
        "name", name, "in", in, "required", in.equals("path"), "schema", Map.of("type", "string"));
  }

  private static Map<String, Object> body(Route route) {
    Map<String, Object> properties = new LinkedHashMap<>();
    FIELD.matcher(route.doc()).results().forEach(found -> properties.put(found.group(1), Map.of()));
    return Map.of(
        "content",
        Map.of(
            "application/json",
            Map.of("schema", Map.of("type", "object", "properties", properties))));
  }

  private static Map<String, Object> responses() {
    Map<String, Object> refused =
        Map.of(
            "description",
            "Refused, with why and what to do.",
            "content",
            Map.of(
                "application/json",
                Map.of("schema", Map.of("$ref", "#/components/schemas/Error"))));
    return Map.of("200", Map.of("description", "Done."), "default", refused);
  }

  private static Map<String, Object> error() {
    Map<String, Object> text = Map.of("type", "string");
    return Map.of(
        "type",
        "object",
        "properties",
        Map.of(
            "error",
            Map.of(
                "type",
                "object",
                "properties",
                Map.of("code", text, "fact", text, "hint", text, "place", text))));
  }
}
