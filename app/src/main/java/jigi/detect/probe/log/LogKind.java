package jigi.detect.probe.log;

import com.google.re2j.PatternSyntaxException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Problems;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.base.connect.docker.Wanted;
import jigi.detect.probe.Check;
import jigi.detect.probe.ProbeKind;
import jigi.detect.probe.SampleName;
import org.jspecify.annotations.Nullable;

/** Reads a log file as it grows. */
public final class LogKind implements ProbeKind {
  private enum From {
    START,
    END
  }

  /** Where the lines are. */
  private sealed interface Source {
    record File(String path) implements Source {}

    record Container(String name, String docker) implements Source {}
  }

  private static final Field<String> CONTAINER =
      Field.required("container", Wanted.name(), "The container's name.");
  private static final Field<String> DOCKER =
      Field.required("docker", Shapes.name(), "The connection to its daemon, of 'connections'.");
  private static final Field<Source> SOURCE =
      Field.required(
          "log",
          Shapes.scalarOr(
              Shapes.<String, Source>mapped(Shapes.text(), Source.File::new),
              ObjectShape.<Source>of(
                  "the log of a container",
                  List.of(CONTAINER, DOCKER),
                  v -> new Source.Container(v.get(CONTAINER), v.get(DOCKER)))),
          "The file's absolute path, or {container: shop_web, docker: engine}.");
  private static final Field<Map<String, String>> PATTERNS =
      Field.optional(
          "patterns",
          Shapes.mapOf(Shapes.text()),
          "Regular expressions by name; the lines that match are counted.");
  private static final Field<String> ACCESS =
      Field.optional(
          "access",
          Shapes.text(),
          "Each line is a request: 'combined' (nginx, Apache), or a regular expression with the"
              + " groups client, path, status and, where it has them, upstream and seconds.");
  private static final Field<From> FROM =
      Field.optional(
          "from", Shapes.oneOf(From.class), "end", "Where to begin the first time: start or end.");

  private static final Field<ZoneId> ZONE =
      Field.optional(
          "zone",
          Shapes.zone(),
          "In which the lines of a file tell times, where they name none; the system's otherwise.");

  @Override
  public String name() {
    return "log";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(SOURCE, PATTERNS, ACCESS, FROM, ZONE);
  }

  @Override
  public @Nullable Check configure(Values values, Problems problems) {
    Source source = values.get(SOURCE);
    if (source instanceof Source.File file && !file.path().startsWith("/")) {
      problems.error(
          values.placeOfValue(SOURCE),
          "bad-value",
          "a log file needs an absolute path ('" + file.path() + "')",
          "write for example log: /var/log/nginx/error.log");
      return null;
    }
    List<LinePattern> patterns = new ArrayList<>();
    for (Map.Entry<String, String> pattern : values.find(PATTERNS, Map.of()).entrySet()) {
      try {
        patterns.add(LinePattern.of(pattern.getKey(), pattern.getValue()));
      } catch (PatternSyntaxException e) {
        problems.error(
            values.placeOfValue(PATTERNS),
            "bad-pattern",
            "the pattern '"
                + pattern.getKey()
                + "' is no regular expression ("
                + e.getDescription()
                + ")",
            "see https://github.com/google/re2/wiki/Syntax");
        return null;
      }
    }
    AccessFormat access = null;
    String format = values.find(ACCESS);
    if (format != null) {
      try {
        access = AccessFormat.of(format);
      } catch (PatternSyntaxException e) {
        problems.error(
            values.placeOfValue(ACCESS),
            "bad-access-format",
            "the format is neither 'combined' nor a fitting regular expression ("
                + e.getDescription()
                + ")",
            "write for example ^(?P<client>\\S+) (?P<path>\\S+) (?P<status>\\d{3})");
        return null;
      }
    }
    LineRules rules = new LineRules(patterns, access);
    return check(source, values.get(FROM) == From.START, rules, values.find(ZONE));
  }

  private static Check check(
      Source source, boolean fromStart, LineRules rules, @Nullable ZoneId zone) {
    return switch (source) {
      case Source.File file -> new LogCheck(Path.of(file.path()), fromStart, rules, zone);
      case Source.Container container ->
          new ContainerLogCheck(container.name(), container.docker(), fromStart, rules);
    };
  }

  @Override
  public boolean runsOnHost() {
    return true;
  }

  @Override
  public List<SampleName> samples() {
    return List.of(
        SampleName.of(
            "log_lines_total",
            "count",
            "Lines by level: fatal, error, warning, info, debug, none.",
            "level"),
        SampleName.of("log_matches_total", "count", "Lines that match a pattern.", "pattern"),
        SampleName.of("log_bytes_total", "bytes", "Bytes read."),
        SampleName.of(
            "log_oversized_lines_total", "count", "Lines of which only the beginning was seen."),
        SampleName.of(
            "log_repeated_error_lines",
            "count",
            "Lines of the most frequent error of the last 24 hours."),
        SampleName.of(
            "log_requests_total",
            "count",
            "Requests of an access log by status and, where it names it, upstream.",
            "status",
            "upstream"),
        SampleName.of(
            "log_unparsed_lines_total", "count", "Lines that are none of the access log's format."),
        SampleName.of("log_size_bytes", "bytes", "The file's size now."),
        SampleName.of("log_unread_bytes", "bytes", "What is left for the next look."),
        SampleName.of(
            "log_changed_timestamp_seconds", "timestamp", "When something was last written."));
  }
}
