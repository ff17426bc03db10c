package jigi.detect.probe.process;

import com.google.re2j.Pattern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.base.exec.Captured;
import jigi.base.kernel.Durations;
import jigi.base.kernel.UserError;
import jigi.detect.inventory.Bytes;
import jigi.detect.probe.Check;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.Observation;
import jigi.detect.probe.Sample;
import jigi.detect.probe.expect.Expectation;
import jigi.detect.probe.expect.Expectations;
import jigi.detect.probe.expect.Seen;
import org.jspecify.annotations.Nullable;

/** The check of {@link ProcessKind}. */
record ProcessCheck(Wanted wanted, List<Expectation> expect) implements Check {
  /** Which processes are meant. */
  record Wanted(String name, @Nullable Pattern arguments, @Nullable String user) {
    boolean fits(Running process) {
      return process.name().equals(name)
          && (user == null || process.user().equals(user))
          && (arguments == null || arguments.matcher(process.arguments()).find());
    }
  }

  @Override
  public Observation observe(CheckContext context) throws InterruptedException {
    try {
      Captured said = context.capture("root", Running.COMMAND, Map.of());
      if (said.timedOut()) {
        return interrupted(context.timeout());
      }
      if (said.code() != 0 || said.truncated()) {
        return Observation.unknown(
            "ps: " + (said.truncated() ? "too long" : said.stderr().strip()));
      }
      return judge(context, Running.parse(said.stdout()).stream().filter(wanted::fits).toList());
    } catch (UserError e) {
      return Observation.unknown(e.fact());
    }
  }

  @Override
  public Observation interrupted(Duration timeout) {
    return Observation.unknown("ps did not end within " + Durations.format(timeout));
  }

  private Observation judge(CheckContext context, List<Running> found) {
    List<Running> alive = found.stream().filter(process -> !process.zombie()).toList();
    long memory = alive.stream().mapToLong(Running::residentBytes).sum();
    long youngest = alive.stream().mapToLong(Running::ageSeconds).min().orElse(0);
    long oldest = alive.stream().mapToLong(Running::ageSeconds).max().orElse(0);
    List<Sample> samples = new ArrayList<>();
    samples.add(Sample.of("process_count", alive.size()));
    samples.add(Sample.of("process_zombies", found.size() - alive.size()));
    if (!alive.isEmpty()) {
      double now = context.now().getEpochSecond();
      samples.add(Sample.of("process_resident_bytes", memory));
      samples.add(
          Sample.of("process_cpu_seconds", alive.stream().mapToLong(Running::cpuSeconds).sum()));
      samples.add(Sample.of("process_youngest_start_timestamp_seconds", now - youngest));
      samples.add(Sample.of("process_oldest_start_timestamp_seconds", now - oldest));
    }
    String evidence =
        alive.isEmpty()
            ? "no process " + wanted.name() + " runs"
            : alive.size()
                + " × "
                + wanted.name()
                + ", "
                + Bytes.format(memory)
                + ", up "
                + Durations.format(Duration.ofSeconds(youngest));
    Seen seen =
        new Seen(
            Map.of(
                "count", (double) alive.size(), "age", (double) youngest, "size", (double) memory),
            "",
            name -> null,
            context.now(),
            context.ahead());
    List<String> objections = Expectations.objections(expect, seen);
    return Observation.judged(evidence, objections, samples);
  }
}
