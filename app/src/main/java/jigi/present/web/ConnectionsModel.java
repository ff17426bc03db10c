package jigi.present.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import jigi.base.kernel.Status;
import jigi.present.api.view.ConnectionRow;

/**
 * Hosts and connections as they were asked for.
 *
 * @param system that was asked for; empty for all
 * @param known the systems that have any
 * @param groups of one system each
 */
public record ConnectionsModel(String system, List<String> known, List<Group> groups) {
  private static final Comparator<ConnectionRow> WORST_FIRST =
      Comparator.comparing(ConnectionRow::status).reversed();

  /**
   * Those of a system.
   *
   * @param rows the worst first
   * @param mayTest whether the reader may test them
   */
  public record Group(String system, List<ConnectionRow> rows, boolean mayTest) {}

  static ConnectionsModel of(List<ConnectionRow> all, String system, Predicate<String> mayTest) {
    Map<String, List<ConnectionRow>> bySystem = new LinkedHashMap<>();
    for (ConnectionRow row : all) {
      if (!row.kind().equals("local")) { // this machine is always there
        bySystem.computeIfAbsent(row.system(), key -> new ArrayList<>()).add(row);
      }
    }
    List<Group> groups =
        bySystem.entrySet().stream()
            .filter(each -> system.isEmpty() || system.equals(each.getKey()))
            .map(
                each ->
                    new Group(
                        each.getKey(),
                        each.getValue().stream().sorted(WORST_FIRST).toList(),
                        mayTest.test(each.getKey())))
            .toList();
    return new ConnectionsModel(system, List.copyOf(bySystem.keySet()), groups);
  }

  public int total() {
    return groups.stream().mapToInt(group -> group.rows().size()).sum();
  }

  /** Those whose test has seen that they cannot be made, or could not see it. */
  public long bad() {
    return count(row -> row.tested() != null && row.status().compareTo(Status.WARN) > 0);
  }

  public long untested() {
    return count(row -> row.tested() == null);
  }

  public long testing() {
    return count(ConnectionRow::testing);
  }

  public boolean mayTest() {
    return groups.stream().anyMatch(Group::mayTest);
  }

  private long count(Predicate<ConnectionRow> which) {
    return groups.stream().flatMap(group -> group.rows().stream()).filter(which).count();
  }
}
