package jigi.operate.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import jigi.base.config.Manual;
import jigi.base.config.ManualReader;
import jigi.base.config.ManualSource;
import jigi.base.connect.ConnectPart;
import jigi.base.connect.NamedConnections;
import jigi.base.kernel.Status;
import jigi.base.kernel.Timeline;
import jigi.base.run.Approval;
import jigi.base.run.Bench;
import jigi.base.run.Run;
import jigi.base.run.Runs;
import jigi.base.schedule.HolidayPart;
import jigi.base.schedule.Scheduler;
import jigi.base.store.TestDatabase;
import jigi.detect.inventory.InventoryPart;
import jigi.detect.metric.ConditionPart;
import jigi.detect.probe.ProbePart;
import jigi.detect.rule.RulePart;
import jigi.testing.Component;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runbooks that ship with Jigi, executed as they are on a host of a test, of which a folder is all:
 * what would reach out of it is a program there.
 */
@SuppressWarnings("NullAway.Init")
abstract class ShippedRunbooks {
  private static final String HOSTS =
      "hosts: {app: {local: true, folder: '%1$s/srv', path: ['%1$s/bin'], env: {CALLS:"
          + " '%1$s/calls', BACKUPS: '%1$s/srv/backups', HERE: '%1$s', REBOOT_REQUIRED:"
          + " '%1$s/apt/reboot-required', REPOSITORY: '%3$s', MIRROR: '%1$s/srv/mirror', IMAGES:"
          + " '%1$s/srv/images', NEVER_BLOCK: '198.51.100.1 203.0.113.9'}%2$s}}\n";
  private static final String ROOT =
      """
      components:
        backend: {}
        frontend: {}
        web:
          on: app
          probes:
            - http: http://127.0.0.1:8080/health
              every: 5s
      conditions:
        memory-ok: probe_success{component="web"} == 1
        disk-ok: probe_success{component="web"} == 1
        gateway-ok: probe_success{component="web"} == 1
        certificate-ok: probe_success{component="web"} == 1
        observability-ok: probe_success{component="web"} == 1
        alertmanager-ok: probe_success{component="web"} == 1
        mirror-ok: probe_success{component="web"} == 1
      """;
  private static final String RULE =
      "      - {alert: %s, expr: 'probe_success{component=\"web\"} == 0', labels: {severity:"
          + " critical}}\n";
  @TempDir Path folder;

  /** What the host's settings say besides: {@code , os: apt}. */
  String host = "";

  Bench bench;

  /** What a runbook finds in its environment. */
  String repository = "";

  private Runbooks runbooks;
  private final HolidayPart holidays = new HolidayPart();
  private final ConnectPart connect = new ConnectPart();
  private final InventoryPart inventory =
      new InventoryPart(reading -> reading.part(connect), List.of(ProbePart.PROBES));
  private final ProbePart probes =
      new ProbePart(inventory, reading -> reading.part(connect), reading -> NamedConnections.NONE);
  private final ConditionPart conditions = new ConditionPart(inventory, probes);
  private final RulePart rules = new RulePart();
  private final RunbookPart part =
      new RunbookPart(
          connect,
          conditions,
          rules,
          new RunbookPart.Kinds(List.of(new PlayedPruning(Path.of(""))), _ -> Map.of()));

  @BeforeEach
  void open() throws IOException {
    bench =
        new Bench(
            TestDatabase.SQLITE,
            folder,
            Timeline.real(),
            _ -> List.of(new PlayedPruning(folder.resolve("calls"))));
    for (String condition :
        List.of(
            "memory-ok",
            "disk-ok",
            "gateway-ok",
            "certificate-ok",
            "observability-ok",
            "alertmanager-ok",
            "mirror-ok")) {
      bench.conditions.put(condition, Status.OK);
    }
    bench.engine.open();
    runbooks =
        new Runbooks(
            bench.parts.store(),
            bench.journal,
            bench.parts.timeline(),
            bench.engine,
            new Scheduler(bench.parts.store(), bench.journal, bench.parts.timeline()),
            new Runbooks.ManualParts(part, inventory, connect, holidays));
    bench.witness("calls");
    Path srv = Files.createDirectory(folder.resolve("srv"));
    Files.setPosixFilePermissions(srv, PosixFilePermissions.fromString("rwxrwxrwx"));
    program("sudo", "exec \"$@\"");
    for (String name : List.of("docker-compose", "journalctl", "nginx", "systemctl")) {
      program(name, "echo \"" + name + " $*\" >> \"$CALLS\"");
    }
  }

  @AfterEach
  void close() {
    bench.close();
  }

  Runs.Detail start(
      String manual, String name, @Nullable String alert, Map<String, String> parameters)
      throws Exception {
    String hosts = HOSTS.formatted(folder, host, repository);
    String book = shipped(manual, name);
    // Nothing in here heals by itself within the time that a ladder's rung gets.
    book = book.replaceFirst("settle: \\d+s", "settle: 1s");
    book = book.replace(", DiskFull: suggest", "");
    book = alert == null ? book.replaceFirst("(?m)^on-alert: .*\n", "") : book;
    String rule = alert == null ? "Other" : alert;
    ManualReader.Result result =
        new ManualReader(
                List.of(connect, inventory, probes, conditions, rules, holidays, part), n -> null)
            .read(
                new ManualSource(
                    folder,
                    new TreeMap<>(
                        Map.of(
                            "jigi.yaml",
                            "system: shop\n" + hosts + ROOT,
                            "rules/r.yaml",
                            "groups:\n  - name: g\n    rules:\n" + RULE.formatted(rule),
                            "runbooks/" + name + ".md",
                            book))));
    assertThat(result.problems()).isEmpty();
    Manual read = Objects.requireNonNull(result.manual());
    bench.manual(hosts);
    runbooks.activate(List.of(read));
    Run run = runbooks.start("shop", name, parameters, "user:kim", Runbooks.How.PLAIN);
    return bench.until(run, d -> d.run().state().ended() || d.ask() != null);
  }

  /** As it ships. */
  String shipped(String manual, String name) throws IOException {
    return Files.readString(
        Component.root().resolve("manuals/" + manual + "/runbooks/" + name + ".md"));
  }

  Runs.Detail approved(Runs.Detail asked, String actor) throws InterruptedException {
    assertThat(asked.ask()).as("" + asked.steps()).isNotNull();
    Approval approval =
        Objects.requireNonNull(Objects.requireNonNull(asked.ask()).approval(), asked::toString);
    bench.engine.approve(asked.run().id(), approval.step(), actor, approval.hash());
    return bench.ended(asked.run());
  }

  String output(Runs.Detail detail) {
    return detail.attempts().stream()
        .flatMap(attempt -> bench.runs.tail(attempt, detail, 100).stream())
        .map(line -> line.text())
        .collect(Collectors.joining("\n"));
  }

  String calls() throws IOException {
    return Files.readString(folder.resolve("calls")).strip();
  }

  Path folder(String name) throws IOException {
    Path made = Files.createDirectories(folder.resolve(name));
    for (Path at = made; !at.equals(folder); at = Objects.requireNonNull(at.getParent())) {
      Files.setPosixFilePermissions(at, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
    return made;
  }

  void program(String name, String script) throws IOException {
    folder("bin");
    Path file = folder.resolve("bin").resolve(name).normalize();
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
