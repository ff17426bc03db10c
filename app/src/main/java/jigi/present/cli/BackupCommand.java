package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jigi backup}: plans, what there is of them, and whether it was ever restored. */
@Command(name = "backup")
final class BackupCommand extends ListCommand {
  private static final Listing PLANS =
      Listing.of("plans", "plan", "/api/v1/plans")
          .word("status", "status.")
          .text("system")
          .text("plan", "name")
          .ago("newest", "taken")
          .with("size", (row, ages) -> bytes(row.path("bytes")))
          .ago("proven", "proven")
          .with("rpo", (row, ages) -> measured(row.path("lost"), row.path("goals").path("rpo")))
          .with("rto", (row, ages) -> measured(row.path("rto"), row.path("goals").path("rto")))
          .word("matter", "backup.matter.");
  private static final Listing BACKUPS =
      Listing.of("backups", "backup", "")
          .word("state", "backup.word.")
          .ago("taken", "started")
          .text("item")
          .with("part", (row, ages) -> part(row, ages.terminal()))
          .with("size", (row, ages) -> bytes(row.path("size").path("stored")))
          .with("rows", (row, ages) -> Rows.text(row, "rows"))
          .with("stores", (row, ages) -> stores(row, ages.terminal()))
          .with("proven", (row, ages) -> yes(row.path("proven").asBoolean(), ages.terminal()))
          .with(
              "held",
              (row, ages) ->
                  row.path("held").isTextual() ? ages.terminal().text("backup.held") : "-")
          .text("file", "name")
          .with("why", (row, ages) -> why(row, ages.terminal()));

  private static final Listing COPIES =
      Listing.of("copies", "copy", "")
          .with(
              "fate",
              (row, ages) ->
                  ages.terminal()
                      .text("backup.fate." + (row.path("keep").asBoolean() ? "stays" : "goes")))
          .text("store")
          .text("file", "name")
          .with("why", (row, ages) -> reasons(row, ages.terminal()));

  BackupCommand(Common common) {
    super(common, PLANS);
  }

  static CommandLine with(Supplier<Common> common) {
    return group(() -> new BackupCommand(common.get()))
        .addSubcommand("show", new Show(common.get()))
        .addSubcommand("retention", new Kept(common.get()))
        .addSubcommand("run", new Take(common.get()))
        .addSubcommand("verify", new Verify(common.get()))
        .addSubcommand("drill", new Drill(common.get()))
        .addSubcommand("restore", new Restore(common.get()))
        .addSubcommand("recover", new Recover(common.get()))
        .addSubcommand("hold", new Hold(common.get()))
        .addSubcommand("release", new Release(common.get()))
        .addSubcommand("adopt", new Adopt(common.get()));
  }

  static String bytes(JsonNode bytes) {
    if (!bytes.isNumber()) {
      return "-";
    }
    double value = bytes.asDouble();
    String[] units = {"B", "kB", "MB", "GB", "TB"};
    int unit = 0;
    while (value >= 1000 && unit < units.length - 1) {
      value /= 1000;
      unit++;
    }
    return (unit == 0
            ? String.valueOf((long) value)
            : String.format(java.util.Locale.ROOT, "%.1f", value))
        + " "
        + units[unit];
  }

  private static String measured(JsonNode actual, JsonNode target) {
    return span(actual) + " / " + span(target);
  }

  static String span(JsonNode seconds) {
    if (!seconds.isNumber()) {
      return "-";
    }
    long all = Math.round(seconds.asDouble());
    return all < 60
        ? all + "s"
        : all < 3600 ? all / 60 + "m" + all % 60 + "s" : all / 3600 + "h" + all % 3600 / 60 + "m";
  }

  private static String yes(boolean yes, Terminal terminal) {
    return yes ? terminal.text("backup.proven") : "-";
  }

  private static String stores(JsonNode row, Terminal terminal) {
    StringBuilder out = new StringBuilder();
    for (JsonNode copy : row.path("copies")) {
      out.append(out.isEmpty() ? "" : ", ")
          .append(copy.path("store").asText())
          .append(" ")
          .append(terminal.word("backup.word.", copy.path("state").asText()));
    }
    return out.isEmpty() ? "-" : out.toString();
  }

  /** A whole one, or which increment since it. */
  private static String part(JsonNode row, Terminal terminal) {
    int increment = row.path("increment").asInt();
    return increment == 0 ? terminal.text("backup.whole") : "+" + increment;
  }

  private static String reasons(JsonNode row, Terminal terminal) {
    StringBuilder out = new StringBuilder();
    for (JsonNode reason : row.path("why")) {
      out.append(out.isEmpty() ? "" : ", ").append(terminal.text(reason.asText()));
    }
    return out.toString();
  }

