package jigi.base.manual;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jigi.base.config.Manual;
import jigi.base.config.ManualReader;
import jigi.base.config.ManualSource;
import jigi.base.config.Place;
import jigi.base.config.Problem;
import jigi.base.config.Problems;
import org.jspecify.annotations.Nullable;

/**
 * Several folders, read and checked as the manuals that are to be in force together. The server and
 * {@code jigi check} both read by this.
 *
 * @param manuals those without errors, in the order of the folders
 * @param problems errors and warnings by folder, each by place
 */
public record ManualSet(List<Manual> manuals, Map<Path, List<Problem>> problems) {
  public ManualSet {
    manuals = List.copyOf(manuals);
  }

  /**
   * @param standIns whether what the stand-ins change is laid over the manuals
   */
  public static ManualSet read(List<Path> folders, boolean standIns, ManualReader reader) {
    Map<String, Manual> bySystem = new LinkedHashMap<>();
    Map<Path, List<Problem>> problems = new LinkedHashMap<>();
    for (Path folder : folders) {
      ManualReader.Result result = readOne(folder, standIns, reader);
      List<Problem> found = new ArrayList<>(result.problems());
      Manual manual = result.manual();
      Manual other = manual == null ? null : bySystem.putIfAbsent(manual.system(), manual);
      if (manual != null && other != null) {
        found.add(sameSystem(manual, other));
      }
      problems.merge(folder, List.copyOf(found), ManualSet::both);
    }
    return new ManualSet(List.copyOf(bySystem.values()), problems);
  }

  public boolean hasErrors() {
    return problems.values().stream()
        .flatMap(List::stream)
        .anyMatch(problem -> problem.level() == Problem.Level.ERROR);
  }

  private static List<Problem> both(List<Problem> first, List<Problem> second) {
    List<Problem> both = new ArrayList<>(first);
    both.addAll(second);
    return both.stream().distinct().sorted().toList();
  }

  private static ManualReader.Result readOne(Path folder, boolean standIns, ManualReader reader) {
    Problems problems = new Problems();
    @Nullable ManualSource source = ManualFolder.read(folder, standIns, problems);
    return source == null ? new ManualReader.Result(null, problems.sorted()) : reader.read(source);
  }

  private static Problem sameSystem(Manual manual, Manual other) {
    return new Problem(
        Problem.Level.ERROR,
        new Place(ManualReader.ROOT, 1, 1),
        "same-system",
        "another manual is of the same system ('"
            + manual.system()
            + "' in "
            + other.source().address().path()
            + ")",
        "give each manual a system name of its own, and name each folder once");
  }
}
