package jigi.present.api.view;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one thing to do next.
 *
 * @param kind key of the catalogue: {@code next.<kind>} is the sentence, {@code next.<kind>.do} the
 *     button
 * @param href the page where it is done; null when there is nothing to press
 * @param post true when pressing the button does it at once
 * @param until when the question expires
 */
public record NextAction(
    String kind,
    Map<String, String> args,
    @Nullable String href,
    boolean post,
    @Nullable Instant until) {
  /** Nothing is asked of a person. */
  public static NextAction none(String kind, Map<String, String> args) {
    return new NextAction(kind, args, null, false, null);
  }
}
