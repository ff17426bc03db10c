package jigi.present.api.view;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import jigi.base.journal.Event;
import org.jspecify.annotations.Nullable;

/**
 * An alert's page.
 *
 * @param ruleKey {@code system/group/name}; empty when the rule is no longer in the manual
 * @param expr the rule's expression as the manual writes it
 * @param due when a pending alert will fire if nothing changes
 */
public record AlertDetail(
    AlertRow row,
    String ruleKey,
    String expr,
    Duration holdFor,
    @Nullable Instant due,
    Texts texts,
    Telling telling,
    @Nullable IncidentRow incident,
    List<RunbookRow> runbooks,
    List<RunRow> runs,
    List<Event> history) {
  /**
   * What the manual says of it.
   *
   * @param description empty for none
   * @param advice what a person is to do; empty for none
   */
  public record Texts(String description, String advice) {}

  /**
   * Who is told.
   *
   * @param now where it goes, and what keeps it from people; null for one that is over
   * @param sent to whom it went, oldest first
   */
  public record Telling(RouteView.@Nullable Answer now, List<RouteView.Sent> sent) {
    public Telling {
      sent = List.copyOf(sent);
    }
  }

  public AlertDetail {
    runbooks = List.copyOf(runbooks);
    runs = List.copyOf(runs);
    history = List.copyOf(history);
  }
}
