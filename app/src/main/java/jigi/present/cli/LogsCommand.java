package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import jigi.base.kernel.UserError;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code jigi logs}: the errors in a system's logs, grouped, exit code 1 when there are some; or
 * what its access logs hold, or the newest lines that matched a pattern, or what was kept of any
 * log; or whole logs as they lie there with their rotated files, and one as it grows.
 */
@Command(name = "logs")
final class LogsCommand extends ServerCommand {
  private static final Listing ERRORS =
      Listing.of("groups", "group", "/api/v1/logs/errors")
          .text("lines")
          .text("severity", "level")
          .text("component")
          .ago("seen", "last")
          .text("example");

  private static final Listing LINES =
      Listing.of("lines", "line", "/api/v1/logs/lines")
          .ago("seen", "read")
          .text("component")
          .text("line");

  private static final Listing FOUND =
      Listing.of("lines", "line", "/api/v1/logs/search")
          .ago("seen", "read")
          .with(
              "component",
              (row, ages) -> Rows.text(row, "system") + "/" + Rows.text(row, "component"))
          .text("what")
          .text("lines")
          .text("line");

  @Parameters(
      paramLabel = "SYSTEM[/COMPONENT]",
      descriptionKey = "SYSTEM-COMPONENT",
      arity = "0..1")
  private String what = "";

  @Option(names = "--within", paramLabel = "DURATION")
  private @Nullable String within;

  @Option(names = "--since-check", paramLabel = "CHECKLIST")
  private @Nullable String sinceCheck;

  @Option(names = "--access")
  private boolean access;

  @Option(names = "--top", paramLabel = "N")
  private int top = 20;

  @Option(names = "--pattern", paramLabel = "NAME")
  private @Nullable String pattern;

  @Option(names = "--search", paramLabel = "TEXT")
  private @Nullable String search;

  @Option(names = "--whole")
  private boolean whole;

  @Option(
      names = {"-f", "--follow"},
      descriptionKey = "logs-follow")
  private boolean follow;

  @Option(names = "--level", paramLabel = "LEVEL", descriptionKey = "logs-level")
  private @Nullable String level;

  @Option(names = "--probe", paramLabel = "NAME", descriptionKey = "logs-probe")
  private @Nullable String probe;

  @Option(names = "--from", paramLabel = "TIME", descriptionKey = "logs-from")
  private @Nullable String from;

  @Option(names = "--until", paramLabel = "TIME", descriptionKey = "logs-until")
  private @Nullable String until;

  LogsCommand(Common common) {
    super(common);
  }

  @Override
  ExitCode run(ApiClient api, Terminal terminal) throws InterruptedException {
    if (within != null && from != null) {
      throw new UserError(
          "two-windows", "--within and --from both name a beginning", "name one of them");
    }
    if (within != null && sinceCheck != null) {
      throw new UserError(
          "two-windows", "--within and --since-check both name a time", "name one of them");
    }
    if (whole || follow) {
      Ages ages = new Ages(api, terminal);
      boolean one = follow || what.indexOf('/') >= 0;
      WholeLogReading reading =
          new WholeLogReading(api, terminal, one ? wholeQuery(ages) : everywhereQuery(ages));
      return follow ? reading.follow() : one ? reading.once() : reading.everywhere();
    }
    if (from != null || until != null) {
      throw new UserError(
          "kept-lines", "--from and --until choose lines of whole logs", "add --whole");
    }
    if (search != null) {
      return search(search, api, terminal);
    }
    if (what.isEmpty()) {
      throw new UserError(
          "missing-system", "no system is named", "name one, or look through all: --search TEXT");
    }
    if (access) {
      return access(api, terminal);
    }
    if (pattern != null) {
      JsonNode rows = LINES.rows(api, query() + "&pattern=" + encode(pattern));
      LINES.show(terminal, new Ages(api, terminal), rows);
      return ExitCode.DONE;
    }
    return errors(api, terminal);
  }

