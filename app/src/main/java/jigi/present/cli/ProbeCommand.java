package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import jigi.base.config.Manual;
import jigi.base.config.Problem;
import jigi.base.kernel.Status;
import jigi.base.kernel.UserError;
import jigi.detect.probe.Probe;
import jigi.detect.probe.ProbeResult;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code jigi probe}: runs probes now. Of a component of the server, with what was before; of a
 * folder's manual, without any server.
 */
@Command(name = "probe")
public final class ProbeCommand extends ServerCommand {
  /** Runs the probes of a manual in this process. */
  public interface Prober {
    /** The manual's probes, and what is wrong with it. */
    record Read(List<Manual> manuals, List<Probe> probes, List<Problem> problems) {
      public Read {
        manuals = List.copyOf(manuals);
        probes = List.copyOf(probes);
        problems = List.copyOf(problems);
      }
    }

    Read read(Path folder, boolean standIns);

    /** Runs them side by side; hands over the results in the order of the probes. */
    void run(List<Manual> manuals, List<Probe> probes, Consumer<ProbeResult> each)
        throws InterruptedException;
  }

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "SYSTEM/COMPONENT",
      descriptionKey = "SYSTEM/COMPONENT")
  private String component = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "PROBE", descriptionKey = "PROBE")
  private String probe = "";

  @Option(names = "--times", paramLabel = "N", descriptionKey = "probe-times")
  private @Nullable Integer times;

  @Option(names = "--manual", paramLabel = "DIR")
  private @Nullable Path manual;

  @Option(names = "--stand-ins")
  private boolean standIns;

  private final Prober prober;

  public ProbeCommand(Common common, Prober prober) {
    super(common);
    this.prober = prober;
  }

  @Override
  ExitCode run(ApiClient api, Terminal terminal) throws InterruptedException {
    if (manual != null) {
      return ofManual(manual, terminal);
    }
    String[] parts = component.split("/", -1);
    if (parts.length != 2) {
      throw new UserError(
          "bad-component",
          "'" + component + "' is not a component",
          "write it like quickstart/shop, or name a folder by --manual");
    }
    String path = "/api/v1/components/" + encode(parts[0]) + "/" + encode(parts[1]);
    return times == null
        ? ofServer(path, api, terminal)
        : new Repetition(api, terminal).run(path, probe, times);
  }

  private ExitCode ofServer(String path, ApiClient api, Terminal terminal) {
    JsonNode before = api.get(path).path("probes");
    Map<String, String> body = probe.isEmpty() ? Map.of() : Map.of("probe", probe);
    JsonNode now = api.post(path + "/probe", body).path("probes");
    List<Map<String, Object>> results = new ArrayList<>();
    List<JsonNode> shown = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    boolean good = true;
    for (JsonNode row : now) {
      String name = row.path("name").asText();
      if (probe.isEmpty() || probe.equals(name)) {
        JsonNode old = Rows.one(before, "probe", name, "name");
        good &= row.path("status").asText().equals("ok");
        results.add(Map.of("probe", name, "before", old, "now", row));
        shown.add(row);
        rows.add(
            List.of(
                name,
                terminal.word("status.", old.path("status").asText()),
                terminal.word("status.", row.path("status").asText()),
                Math.round(row.path("took").asDouble() * 1000) + " ms",
                Rows.text(row, "evidence")));
      }
    }
    show(terminal, results, List.of("probe", "before", "now", "took", "evidence"), rows);
    if (!terminal.json() && shown.size() == 1) {
      compare(terminal, shown.getFirst());
    }
    return good ? ExitCode.DONE : ExitCode.BAD_ANSWER;
  }

  /** What it measured, beside what it had measured before. */
  private static void compare(Terminal terminal, JsonNode probe) {
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode measure : probe.path("measures")) {
      rows.add(
          List.of(
              measure.path("name").asText(),
              number(measure.path("before")),
              number(measure.path("now"))));
    }
    if (!rows.isEmpty()) {
      terminal.line("");
      terminal.table(
          Stream.of("sample", "before", "now")
              .map(column -> terminal.text("cli.column." + column))
              .toList(),
          rows);
    }
  }

  private static String number(JsonNode value) {
    if (!value.isNumber()) {
      return "-";
    }
    return BigDecimal.valueOf(value.asDouble())
        .round(new MathContext(6))
        .stripTrailingZeros()
        .toPlainString();
  }

  private ExitCode ofManual(Path folder, Terminal terminal) throws InterruptedException {
    Prober.Read read = prober.read(folder, standIns);
    List<Problem> errors =
        read.problems().stream().filter(each -> each.level() == Problem.Level.ERROR).toList();
    if (!errors.isEmpty()) {
      if (!terminal.json()) {
        errors.forEach(each -> terminal.problem(folder, each));
      }
      throw new UserError(
          "bad-manual",
          "the manual in " + folder + " has " + errors.size() + " error(s)",
          "jigi check " + folder + " tells them");
    }
    List<Probe> wanted = read.probes().stream().filter(this::wanted).toList();
    if (wanted.isEmpty()) {
      throw new CommandFailure(
          ExitCode.BAD_ANSWER,
          new UserError(
              "no-probes",
              "the manual in " + folder + " has no such probe",
              "name a component of it, or none for all"));
    }
    List<ProbeResult> results = new ArrayList<>();
    try (Progress progress = new Progress(terminal, wanted.size())) {
      prober.run(
          read.manuals(),
          wanted,
          result -> {
            results.add(result);
            progress.step(result.key().toString());
          });
    }
    return show(terminal, results);
  }

  private boolean wanted(Probe each) {
    Predicate<String> named =
        given ->
            given.equals(each.key().component())
                || given.equals(each.key().system() + "/" + each.key().component());
    return (component.isEmpty() || named.test(component))
        && (probe.isEmpty() || probe.equals(each.key().probe()));
  }

  private static ExitCode show(Terminal terminal, List<ProbeResult> results) {
    List<Map<String, Object>> json = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    for (ProbeResult result : results) {
      String status = result.status().name().toLowerCase(java.util.Locale.ROOT);
      long took = result.duration().toMillis();
      json.add(
          Map.of(
              "component", result.component(),
              "probe", result.name(),
              "status", status,
              "took", result.duration().toNanos() / 1e9,
              "evidence", result.evidence()));
      rows.add(
          List.of(
              terminal.word("status.", status),
              result.component(),
              result.name(),
              took + " ms",
              result.evidence()));
    }
    show(terminal, json, List.of("status", "component", "probe", "took", "evidence"), rows);
    boolean good = results.stream().allMatch(result -> result.status() == Status.OK);
    return good ? ExitCode.DONE : ExitCode.BAD_ANSWER;
  }

  private static void show(
      Terminal terminal,
      List<Map<String, Object>> results,
      List<String> columns,
      List<List<String>> rows) {
    if (terminal.json()) {
      terminal.json(Map.of("results", results));
      return;
    }
    terminal.table(
        columns.stream().map(column -> terminal.text("cli.column." + column)).toList(), rows);
  }
}
