package jigi.present.api.rooms;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import jigi.base.connect.ConnectionTests;
import jigi.base.connect.TestedWay;
import jigi.base.connect.Way;
import jigi.present.api.view.ConnectionRow;
import jigi.present.api.view.Desk;
import jigi.present.api.view.Scope;

/** Hosts and connections of the manuals. */
final class ConnectionRoom implements Desk.Connections {
  private final ConnectionTests tests;

  ConnectionRoom(ConnectionTests tests) {
    this.tests = tests;
  }

  @Override
  public List<ConnectionRow> list(Scope scope) {
    return tests.all().stream()
        .filter(each -> scope.sees(each.way().system()))
        .map(ConnectionRoom::row)
        .sorted(Comparator.comparing(ConnectionRow::system))
        .toList();
  }

  @Override
  public ConnectionRow test(String system, String sort, String name, String actor) {
    try {
      return row(tests.test(way(system, sort, name), actor));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while testing a connection", e);
    }
  }

  @Override
  public void begin(List<ConnectionRow> rows, String actor) {
    tests.begin(
        rows.stream().map(row -> way(row.system(), row.sort(), row.name())).toList(), actor);
  }

  private static Way way(String system, String sort, String name) {
    return new Way(system, Way.Sort.valueOf(sort.toUpperCase(Locale.ROOT)), name);
  }

  private static ConnectionRow row(TestedWay tested) {
    TestedWay.Last last = tested.last();
    return new ConnectionRow(
        tested.way().system(),
        tested.way().sort().key(),
        tested.way().name(),
        tested.kind(),
        tested.address(),
        tested.over(),
        tested.status(),
        last == null ? null : last.at(),
        last == null ? "" : last.by(),
        tested.stages(),
        tested.changed(),
        tested.testing());
  }
}
