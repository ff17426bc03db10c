package jigi.present.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import jigi.base.config.ManualReader;
import jigi.base.config.Problem;
import jigi.base.kernel.UserError;
import jigi.base.manual.ManualSet;
import jigi.detect.discovery.Adoption;
import jigi.detect.discovery.Draft;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jigi adopt}: writes a draft manual of what is there, for a person to review. */
@Command(name = "adopt")
final class AdoptCommand implements Callable<Integer> {
  @Mixin private final Common common;

  @Parameters(paramLabel = "COMPOSE", descriptionKey = "COMPOSE", arity = "0..*")
  private List<Path> compose = new ArrayList<>();

  @Option(names = "--crontab", paramLabel = "FILE")
  private List<Path> crontabs = new ArrayList<>();

  @Option(names = "--ports")
  private boolean ports;

  @Option(
      names = "--docker",
      paramLabel = "SOCKET",
      arity = "0..1",
      fallbackValue = "/var/run/docker.sock")
  private @Nullable Path docker;

  @Option(names = "--name", paramLabel = "SYSTEM")
  private String name = "";

  @Option(names = "--out", paramLabel = "DIR")
  private Path out = Path.of("adopted");

  private final ManualReader reader;

  AdoptCommand(Common common, ManualReader reader) {
    this.common = common;
    this.reader = reader;
  }

  @Override
  public Integer call() throws InterruptedException {
    Path daemon = docker;
    if (compose.isEmpty() && crontabs.isEmpty() && !ports && daemon == null) {
      throw new UserError(
          "nothing-to-adopt",
          "nothing was named",
          "name compose files, --crontab FILE, --ports or --docker");
    }
    Adoption adoption = new Adoption();
    compose.forEach(adoption::compose);
    crontabs.forEach(adoption::crontab);
    if (ports) {
      adoption.listening(Path.of("/proc"));
    }
    if (daemon != null) {
      adoption.docker(daemon);
    }
    Draft draft = adoption.draft(name);
    draft.write(out);
    return report(draft).code();
  }

  private ExitCode report(Draft draft) {
    Terminal terminal = common.terminal();
    ManualSet read = ManualSet.read(List.of(out), false, reader);
    List<Problem> problems = read.problems().values().stream().flatMap(List::stream).toList();
    if (terminal.json()) {
      terminal.json(
          Map.of(
              "folder", out.toString(),
              "system", draft.system(),
              "files", List.copyOf(draft.files().keySet()),
              "components", draft.components(),
              "probed", draft.probed(),
              "problems", problems.stream().map(Problem::toString).toList()));
    } else {
      problems.forEach(problem -> terminal.problem(out, problem));
      terminal.say(
          "cli.adopt.written",
          Map.of(
              "folder",
              out,
              "components",
              draft.components(),
              "probed",
              draft.probed(),
              "runbooks",
              draft.files().size() - 1));
      terminal.say("cli.adopt.next", Map.of("folder", out));
    }
    return read.hasErrors() ? ExitCode.MISUSE : ExitCode.DONE;
  }
}
