package jigi.operate.backup.source.files;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import jigi.base.config.Field;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.base.connect.Connection;
import jigi.operate.backup.source.Source;
import jigi.operate.backup.source.SourceKind;
import org.jspecify.annotations.Nullable;

/** {@code files: [/srv/uploads]}: files and folders of this machine. */
public final class FilesSourceKind implements SourceKind {
  private static final int MOST = 1000;
  private static final Field<List<String>> FILES =
      Field.required(
          "files", Shapes.listOf(Shapes.text()), "Files and folders of this machine, absolute.");
  private static final Field<List<String>> EXCEPT =
      Field.optional(
          "except",
          Shapes.listOf(Shapes.text()),
          "What is left out, as patterns of absolute names: /srv/uploads/cache/**, **/*.tmp");

  private static final Field<Duration> WATCH =
      Field.optional(
          "watch",
          Shapes.duration(),
          "How often they are looked at; when one has changed they are backed up at once.");

  private static final Field<Integer> INCREMENTS =
      Field.optional(
          "increments",
          Shapes.integer(0, MOST),
          "0",
          "So many backups after each whole one hold only what has changed; 0 makes all whole.");

  @Override
  public String name() {
    return "files";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(FILES, EXCEPT, WATCH, INCREMENTS);
  }

  @Override
  public @Nullable Duration watch(Values values) {
    return values.find(WATCH);
  }

  @Override
  public @Nullable Class<? extends Connection> connection() {
    return null;
  }

  @Override
  public Source configure(Values values) {
    List<String> except = new ArrayList<>();
    for (String pattern : values.find(EXCEPT, List.of())) {
      try {
        FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        except.add(pattern);
      } catch (PatternSyntaxException e) {
        values.error(
            EXCEPT,
            "bad-value",
            "not a pattern of names ('" + pattern + "')",
            "write for example /srv/uploads/cache/** or **/*.tmp");
      }
    }
    for (String file : values.get(FILES)) {
      if (!file.startsWith("/") || file.equals("/")) {
        values.error(
            FILES,
            "bad-value",
            "not an absolute name of a file or folder ('" + file + "')",
            "write for example /srv/uploads");
      }
    }
    reportNested(values);
    return new FilesSource(
        values.get(FILES), except, values.find(WATCH) != null, values.get(INCREMENTS));
  }

  /** What lies in another of them would stand in the archive twice, and be restored once. */
  private static void reportNested(Values values) {
    List<Path> roots = values.get(FILES).stream().map(Path::of).map(Path::normalize).toList();
    for (int i = 0; i < roots.size(); i++) {
      for (int j = 0; j < roots.size(); j++) {
        if (i != j && roots.get(i).startsWith(roots.get(j))) {
          values.error(
              FILES,
              "nested-files",
              "it lies in another of them ('" + roots.get(i) + "' in '" + roots.get(j) + "')",
              "leave it out: the other one holds it");
          return;
        }
      }
    }
  }
}