  private String wholeQuery(Ages ages) {
    int slash = what.indexOf('/');
    if (slash < 0) {
      throw new UserError(
          "missing-component",
          "one log is followed, a component's ('" + what + "')",
          "write SYSTEM/COMPONENT, and --probe NAME where it has several logs");
    }
    return "?system="
        + encode(what.substring(0, slash))
        + "&component="
        + encode(what.substring(slash + 1))
        + "&lines="
        + top
        + given("&probe=", probe)
        + sought(ages, what.substring(0, slash));
  }

  /** All logs of a system, or of all systems. */
  private String everywhereQuery(Ages ages) {
    return "?lines=" + top + (what.isEmpty() ? "" : "&system=" + encode(what)) + sought(ages, what);
  }

  private String sought(Ages ages, String system) {
    Instant begin =
        within != null
            ? ages.before(Ages.length(within))
            : from == null ? null : ages.typed(from, system);
    Instant end = until == null ? null : ages.typed(until, system);
    return given("&q=", search)
        + given("&level=", level)
        + given("&from=", begin)
        + given("&until=", end);
  }

  private static String given(String name, @Nullable Object value) {
    return value == null ? "" : name + encode(value.toString());
  }

  private ExitCode search(String text, ApiClient api, Terminal terminal) {
    if (sinceCheck != null && what.isEmpty()) {
      throw new UserError(
          "missing-system", "a checklist is a system's", "name the system, or a time by --within");
    }
    String asked = query() + "&top=" + top + "&q=" + encode(text);
    JsonNode rows = FOUND.rows(api, asked);
    FOUND.show(terminal, new Ages(api, terminal), rows);
    return ExitCode.DONE;
  }

  private ExitCode errors(ApiClient api, Terminal terminal) {
    JsonNode answer = api.get("/api/v1/logs/errors" + query());
    JsonNode groups = answer.path("groups");
    if (terminal.json()) {
      terminal.json(answer);
    } else {
      ERRORS.show(terminal, new Ages(api, terminal), groups);
      terminal.say(
          "cli.logs.compared",
          Map.of("lines", answer.path("lines").asLong(), "before", answer.path("before").asLong()));
    }
    return groups.isEmpty() ? ExitCode.DONE : ExitCode.BAD_ANSWER;
  }

  private ExitCode access(ApiClient api, Terminal terminal) {
    JsonNode report = api.get("/api/v1/logs/access" + query() + "&top=" + top);
    if (terminal.json()) {
      terminal.json(report);
      return ExitCode.DONE;
    }
    long all = report.path("requests").asLong();
    if (all == 0) {
      terminal.line(terminal.text("cli.none.requests"));
      return ExitCode.DONE;
    }
    for (String part : new String[] {"statuses", "clients", "paths", "slowest", "refused"}) {
      JsonNode rows = report.path(part);
      if (!rows.isEmpty()) {
        terminal.line(terminal.text("cli.logs." + part));
        table(part, all).show(terminal, new Ages(api, terminal), rows);
      }
    }
    return ExitCode.DONE;
  }

  private static Listing table(String part, long all) {
    Listing plain =
        Listing.of(part, "row", "")
            .text("requests")
            .with("share", (row, ages) -> share(row.path("requests").asLong(), all));
    return (part.equals("slowest") ? plain.with("mean", (row, ages) -> mean(row)) : plain)
        .text("what", "name");
  }

  private static String share(long part, long all) {
    return String.format(Locale.ROOT, "%.1f%%", 100.0 * part / all);
  }

  private static String mean(JsonNode row) {
    return String.format(Locale.ROOT, "%.3fs", row.path("mean").asDouble());
  }

  private String query() {
    int slash = what.indexOf('/');
    String system = slash < 0 ? what : what.substring(0, slash);
    String component = slash < 0 ? "" : "&component=" + encode(what.substring(slash + 1));
    String window =
        sinceCheck == null
            ? "&within=" + encode(within == null ? "24h" : within)
            : "&checklist=" + encode(sinceCheck);
    String of = system.isEmpty() ? "" : "&system=" + encode(system);
    return "?" + window.substring(1) + of + component;
  }
}
