package jigi;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import jigi.base.config.ManualReader;
import jigi.base.config.SecretSources;
import jigi.base.kernel.Environment;
import jigi.base.kernel.Messages;
import jigi.present.cli.AdoptCommand;
import jigi.present.cli.Cli;
import jigi.present.cli.ProbeCommand;
import org.jspecify.annotations.Nullable;

/** Where the process begins. */
public final class Main {
  /** The files of the message catalogue, one per room; the first is all that most commands need. */
  static final List<String> TEXTS =
      List.of(
          "cli",
          "journal",
          "access",
          "secret",
          "manual",
          "web",
          "rule",
          "alert",
          "connection",
          "probe",
          "evidence",
          "metric",
          "target",
          "run",
          "schedule",
          "incident",
          "notify",
          "house",
          "runbook",
          "checklist",
          "retention",
          "backup",
          "deploy",
          "report");

  private Main() {}

  public static void main(String[] args) {
    Logging.configure(System.err);
    Cli cli = cli(Environment::get);
    int exit = cli.run(args);
    if (exit != 0) {
      System.exit(exit);
    }
  }

  /**
   * The command line with everything that it knows.
   *
   * @param variables of the caller's environment; null for one that is not set
   */
  public static Cli cli(Function<String, @Nullable String> variables) {
    Messages messages = Messages.load(TEXTS);
    Parts parts = new Parts();
    SecretSources environment = House.environment("http://127.0.0.1:7070", Path.of("data"));
    ManualReader reader = new ManualReader(parts.all(), environment);
    Cli cli = new Cli(messages, new ManualReader(parts.checked(), environment), variables);
    cli.add("up", () -> new UpCommand(cli.common(), messages, parts));
    cli.add(
        "probe", () -> new ProbeCommand(cli.common(), new LocalProber(parts, reader, environment)));
    cli.add("adopt", () -> new AdoptCommand(cli.common(), reader, new LocalDrafter(environment)));
    cli.add("stand-ins", () -> new StandInsCommand(cli.common()));
    cli.addHidden("aot-training", () -> new TrainingCommand(cli.common(), messages, parts));
    return cli;
  }
}
