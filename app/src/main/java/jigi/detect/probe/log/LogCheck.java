package jigi.detect.probe.log;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import jigi.base.connect.wire.Deadline;
import jigi.base.kernel.Durations;
import jigi.base.kernel.UserError;
import jigi.detect.probe.Check;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.Observation;
import jigi.detect.probe.Sample;
import org.jspecify.annotations.Nullable;

/** The check of {@link LogKind}: reads what has been written since the last look. */
record LogCheck(Path file, boolean fromStart, LineRules rules, @Nullable ZoneId zone)
    implements Check, ReadableLog {
  /** How far back repeated errors are looked for. */
  static final Duration REPEATED_WITHIN = Duration.ofHours(24);

  private static final Duration LONGEST_LOOK = Duration.ofSeconds(2);

  /** How many bytes a person's search looks through on this machine, from the end. */
  private static final long MOST_HERE = 256L * 1024 * 1024;

  /** The same on a host behind SSH, over which all of them have to come. */
  private static final long MOST_THERE = 16L * 1024 * 1024;

  @Override
  public Observation observe(CheckContext context) throws InterruptedException {
    try {
      LogMemory memory = context.tools().logs();
      Progress before = memory.recall(context.key());
      Position known = before == null ? null : before.position();
      LineCounter counter = new LineCounter(rules);
      LogLook look =
          LogLook.at(source(context, known), known, fromStart, counter, deadline(context));
      Counted earlier = Progress.counted(before, rules.patterns());
      Counted counted = earlier.plus(counter.counted());
      memory.keep(
          context.key(),
          new Progress(look.position(), counted, rules.names()),
          counter.findings(earlier, line -> context.shown(line, LineCounter.LONGEST_EXAMPLE)),
          context.now());
      List<Sample> samples = counted.samples(rules, earlier);
      return Observation.ok(evidence(look, counter), samples(context, look, samples));
    } catch (NoSuchFileException e) {
      return Observation.fail("there is no file " + file);
    } catch (AccessDeniedException e) {
      return Observation.unknown("Jigi's account may not read " + file);
    } catch (IOException e) {
      return Observation.unknown(file + " cannot be read: " + e.getMessage());
    } catch (UserError e) {
      return Observation.unknown(e.fact());
    }
  }

  @Override
  public Observation interrupted(Duration timeout) {
    return Observation.unknown(file + " was not read within " + Durations.format(timeout));
  }

  private LogSource source(CheckContext context, @Nullable Position known) {
    return context.host() == null
        ? new LocalLog(file)
        : new RemoteLog(context, file.toString(), known);
  }

  private static Deadline deadline(CheckContext context) {
    Duration half = context.timeout().dividedBy(2);
    return Deadline.in(half.compareTo(LONGEST_LOOK) < 0 ? half : LONGEST_LOOK);
  }

  @Override
  public String where() {
    return file.toString();
  }

  @Override
  public Excerpt last(CheckContext context, Sought sought)
      throws IOException, InterruptedException {
    long bytes = context.host() == null ? MOST_HERE : MOST_THERE;
    return new FileSearch(sought, bytes, Deadline.in(context.timeout()))
        .search(source(context, null));
  }

  @Override
  public Excerpt after(CheckContext context, String mark, Sought sought)
      throws IOException, InterruptedException {
    Position at = Mark.position(mark);
    LineCollector lines = new LineCollector(sought);
    LogLook look = LogLook.at(source(context, at), at, false, lines, deadline(context));
    boolean whole = !look.lost();
    return new Excerpt(
        lines.lines(),
        Mark.of(look.position()),
        lines.searched(),
        look.size(),
        whole,
        lines.skipped(),
        Reach.NONE);
  }

  private Sample[] samples(CheckContext context, LogLook look, List<Sample> samples) {
    samples.add(repeated(context));
    samples.add(Sample.of("log_size_bytes", look.size()));
    samples.add(Sample.of("log_unread_bytes", Math.max(0, look.size() - look.position().offset())));
    samples.add(
        Sample.of(
            "log_changed_timestamp_seconds",
            look.changed().plus(context.ahead()).toEpochMilli() / 1e3));
    return samples.toArray(Sample[]::new);
  }

  /** How often the most frequent error was written. */
  static Sample repeated(CheckContext context) {
    Instant since = context.now().minus(REPEATED_WITHIN);
    return Sample.of(
        "log_repeated_error_lines", context.tools().logs().repeated(context.key(), since));
  }

  private static String evidence(LogLook look, LineCounter counter) {
    return counter.shown()
        + (look.lost() ? "; it was replaced, and the end of the old file is gone" : "");
  }
}