  private static String why(JsonNode row, Terminal terminal) {
    String said = row.path("fault").path("said").asText("");
    String unusual = row.path("unusual").asText("");
    String text = said.isEmpty() ? (unusual.equals("null") ? "" : unusual) : said;
    return terminal.evidence(text.lines().findFirst().orElse(""));
  }

  /** A plan's backups, newest first. */
  @Command(name = "show")
  static final class Show extends ShowCommand {
    @Parameters(paramLabel = "PLAN", descriptionKey = "PLAN")
    private String plan = "";

    Show(Common common) {
      super(common);
    }

    @Override
    String path(ApiClient api) {
      return PLANS.named(api, plan);
    }

    @Override
    ExitCode judge(JsonNode found) {
      boolean bad = found.path("row").path("status").asText().equals("fail");
      return bad ? ExitCode.BAD_ANSWER : ExitCode.DONE;
    }

    @Override
    void show(JsonNode found, Ages ages) {
      PLANS.fields(ages, found.path("row"));
      JsonNode key = found.path("key");
      if (key.isObject()) {
        String escrow = key.path("escrow").asText("");
        boolean alone = !key.path("escrow").isTextual();
        ages.terminal().field("key", alone ? ages.terminal().text("backup.key.alone") : escrow);
      }
      ages.terminal().line("");
      BACKUPS.show(ages.terminal(), ages, found.path("backups"));
    }
  }

  /** What the rules would do with every copy now; removes nothing. */
  @Command(name = "retention")
  static final class Kept extends ServerCommand {
    @Parameters(paramLabel = "PLAN", descriptionKey = "PLAN")
    private String plan = "";

    Kept(Common common) {
      super(common);
    }

    @Override
    ExitCode run(ApiClient api, Terminal terminal) {
      JsonNode copies = api.list(PLANS.named(api, plan) + "/retention", "copies");
      COPIES.show(terminal, new Ages(api, terminal), copies);
      return ExitCode.DONE;
    }
  }

  /** Begins a run, and with {@code --follow} waits for its end. */
  private abstract static class Begin extends ServerCommand {
    @Option(names = {"-f", "--follow"})
    private boolean follow;

    Begin(Common common) {
      super(common);
    }

    abstract JsonNode begin(ApiClient api);

    @Override
    ExitCode run(ApiClient api, Terminal terminal) throws InterruptedException {
      JsonNode started = begin(api);
      String id = started.path("id").asText();
      if (follow) {
        return follow(api, terminal, id);
      }
      if (terminal.json()) {
        terminal.json(started);
      } else {
        String number = api.get("/api/v1/runs/" + encode(id)).path("row").path("number").asText();
        terminal.say("cli.run.started", Map.of("number", number));
      }
      return ExitCode.DONE;
    }
  }

  /** How far it has come stands on a terminal as long as it works. */
  private static ExitCode follow(ApiClient api, Terminal terminal, String id)
      throws InterruptedException {
    try (FollowedProgress progress = new FollowedProgress(api, terminal, id)) {
      return new RunLog(api, terminal, id).follow(progress::show);
    }
  }

  /** Makes a backup now. */
  @Command(name = "run")
  static final class Take extends Begin {
    @Parameters(paramLabel = "PLAN", descriptionKey = "PLAN")
    private String plan = "";

    Take(Common common) {
      super(common);
    }

    @Override
    JsonNode begin(ApiClient api) {
      return api.post(PLANS.named(api, plan) + "/run", Map.of());
    }
  }

  /** Reads a backup's copies back. */
  @Command(name = "verify")
  static final class Verify extends Begin {
    @Parameters(paramLabel = "BACKUP", descriptionKey = "BACKUP")
    private String backup = "";

    Verify(Common common) {
      super(common);
    }

    @Override
    JsonNode begin(ApiClient api) {
      return api.post("/api/v1/backups/" + encode(backup) + "/verify", Map.of());
    }
  }

  /** Restores into a scratch server and compares. */
  @Command(name = "drill")
  static final class Drill extends Begin {
    @Parameters(paramLabel = "PLAN", descriptionKey = "PLAN")
    private String plan = "";

    @Option(names = "--backup", paramLabel = "BACKUP")
    private String backup = "";

    @ArgGroup private @Nullable To point;

    Drill(Common common) {
      super(common);
    }

    @Override
    JsonNode begin(ApiClient api) {
      Map<String, String> body = new LinkedHashMap<>();
      if (!backup.isEmpty()) {
        body.put("backup", backup);
      }
      if (point != null) {
        body.put("point", point.text());
      }
      return api.post(PLANS.named(api, plan) + "/drill", body);
    }
  }

  /** A point in time, in one of several ways. */
  static final class To {
    @Option(names = "--at", paramLabel = "TIME")
    private String at = "";

    @Option(names = "--lsn", paramLabel = "LSN")
    private String lsn = "";

