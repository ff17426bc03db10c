package jigi.present.api.http;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table of everything that can be asked, in order: the first match answers. */
public record Routes(List<Route> all) {
  /** A route with what the path's variables are. */
  record Match(Route route, Map<String, String> variables) {}

  public Routes {
    all = List.copyOf(all);
  }

  /** HEAD is answered by the route of GET. */
  @Nullable Match find(String method, String path) {
    String asked = method.equals("HEAD") ? "GET" : method;
    for (Route route : all) {
      Map<String, String> variables = route.method().equals(asked) ? route.match(path) : null;
      if (variables != null) {
        return new Match(route, variables);
      }
    }
    return null;
  }

  /** The methods that a path knows, empty when the path itself is unknown. */
  List<String> methods(String path) {
    return all.stream()
        .filter(route -> route.match(path) != null)
        .map(Route::method)
        .distinct()
        .toList();
  }
}
