package jigi.detect.probe.log;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
record LogCheck(Path file, boolean fromStart, LineRules rules) implements Check {
  /** How far back repeated errors are looked for. */
  static final Duration REPEATED_WITHIN = Duration.ofHours(24);

  private static final Duration LONGEST_LOOK = Duration.ofSeconds(2);

  /**
   * What one look has found.
   *
   * @param size of the file that has the name now, in bytes
   */
  private record Look(
      Position position, LineCounter counter, boolean lost, long size, Instant changed) {}

  @Override
  public Observation observe(CheckContext context) throws InterruptedException {
    try {
      LogMemory memory = context.tools().logs();
      Progress before = memory.recall(context.key());
      Position known = before == null ? null : before.position();
      LogSource source =
          context.host() == null
              ? new LocalLog(file)
              : new RemoteLog(context, file.toString(), known);
      Look look = look(context, source, known);
      Counted earlier = Progress.counted(before, rules.patterns());
      Counted counted = earlier.plus(look.counter().counted());
      memory.keep(
          context.key(),
          new Progress(look.position(), counted, rules.names()),
          look.counter()
              .findings(earlier, line -> context.shown(line, LineCounter.LONGEST_EXAMPLE)),
          context.now());
      List<Sample> samples = counted.samples(rules, earlier);
      return Observation.ok(evidence(look), samples(context, look, samples));
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

  private Look look(CheckContext context, LogSource source, @Nullable Position at)
      throws IOException, InterruptedException {
    LineCounter counter = new LineCounter(rules);
    Duration half = context.timeout().dividedBy(2);
    Deadline deadline = Deadline.in(half.compareTo(LONGEST_LOOK) < 0 ? half : LONGEST_LOOK);
    LogReader reader = new LogReader(counter, deadline);
    try (LogSource.LogFile now = source.current()) {
      if (at == null) {
        Position end = reader.read(now, now.position(!fromStart), false);
        return new Look(end, counter, false, now.size(), now.changed());
      }
      if (now.continues(at)) {
        Position end = reader.read(now, now.known(at), false);
        return new Look(end, counter, false, now.size(), now.changed());
      }
      try (LogSource.LogFile old = source.renamed(at)) {
        Position rest = old == null ? at : reader.read(old, at, true);
        if (old != null && rest.offset() < old.size()) {
          return new Look(rest, counter, false, now.size(), now.changed());
        }
        // One that was cut to nothing has lost only what the program itself threw away.
        boolean lost = old == null && now.inode() != at.inode();
        Position end = reader.read(now, now.position(false), false);
        return new Look(end, counter, lost, now.size(), now.changed());
      }
    }
  }

  private Sample[] samples(CheckContext context, Look look, List<Sample> samples) {
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

  private static String evidence(Look look) {
    return look.counter().shown()
        + (look.lost() ? "; it was replaced, and the end of the old file is gone" : "");
  }
}
