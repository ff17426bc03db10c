package jigi.present.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import jigi.base.config.ManualReader;
import jigi.base.config.Problem;
import jigi.base.kernel.Json;
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
public final class AdoptCommand implements Callable<Integer> {
  /** Names the machine that the command runs on. */
  public static final String THIS = "local";

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

  @Option(names = "--host", paramLabel = "HOST")
  private List<String> hosts = new ArrayList<>();

  @Option(names = "--key", paramLabel = "FILE", descriptionKey = "adopt-key")
  private @Nullable Path key;

  private final ManualReader reader;
  private final Drafter drafter;

  public AdoptCommand(Common common, ManualReader reader, Drafter drafter) {
    this.common = common;
    this.reader = reader;
    this.drafter = drafter;
  }

  /** Looks at what was named, and drafts. */
  public interface Drafter {
    Draft draft(Sources sources) throws InterruptedException;
  }

  /**
   * What a draft is to be made of.
   *
   * @param hosts {@code user@address} or {@link #THIS}
   * @param key the private key for hosts; null for those of the account
   * @param docker a daemon's socket, of the hosts where some are named; null for none
   * @param name of the system; empty for what the sources suggest
   */
  public record Sources(
      List<Path> compose,
      List<Path> crontabs,
      boolean ports,
      List<String> hosts,
      @Nullable Path key,
      @Nullable Path docker,
      String name) {
    /** Adds what lies in files. */
    public void files(Adoption adoption) {
      compose.forEach(adoption::compose);
      crontabs.forEach(adoption::crontab);
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    if (compose.isEmpty() && crontabs.isEmpty() && !ports && docker == null && hosts.isEmpty()) {
      throw new UserError(
          "nothing-to-adopt",
          "nothing was named",
          "name compose files, --crontab FILE, --ports, --docker or --host");
    }
    List<String> named = hosts.stream().filter(AdoptCommand::ofAManual).toList();
    Draft draft =
        named.isEmpty()
            ? drafter.draft(new Sources(compose, crontabs, ports, hosts, key, docker, name))
            : asked(named);
    draft.write(out);
    return report(draft).code();
  }

  /** {@code system/host}: the running Jigi knows the way. */
  private static boolean ofAManual(String host) {
    return host.contains("/") && !host.contains("@");
  }

  private Draft asked(List<String> named) {
    boolean more = !compose.isEmpty() || !crontabs.isEmpty() || ports;
    if (named.size() > 1 || hosts.size() > 1 || more) {
      throw new UserError(
          "one-at-a-time",
          "a host of a running Jigi is looked at by itself ('" + named.getFirst() + "')",
          "make a draft of each, and put together what belongs together");
    }
    JsonNode answer =
        common
            .api()
            .post(
                "/api/v1/discovery/look",
                Map.of(
                    "host",
                    named.getFirst(),
                    "name",
                    name,
                    "docker",
                    docker == null ? "" : docker));
    answer.path("daemons").forEach(this::unasked);
    return new Draft(
        answer.path("system").asText(),
        Json.texts(answer.path("files")),
        answer.path("components").asInt(),
        answer.path("probed").asInt(),
        List.of());
  }

  /** What its daemon would not tell is not in the draft. */
  private void unasked(JsonNode daemon) {
    if (daemon.path("services").isNull()) {
      String socket = daemon.path("socket").asText();
      UserError unasked =
          new UserError(
              "docker-not-reached",
              socket + ": " + daemon.path("fault").asText(),
              "its containers are not in the draft; name a daemon by --docker PATH");
      common.terminal().error(unasked);
    }
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
