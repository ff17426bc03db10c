package jigi.base.connect;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Json;
import org.jdbi.v3.core.Handle;

/** The last test of each way. */
final class ConnectionTestRepository {
  void put(Handle handle, Way way, KeptTest test) {
    handle
        .createUpdate(
            "DELETE FROM connection_test WHERE system = :system AND sort = :sort AND name = :name")
        .bind("system", way.system())
        .bind("sort", way.sort().key())
        .bind("name", way.name())
        .execute();
    handle
        .createUpdate(
            "INSERT INTO connection_test (system, sort, name, made, tested, actor, stages)"
                + " VALUES (:system, :sort, :name, :made, :tested, :actor, :stages)")
        .bind("system", way.system())
        .bind("sort", way.sort().key())
        .bind("name", way.name())
        .bind("made", test.made())
        .bind("tested", Ids.micros(test.last().at()))
        .bind("actor", test.last().by())
        .bind("stages", Json.write(test.last().seen().stages()))
        .execute();
  }

  Map<Way, KeptTest> all(Handle handle) {
    Map<Way, KeptTest> all = new HashMap<>();
    handle
        .createQuery("SELECT system, sort, name, made, tested, actor, stages FROM connection_test")
        .map(
            (rs, ctx) ->
                Map.entry(
                    new Way(
                        rs.getString("system"),
                        Way.Sort.valueOf(rs.getString("sort").toUpperCase(Locale.ROOT)),
                        rs.getString("name")),
                    new KeptTest(
                        rs.getString("made"),
                        new TestedWay.Last(
                            Ids.instant(rs.getLong("tested")),
                            rs.getString("actor"),
                            stages(rs.getString("stages"))))))
        .forEach(each -> all.put(each.getKey(), each.getValue()));
    return all;
  }

  private static ConnectionTest stages(String json) {
    return new ConnectionTest(List.of(Json.read(json, Stage[].class)));
  }
}
