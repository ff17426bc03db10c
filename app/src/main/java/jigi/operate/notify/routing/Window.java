package jigi.operate.notify.routing;

import java.util.List;
import jigi.metrics.model.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * A recurring span within which alerts are expected, because the manual says that work is done
 * then.
 *
 * @param matchers of what is worked on; empty for the whole system
 * @param told what everybody may know of it; null for nothing
 */
public record Window(List<Matcher> matchers, Recurring when, String reason, @Nullable String told) {
  public Window {
    matchers = List.copyOf(matchers);
  }
}
