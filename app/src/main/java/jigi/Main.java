package jigi;

import java.nio.file.Path;
import java.util.List;
import jigi.base.config.ManualReader;
import jigi.base.kernel.Messages;
import jigi.present.cli.Cli;

/** Where the process begins. */
public final class Main {
  /** The files of the message catalogue, one per room. */
  static final List<String> TEXTS =
      List.of(
          "journal",
          "access",
          "manual",
          "cli",
          "web",
          "rule",
          "alert",
          "connection",
          "probe",
          "metric",
          "run",
          "incident",
          "notify",
          "house",
          "runbook");

  private Main() {}

  public static void main(String[] args) {
    Logging.configure(System.err);
    Messages messages = Messages.load(TEXTS);
    Parts parts = new Parts();
    Cli cli =
        new Cli(
            messages,
            new ManualReader(
                parts.all(), House.environment("http://127.0.0.1:7070", Path.of("data"))));
    cli.add("up", new UpCommand(cli.common(), messages, parts));
    cli.addHidden("aot-training", new TrainingCommand(cli.common(), messages, parts));
    int exit = cli.run(args);
    if (exit != 0) {
      System.exit(exit);
    }
  }
}
