package jigi.base.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import jigi.base.config.Manual;
import jigi.base.config.ManualReader;
import jigi.base.config.ManualSource;
import jigi.base.connect.ConnectPart;
import jigi.base.connect.ConnectionPart;
import jigi.base.connect.Connections;
import jigi.base.connect.Hosts;
import jigi.base.connect.ssh.SshClients;
import jigi.base.connect.wire.Network;
import jigi.base.exec.Exec;
import jigi.base.journal.SqlJournal;
import jigi.base.kernel.Status;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import jigi.base.store.Store;
import jigi.base.store.TestDatabase;
import jigi.testing.Until;
import org.jspecify.annotations.Nullable;

/** A real engine on a real store with real processes, for tests. */
public final class Bench implements AutoCloseable {
  final Path folder;
  public final Map<String, Status> conditions = new ConcurrentHashMap<>();
  final Troubles troubles = new Troubles();
  final Timeline timeline;
  final Store store;
  final Exec exec;
  private final SshClients clients;
  private final ConnectPart hosts = new ConnectPart();
  private final ConnectionPart named = new ConnectionPart(_ -> new Hosts(Map.of()));
  public final SqlJournal journal;
  public final RunParts parts;
  public final RunEngine engine;
  public final Runs runs;

  public Bench(Path folder) {
    this(TestDatabase.SQLITE, folder);
  }

  public Bench(TestDatabase database, Path folder) {
    this(database, folder, Timeline.real(), List.of());
  }

  Bench(
      TestDatabase database, Path folder, Timeline timeline, Collection<? extends StepKind> kinds) {
    this(database, folder, timeline, connections -> kinds);
  }

  /**
   * @param kinds step kinds that need connections
   */
  public Bench(
      TestDatabase database,
      Path folder,
      Timeline timeline,
      Function<Connections, Collection<? extends StepKind>> kinds) {
    this.folder = folder;
    this.timeline = timeline;
    this.store = database.store(folder, troubles);
    this.exec = new Exec(folder.resolve("attempts"));
    this.journal = new SqlJournal(store, timeline, troubles, "test");
    this.clients = new SshClients(exec, folder, _ -> null);
    Connections connections =
        new Connections(hosts, named, exec, clients, new Network(), _ -> null);
    this.parts = new RunParts(store, journal, timeline, exec, connections, troubles, "test");
    this.engine = new RunEngine(parts, checker(), Approvers.byName(), kinds.apply(connections));
    this.runs = new Runs(parts);
  }

  ConditionChecker checker() {
    return new ConditionChecker() {
      @Override
      public Check now(String system, String condition) {
        Path file = folder.resolve("condition-" + condition);
        if (Files.exists(file)) {
          return new Check(Status.OK, "file");
        }
        return new Check(conditions.getOrDefault(condition, Status.UNKNOWN), "set");
      }

      @Override
      public Check fresh(String system, String condition, java.time.Instant since) {
        return now(system, condition);
      }
    };
  }

  /** Puts a manual of the system shop in force that has these hosts. */
  void hosts(String yaml) {
    manual("hosts: " + yaml);
  }

  /** Puts a manual of the system shop in force that has these hosts and connections. */
  public void manual(String yaml) {
    ManualReader.Result read =
        new ManualReader(List.of(hosts, named), _ -> null)
            .read(
                new ManualSource(
                    folder, new TreeMap<>(Map.of("jigi.yaml", "system: shop\n" + yaml))));
    Manual manual = Objects.requireNonNull(read.manual(), read.problems()::toString);
    parts.connections().activate(List.of(manual));
  }

  /** Runs steps with a value for the parameter {@code ID}, and waits for the end. */
  public Runs.Detail ran(Mode mode, String id, StepDefinition... steps)
      throws InterruptedException {
    RunDefinition definition =
        new RunDefinition(
            "book",
            "Book",
            "shop",
            List.of(steps),
            null,
            List.of(),
            List.of(new Parameter("ID", Parameter.Type.TEXT, null, List.of(), "1", null)),
            Guards.DEFAULT);
    RunRequest byHand = RunRequest.byHand(definition, Map.of("ID", id), "user:kim");
    return until(
        engine.start(
            new RunRequest(
                definition,
                byHand.parameters(),
                byHand.trigger(),
                byHand.actor(),
                null,
                byHand.lane(),
                mode)),
        detail -> detail.run().state().ended() || detail.ask() != null);
  }

