package jigi.operate.notify.routing;

import java.util.List;
import jigi.metrics.model.Matcher;

/**
 * A recurring span within which alerts are expected, because the manual says that work is done
 * then.
 *
 * @param matchers of what is worked on; empty for the whole system
 */
public record Window(List<Matcher> matchers, Recurring when, String reason) {
  public Window {
    matchers = List.copyOf(matchers);
  }
}
