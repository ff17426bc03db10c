package jigi.present.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import jigi.base.config.ManualReader;
import jigi.base.config.Problem;
import jigi.base.manual.ManualSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code jigi check}: reads manuals exactly as the server does and reports every problem. */
@Command(name = "check")
final class CheckCommand implements Callable<Integer> {
  @Mixin private final Common common;

  @Parameters(paramLabel = "MANUAL", descriptionKey = "MANUAL", arity = "0..*")
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
    for (Map.Entry<Path, List<Problem>> entry : problems().entrySet()) {
      for (Problem problem : entry.getValue()) {
        errors += problem.level() == Problem.Level.ERROR ? 1 : 0;
        found.add(json(entry.getKey(), problem));
        if (!terminal.json()) {
          terminal.problem(entry.getKey(), problem);
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

  /** As it is, and as it is while stand-ins play the services, where a manual has some. */
  private Map<Path, List<Problem>> problems() {
    Map<Path, List<Problem>> problems = new LinkedHashMap<>();
    for (boolean standIns : new boolean[] {false, true}) {
      ManualSet.read(folders, standIns, reader)
          .problems()
          .forEach(
              (folder, found) ->
                  problems.merge(
                      folder,
                      found,
                      (plain, other) ->
                          Stream.concat(plain.stream(), other.stream())
                              .distinct()
                              .sorted()
                              .toList()));
    }
    return problems;
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
