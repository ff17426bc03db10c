package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jigi targets}: what is scraped; exit code 1 unless all of it was scraped well. */
@Command(name = "targets")
final class TargetsCommand extends ServerCommand {
  private static final Listing TARGETS =
      Listing.of("targets", "target", "/api/v1/scrape-targets")
          .word("status", "status.")
          .text("system")
          .text("job", "pool")
          .text("target", "url")
          .ago("seen", "scraped")
          .with("took", (row, ages) -> took(row.path("took")))
          .with("error", (row, ages) -> ages.terminal().evidence(Rows.text(row, "error")));

  private static final Listing DROPPED =
      Listing.of("dropped", "target", "/api/v1/scrape-targets")
          .text("system")
          .text("job", "pool")
          .with("labels", (row, ages) -> labels(row.path("discovered")))
          .with("why", (row, ages) -> why(row.path("why").asText(), ages.terminal()));

  @Parameters(paramLabel = "SYSTEM", descriptionKey = "SYSTEM", arity = "0..1")
  private @Nullable String system;

  @Option(names = "--search", paramLabel = "TEXT", descriptionKey = "targets-search")
  private String words = "";

  @Option(names = "--bad", descriptionKey = "targets-bad")
  private boolean bad;

  @Option(names = "--dropped")
  private boolean dropped;

  TargetsCommand(Common common) {
    super(common);
  }

  @Override
  ExitCode run(ApiClient api, Terminal terminal) {
    String of = system == null ? "" : "&system=" + encode(system);
    JsonNode answer =
        api.get("/api/v1/scrape-targets?q=" + encode(words) + (bad ? "&bad=1" : "") + of);
    JsonNode rows = answer.path("rows");
    if (terminal.json()) {
      terminal.json(answer);
    } else {
      Ages ages = new Ages(api, terminal);
      (dropped ? DROPPED : TARGETS).show(terminal, ages, dropped ? answer.path("dropped") : rows);
      JsonNode counts = answer.path("counts");
      terminal.say(
          "cli.targets.counted",
          Map.of(
              "n", counts.path("targets").asInt(),
              "bad", counts.path("bad").asInt(),
              "dropped", counts.path("dropped").asInt()));
    }
    // The worst stand first.
    boolean well = rows.isEmpty() || rows.path(0).path("status").asText().equals("ok");
    return well ? ExitCode.DONE : ExitCode.BAD_ANSWER;
  }

  private static String took(JsonNode seconds) {
    return seconds.isNumber() ? String.format(Locale.ROOT, "%.3fs", seconds.asDouble()) : "-";
  }

  private static String labels(JsonNode labels) {
    List<String> all = new ArrayList<>();
    labels
        .properties()
        .forEach(each -> all.add(each.getKey() + "=\"" + each.getValue().asText() + '"'));
    return String.join(" ", all);
  }

  private static String why(String said, Terminal terminal) {
    return said.isEmpty() ? terminal.text("target.relabelled") : terminal.evidence(said);
  }
}