  /** A file that steps may write to whatever account they run under. */
  public Path witness(String name) {
    Path file = folder.resolve(name);
    try {
      if (!Files.exists(file)) {
        Files.createFile(file);
      }
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
      Path open = folder;
      while (open != null && open.getNameCount() > 1) {
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        open = open.getParent();
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return file;
  }

  Run start(RunDefinition definition) {
    return engine.start(RunRequest.byHand(definition, Map.of(), "user:kim"));
  }

  public Runs.Detail ended(Run run) {
    return until(run, detail -> detail.run().state().ended());
  }

  public Runs.Detail until(Run run, Predicate<Runs.Detail> wanted) {
    return Until.found(
        "as wanted",
        () -> {
          Runs.Detail detail = runs.get(run.id());
          return wanted.test(detail) ? detail : null;
        },
        () -> runs.get(run.id()).toString());
  }

  @Override
  public void close() {
    engine.close();
    clients.close();
    exec.close();
    journal.close();
    store.close();
    timeline.close();
  }

  /** The host loses an attempt: its shim and all that it began. */
  static void lose(Path folder, String attempt) throws IOException {
    ProcessHandle.allProcesses()
        .filter(
            p -> p.info().arguments().map(a -> String.join(" ", a).contains(attempt)).orElse(false))
        .forEach(ProcessHandle::destroyForcibly);
    String pid =
        Files.readString(folder.resolve("attempts/" + attempt + "/pid"))
            .lines()
            .findFirst()
            .orElseThrow()
            .substring(4);
    ProcessHandle.of(Long.parseLong(pid))
        .ifPresent(
            p -> {
              p.descendants().forEach(ProcessHandle::destroyForcibly);
              p.destroyForcibly();
            });
  }

  /** A run under way that kim began by hand. */
  static Run run(Mode mode, Instant now, @Nullable String cancelledBy) {
    return new Run(
        "r",
        1,
        "shop",
        "book",
        "Book",
        "h",
        "t",
        Map.of(),
        Trigger.manual(),
        "user:kim",
        null,
        Lane.NORMAL,
        mode,
        RunState.RUNNING,
        null,
        new Run.Times(now, null, null),
        cancelledBy,
        null,
        1,
        null);
  }

  static RunDefinition definition(@Nullable String goal, StepDefinition... steps) {
    return new RunDefinition(
        "book",
        "Book",
        "shop",
        List.of(steps),
        goal == null ? null : new Goal(goal, 2000),
        List.of("shop/book"),
        List.of(),
        Guards.DEFAULT);
  }

  static StepDefinition look(String title, String script, String... attributes) {
    return StepDefinition.of(title, Role.LOOK, part("sh", script, attributes));
  }

  static StepDefinition run(String title, String script, String... attributes) {
    return StepDefinition.of(title, Role.RUN, part("sh", script, attributes));
  }

  static StepDefinition own(String title, String kind, String... attributes) {
    return StepDefinition.of(title, Role.OWN, part(kind, "", attributes));
  }

  static StepDefinition verified(StepDefinition step, String script, String... attributes) {
    return new StepDefinition(
        step.title(),
        step.role(),
        step.act(),
        part("sh", script, attributes),
        step.undo(),
        step.probe());
  }

  static StepDefinition undone(StepDefinition step, String script) {
    return new StepDefinition(
        step.title(), step.role(), step.act(), step.verify(), part("sh", script), step.probe());
  }

  static StepDefinition probed(StepDefinition step, String script) {
    return new StepDefinition(
        step.title(), step.role(), step.act(), step.verify(), step.undo(), part("sh", script));
  }

  public static StepPart part(String kind, String source, String... attributes) {
    Map<String, String> map = new TreeMap<>();
    for (String attribute : attributes) {
      String[] words = attribute.split("=", 2);
      map.put(words[0], words[1]);
    }
    return new StepPart(kind, source, map, 1);
  }

  static List<String> purposes(Runs.Detail detail) {
    List<String> all = new ArrayList<>();
    detail.attempts().forEach(a -> all.add(a.purpose() + " " + a.step() + " " + a.outcome()));
    return all;
  }

  static List<StepState> states(Runs.Detail detail) {
    return Arrays.asList(detail.steps().stream().map(RunStep::state).toArray(StepState[]::new));
  }

  /** The approval that the run asks for. */
  static Approval asked(Runs.Detail detail) {
    return Objects.requireNonNull(Objects.requireNonNull(detail.ask()).approval());
  }
}
