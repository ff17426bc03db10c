package jigi.operate.deploy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.kernel.Ids;
import jigi.operate.deploy.env.Variable;
import org.jdbi.v3.core.Handle;

/** Since when the variables of env files have had their values. */
final class VariableRepository {
  /** By name. */
  Map<String, Variable> list(Handle handle, String system, String file) {
    Map<String, Variable> all = new TreeMap<>();
    handle
        .createQuery(
            "SELECT name, mark, since FROM env_variable WHERE system = :system AND file = :file")
        .bind("system", system)
        .bind("file", file)
        .map(
            (rs, ctx) ->
                new Variable(
                    rs.getString("name"), rs.getString("mark"), Ids.instant(rs.getLong("since"))))
        .forEach(each -> all.put(each.name(), each));
    return all;
  }

  /** All that the file has now. */
  void put(Handle handle, String system, String file, List<Variable> all) {
    handle
        .createUpdate("DELETE FROM env_variable WHERE system = :system AND file = :file")
        .bind("system", system)
        .bind("file", file)
        .execute();
    for (Variable each : all) {
      handle
          .createUpdate(
              "INSERT INTO env_variable (system, file, name, mark, since)"
                  + " VALUES (:system, :file, :name, :mark, :since)")
          .bind("system", system)
          .bind("file", file)
          .bind("name", each.name())
          .bind("mark", each.mark())
          .bind("since", Ids.micros(each.since()))
          .execute();
    }
  }
}
