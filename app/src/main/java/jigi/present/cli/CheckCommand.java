package jigi.present.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import jigi.base.config.ManualReader;
import jigi.base.config.Problem;
import jigi.base.kernel.UserError;
import jigi.base.manual.ManualFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code jigi check}: reads manuals exactly as the server does and reports every problem. */
@Command(name = "check")
final class CheckCommand implements Callable<Integer> {
  @Mixin private final Common common;

  @Parameters(paramLabel = "MANUAL", arity = "0..*")
  private List<Path> folders = List.of(Path.of("manuals/quickstart"));

  private final ManualReader reader;

  CheckCommand(Common common, ManualReader reader) {
    this.common = common;
    this.reader = reader;
  }

  @Override
  public Integer call() {
    Terminal terminal = common.terminal();
    List<Map<String, Object>> found = new ArrayList<>();
    int errors = 0;
    for (Path folder : folders) {
      ManualReader.Result result = read(folder);
      for (Problem problem : result.problems()) {
        errors += problem.level() == Problem.Level.ERROR ? 1 : 0;
        found.add(json(folder, problem));
        if (!terminal.json()) {
          terminal.problem(folder, problem);
        }
      }
    }
    conclude(terminal, found, errors);
    return (errors == 0 ? ExitCode.DONE : ExitCode.MISUSE).code();
  }

  private void conclude(Terminal terminal, List<Map<String, Object>> found, int errors) {
    int warnings = found.size() - errors;
    if (terminal.json()) {
      terminal.json(Map.of("problems", found, "errors", errors, "warnings", warnings));
    } else {
      terminal.say(
          errors == 0 ? "cli.check.good" : "cli.check.bad",
          Map.of("errors", errors, "warnings", warnings, "manuals", folders.size()));
    }
  }

  /** As it stands, and as it is while stand-ins play its services. */
  private ManualReader.Result read(Path folder) {
    try {
      ManualReader.Result plain = reader.read(ManualFolder.read(folder));
      ManualReader.Result played = reader.read(ManualFolder.read(folder, true));
      List<Problem> both = new ArrayList<>(plain.problems());
      played.problems().stream().filter(problem -> !both.contains(problem)).forEach(both::add);
      return new ManualReader.Result(plain.manual(), both);
    } catch (UserError e) {
      throw new CommandFailure(ExitCode.MISUSE, e);
    }
  }

  private static Map<String, Object> json(Path folder, Problem problem) {
    return Map.of(
        "manual", folder.toString(),
        "file", problem.place().file(),
        "line", problem.place().line(),
        "column", problem.place().column(),
        "level", problem.level().name().toLowerCase(java.util.Locale.ROOT),
        "code", problem.code(),
        "what", problem.what(),
        "hint", problem.hint());
  }
}
