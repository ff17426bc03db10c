package jigi.present.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import jigi.base.kernel.Json;
import jigi.present.api.http.Route;
import org.junit.jupiter.api.Test;

/** The API's own document. */
class OpenApiTest {
  @Test
  void describesEveryRouteOfTheApi() {
    try (Gallery gallery = new Gallery(0);
        Browser stranger = Browser.stranger(gallery.server.port())) {
      JsonNode document = Json.tree(stranger.get("/api/v1/openapi.json").body());
      assertThat(document.path("openapi").asText()).startsWith("3.1");
      List<String> missing = new ArrayList<>();
      for (Route route : gallery.front.routes().all()) {
        if (route.pattern().startsWith("/api/v1/") && !route.pattern().endsWith("openapi.json")) {
          JsonNode operation =
              document
                  .path("paths")
                  .path(route.pattern().replace("*}", "}"))
                  .path(route.method().toLowerCase(java.util.Locale.ROOT));
          long variables = route.pattern().chars().filter(c -> c == '{').count();
          long inPath =
              operation.path("parameters").findValuesAsText("in").stream()
                  .filter("path"::equals)
                  .count();
          if (operation.path("summary").asText().isBlank()
              || variables != inPath
              || operation.path("security").isEmpty() == (route.access() == Route.Access.SIGNED_IN)
              || !operation.path("responses").has("default")) {
            missing.add(route.method() + " " + route.pattern());
          }
        }
      }
      assertThat(missing).isEmpty();
    }
  }

  @Test
  void refusesEverywhereInOneForm() {
    try (Gallery gallery = new Gallery(0);
        Browser kim = Browser.of(gallery.server.port(), "s-kim")) {
      for (String path :
          List.of(
              "/api/v1/nowhere",
              "/api/v1/runs/none",
              "/api/v1/alerts/none",
              "/api/v1/runs?limit=many",
              "/api/v1/journal?before=never")) {
        JsonNode error = Json.tree(kim.get(path).body()).path("error");
        assertThat(error.path("code").asText()).as(path).matches("[a-z0-9-]+");
        assertThat(error.path("fact").asText()).as(path).isNotBlank();
        assertThat(error.path("hint").asText()).as(path).isNotBlank();
      }
    }
  }
}
