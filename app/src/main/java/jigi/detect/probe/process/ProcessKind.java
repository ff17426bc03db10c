package jigi.detect.probe.process;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
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

/** Looks at the processes of a host that have a name or a command line. */
public final class ProcessKind implements ProbeKind {
  private static final Set<String> SUBJECTS = Set.of("count", "age", "size");

  private static final Field<String> NAME =
      Field.required("process", Shapes.text(), "The program's name, as ps shows it.");
  private static final Field<Pattern> ARGUMENTS =
      Field.optional("arguments", pattern(), "What the whole command line must match besides.");
  private static final Field<String> USER =
      Field.optional("user", Shapes.text(), "The account that it must run under.");
  private static final Field<List<Expectation>> EXPECT =
      Expectations.field(
          SUBJECTS,
          "What must hold of their number (count), the youngest one's age, and the memory of all"
              + " (size).",
          "count > 0");

  @Override
  public String name() {
    return "process";
  }

  @Override
  public List<Field<?>> fields() {
    return List.of(NAME, ARGUMENTS, USER, EXPECT);
  }

  @Override
  public Check configure(Values values, Problems problems) {
    return new ProcessCheck(
        new ProcessCheck.Wanted(values.get(NAME), values.find(ARGUMENTS), values.find(USER)),
        values.get(EXPECT));
  }

  @Override
  public boolean runsOnHost() {
    return true;
  }

  @Override
  public List<SampleName> samples() {
    return List.of(
        SampleName.of("process_count", "count", "Processes that match, without zombies."),
        SampleName.of("process_zombies", "count", "Those that have ended and nobody waits for."),
        SampleName.of("process_resident_bytes", "bytes", "Main memory of all of them."),
        SampleName.of(
            "process_cpu_seconds", "seconds", "CPU time of those that run now, since their start."),
        SampleName.of(
            "process_youngest_start_timestamp_seconds", "timestamp", "When the youngest began."),
        SampleName.of(
            "process_oldest_start_timestamp_seconds", "timestamp", "When the oldest began."));
  }

  private static Shape<Pattern> pattern() {
    return Shapes.scalar(
        "a regular expression", "--port[ =]8080", Map.of("type", "string"), ProcessKind::compiled);
  }

  private static @Nullable Pattern compiled(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      return null;
    }
  }
}
