package jigi.detect.probe.file;

import java.util.List;
import java.util.Map;
import java.util.Set;
import jigi.base.config.Field;
import jigi.base.config.Problems;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.detect.probe.Check;
import jigi.detect.probe.ProbeKind;
import jigi.detect.probe.SampleName;
import jigi.detect.probe.expect.Expectation;
import jigi.detect.probe.expect.Expectations;
import org.jspecify.annotations.Nullable;

/** Looks at files: whether they are there, how many, how old, how large, what is in them. */
public final class FileKind implements ProbeKind {
  private static final Set<String> SUBJECTS = Set.of("count", "age", "size");

  private static final Field<String> PATH =
      Field.required(
          "file", path(), "An absolute path; its last part may be a pattern (backup_*.gz).");
  private static final Field<Integer> DEPTH =
      Field.optional(
          "depth", Shapes.integer(1, 20), "1", "How many levels of folders below to look into.");
  private static final Field<String> SHA256 =
      Field.optional("sha256", digest(), "The digest that the newest file must have.");
  private static final Field<Integer> MODE =
      Field.optional(
          "mode", mode(), "The permissions that every file may have at most, as \"600\".");
  private static final Field<List<Expectation>> EXPECT =
      Expectations.field(
          SUBJECTS,
          "What must hold of the number of files (count), and of the newest one's age and size.",
          "count > 0");

  @Override
  public String name() {
    return "file";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(PATH, DEPTH, SHA256, MODE, EXPECT);
  }

  @Override
  public Check configure(Values values, Problems problems) {
    String path = values.get(PATH);
    int slash = path.lastIndexOf('/');
    return new FileCheck(
        new FileCheck.Place(
            slash == 0 ? "/" : path.substring(0, slash),
            path.substring(slash + 1),
            values.get(DEPTH)),
        values.find(SHA256),
        values.find(MODE),
        values.get(EXPECT));
  }

  @Override
  public boolean runsOnHost() {
    return true;
  }

  @Override
  public List<SampleName> samples() {
    return List.of(
        SampleName.of("file_count", "count", "Files that match."),
        SampleName.of("file_bytes", "bytes", "Size of all of them."),
        SampleName.of("file_newest_bytes", "bytes", "Size of the newest one."),
        SampleName.of("file_largest_bytes", "bytes", "Size of the largest one."),
        SampleName.of("file_newest_timestamp_seconds", "timestamp", "When it was changed last."),
        SampleName.of(
            "file_oldest_timestamp_seconds", "timestamp", "When the oldest was changed last."));
  }

  private static Shape<String> path() {
    return Shapes.scalar(
        "an absolute path",
        "/var/backups/db_*.sql.gz",
        Map.of("type", "string"),
        text -> isPath(text) ? text : null);
  }

  /** Patterns in folders would need a shell. */
  private static boolean isPath(String text) {
    int slash = text.lastIndexOf('/');
    return text.startsWith("/")
        && slash < text.length() - 1
        && text.substring(0, slash).chars().noneMatch(c -> "*?[".indexOf(c) >= 0);
  }

  private static Shape<String> digest() {
    return Shapes.scalar(
        "a SHA-256 digest",
        "64 hexadecimal digits",
        Map.of("type", "string", "pattern", "^[0-9a-f]{64}$"),
        FileKind::digest);
  }

  private static @Nullable String digest(String text) {
    return text.matches("[0-9a-f]{64}") ? text : null;
  }

  private static Shape<Integer> mode() {
    return Shapes.scalar(
        "permissions of a file in octal",
        "\"600\"",
        Map.of("type", List.of("string", "integer"), "pattern", "^[0-7]{3,4}$"),
        text -> text.matches("[0-7]{3,4}") ? Integer.valueOf(text, 8) : null);
  }
}
