package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.base.kernel.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jigi probe}: runs a component's probes now, and shows what was before and what is. */
@Command(name = "probe")
final class ProbeCommand extends ServerCommand {
  @Parameters(index = "0", paramLabel = "SYSTEM/COMPONENT")
  private String component = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "PROBE")
  private String probe = "";

  ProbeCommand(Common common) {
    super(common);
  }

  @Override
  ExitCode run(ApiClient api, Terminal terminal) {
    String[] parts = component.split("/", -1);
    if (parts.length != 2) {
      throw new UserError(
          "bad-component",
          "'" + component + "' is not a component",
          "write it like quickstart/shop");
    }
    String path = "/api/v1/components/" + encode(parts[0]) + "/" + encode(parts[1]);
    JsonNode before = api.get(path).path("probes");
    Map<String, String> body = probe.isEmpty() ? Map.of() : Map.of("probe", probe);
    JsonNode now = api.post(path + "/probe", body).path("probes");
    List<Map<String, Object>> results = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    boolean good = true;
    for (JsonNode row : now) {
      String name = row.path("name").asText();
      if (probe.isEmpty() || probe.equals(name)) {
        JsonNode old = Rows.one(before, "probe", name, "name");
        good &= row.path("status").asText().equals("ok");
        results.add(Map.of("probe", name, "before", old, "now", row));
        rows.add(
            List.of(
                name,
                terminal.word("status.", old.path("status").asText()),
                terminal.word("status.", row.path("status").asText()),
                Math.round(row.path("took").asDouble() * 1000) + " ms",
                Rows.text(row, "evidence")));
      }
    }
    if (terminal.json()) {
      terminal.json(Map.of("results", results));
    } else {
      terminal.table(
          List.of("probe", "before", "now", "took", "evidence").stream()
              .map(column -> terminal.text("cli.column." + column))
              .toList(),
          rows);
    }
    return good ? ExitCode.DONE : ExitCode.BAD_ANSWER;
  }
}
