package jigi.present.api.http;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be asked.
 *
 * @param pattern {@code /runs/{id}}; a last segment {@code {rest*}} takes all that follows
 * @param access whether a visitor must be known; what they may do is the handler's question
 * @param doc one sentence for the API's document
 */
public record Route(String method, String pattern, Access access, String doc, Handler handler) {
  /** Who may knock. */
  public enum Access {
    PUBLIC,
    SIGNED_IN
  }

  /** Answers a request; throws {@link Problem} or {@link jigi.base.kernel.UserError}. */
  public interface Handler {
    Reply handle(Exchange exchange);
  }

  public static Route get(String pattern, String doc, Handler handler) {
    return new Route("GET", pattern, Access.SIGNED_IN, doc, handler);
  }

  public static Route post(String pattern, String doc, Handler handler) {
    return new Route("POST", pattern, Access.SIGNED_IN, doc, handler);
  }

  public static Route open(String method, String pattern, String doc, Handler handler) {
    return new Route(method, pattern, Access.PUBLIC, doc, handler);
  }

  /** The path's variables when it matches, null when it does not. */
  @Nullable Map<String, String> match(String path) {
    List<String> wanted = List.of(pattern.substring(1).split("/", -1));
    List<String> given = List.of(path.substring(1).split("/", -1));
    String last = wanted.getLast();
    boolean rest = last.endsWith("*}");
    if (rest ? given.size() < wanted.size() : given.size() != wanted.size()) {
      return null;
    }
    Map<String, String> values = new TreeMap<>();
    for (int i = 0; i < wanted.size(); i++) {
      String part = wanted.get(i);
      if (rest && i == wanted.size() - 1) {
        String all = String.join("/", given.subList(i, given.size()));
        values.put(part.substring(1, part.length() - 2), all);
      } else if (part.startsWith("{") && !given.get(i).isEmpty()) {
        values.put(part.substring(1, part.length() - 1), given.get(i));
      } else if (!part.equals(given.get(i))) {
        return null;
      }
    }
    return values;
  }
}