    @Option(names = "--position", paramLabel = "POSITION")
    private String position = "";

    @Option(names = "--name", paramLabel = "NAME")
    private String name = "";

    String text() {
      if (!at.isEmpty()) {
        return "time:" + instant(at);
      }
      if (!position.isEmpty()) {
        return "binlog:" + position;
      }
      return lsn.isEmpty() ? "name:" + name : "lsn:" + lsn;
    }

    /** Any offset is understood; what has none the server refuses with what it wants. */
    private static String instant(String text) {
      try {
        return OffsetDateTime.parse(text).toInstant().toString();
      } catch (DateTimeParseException e) {
        return text;
      }
    }
  }

  /** Restores a point in time into a folder of Jigi's machine, or a database of it by name. */
  @Command(name = "recover")
  static final class Recover extends Begin {
    @Parameters(paramLabel = "PLAN", descriptionKey = "PLAN")
    private String plan = "";

    @ArgGroup(multiplicity = "1")
    private To point = new To();

    @Option(names = "--to", paramLabel = "TARGET", required = true)
    private String to = "";

    @Option(names = "--confirm", paramLabel = "NAME")
    private String confirm = "";

    Recover(Common common) {
      super(common);
    }

    @Override
    JsonNode begin(ApiClient api) {
      Map<String, String> body = new LinkedHashMap<>(Map.of("point", point.text(), "to", to));
      if (!confirm.isEmpty()) {
        body.put("confirm", confirm);
      }
      return api.post(PLANS.named(api, plan) + "/recover", body);
    }
  }

  /** Takes what lies in the stores into the catalogue. */
  @Command(name = "adopt")
  static final class Adopt extends Begin {
    @Parameters(paramLabel = "PLAN", descriptionKey = "PLAN")
    private String plan = "";

    Adopt(Common common) {
      super(common);
    }

    @Override
    JsonNode begin(ApiClient api) {
      return api.post(PLANS.named(api, plan) + "/adopt", Map.of());
    }
  }

  /** No rule removes it any more. */
  @Command(name = "hold")
  static final class Hold extends ServerCommand {
    @Parameters(paramLabel = "BACKUP", descriptionKey = "BACKUP")
    private String backup = "";

    @Option(names = "--reason", paramLabel = "TEXT", required = true)
    private String reason = "";

    Hold(Common common) {
      super(common);
    }

    @Override
    ExitCode run(ApiClient api, Terminal terminal) {
      JsonNode held =
          api.post("/api/v1/backups/" + encode(backup) + "/hold", Map.of("reason", reason));
      return told(terminal, held, "cli.backup.held");
    }
  }

  /** The rules hold for it again. */
  @Command(name = "release")
  static final class Release extends ServerCommand {
    @Parameters(paramLabel = "BACKUP", descriptionKey = "BACKUP")
    private String backup = "";

    Release(Common common) {
      super(common);
    }

    @Override
    ExitCode run(ApiClient api, Terminal terminal) {
      JsonNode held = api.post("/api/v1/backups/" + encode(backup) + "/release", Map.of());
      return told(terminal, held, "cli.backup.released");
    }
  }

  private static ExitCode told(Terminal terminal, JsonNode backup, String key) {
    if (terminal.json()) {
      terminal.json(backup);
    } else {
      terminal.say(key, Map.of("name", backup.path("name").asText()));
    }
    return ExitCode.DONE;
  }

  /** Restores beside the original, or with a confirmation in its place. */
  @Command(name = "restore")
  static final class Restore extends Begin {
    @Parameters(paramLabel = "BACKUP", descriptionKey = "BACKUP")
    private String backup = "";

    @Option(names = "--to", paramLabel = "NAME", required = true)
    private String to = "";

    @Option(names = "--confirm", paramLabel = "NAME")
    private String confirm = "";

    @Option(names = {"-n", "--dry-run"})
    private boolean dry;

    Restore(Common common) {
      super(common);
    }

    /** What it would do; exit code 1 when it cannot be begun. */
    @Override
    ExitCode run(ApiClient api, Terminal terminal) throws InterruptedException {
      if (!dry) {
        return super.run(api, terminal);
      }
      boolean over = !confirm.isEmpty();
      JsonNode outline =
          api.get(
              "/api/v1/backups/"
                  + encode(backup)
                  + "/restore?to="
                  + encode(to)
                  + (over ? "&over=true" : ""));
      return RestoreOutline.tell(terminal, outline);
    }

    @Override
    JsonNode begin(ApiClient api) {
      Map<String, String> body = new LinkedHashMap<>();
      body.put("to", to);
      if (!confirm.isEmpty()) {
        body.put("confirm", confirm);
      }
      return api.post("/api/v1/backups/" + encode(backup) + "/restore", body);
    }
  }
}
