package jigi.detect.probe.file;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import jigi.base.exec.Captured;
import jigi.base.kernel.Durations;
import jigi.base.kernel.Status;
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

/** The check of {@link FileKind}. It asks {@code find}, which every host has. */
record FileCheck(
    Place place, @Nullable String sha256, @Nullable Integer mode, List<Expectation> expect)
    implements Check {
  /**
   * Where to look.
   *
   * @param pattern of the name, with {@code * ? []}
   */
  record Place(String folder, String pattern, int depth) {
    @Override
    public String toString() {
      return (folder.equals("/") ? "" : folder) + "/" + pattern;
    }
  }

  @Override
  public Observation observe(CheckContext context) throws InterruptedException {
    try {
      Captured listed = capture(context, list());
      if (listed.timedOut() || listed.truncated()) {
        return Observation.unknown(
            listed.truncated() ? "too many files match " + place : slow(context.timeout()));
      }
      if (listed.code() != 0 && listed.stderr().contains("No such file or directory")) {
        return Observation.fail("there is no folder " + place.folder(), Sample.of("file_count", 0));
      }
      if (listed.code() != 0) {
        return Observation.unknown(
            listed.stderr().strip().lines().findFirst().orElse("find failed"));
      }
      return judge(context, Found.parse(listed.stdout()));
    } catch (UserError e) {
      return Observation.unknown(e.fact());
    }
  }

  @Override
  public Observation interrupted(Duration timeout) {
    return Observation.unknown(slow(timeout));
  }

  private String slow(Duration timeout) {
    return place + " was not listed within " + Durations.format(timeout);
  }

  private List<String> list() {
    return List.of(
        "find",
        "-L",
        place.folder(),
        "-maxdepth",
        String.valueOf(place.depth()),
        "-name",
        place.pattern(),
        "-type",
        "f",
        "-printf",
        Found.FORMAT);
  }

  private static Captured capture(CheckContext context, List<String> command)
      throws InterruptedException {
    return context.capture("root", command, Map.of());
  }

  private Observation judge(CheckContext context, List<Found> files) throws InterruptedException {
    List<Sample> samples = new ArrayList<>();
    samples.add(Sample.of("file_count", files.size()));
    if (files.isEmpty()) {
      return Observation.of(Status.FAIL, "there is no file " + place, samples);
    }
    Found newest = files.stream().max(Comparator.comparing(Found::changed)).orElseThrow();
    Found oldest = files.stream().min(Comparator.comparing(Found::changed)).orElseThrow();
    Instant changed = newest.changed().plus(context.ahead());
    double total = files.stream().mapToDouble(Found::bytes).sum();
    samples.add(Sample.of("file_bytes", total));
    samples.add(Sample.of("file_newest_bytes", newest.bytes()));
    double largest = files.stream().mapToDouble(Found::bytes).max().orElse(0);
    samples.add(Sample.of("file_largest_bytes", largest));
    samples.add(Sample.of("file_newest_timestamp_seconds", changed.toEpochMilli() / 1e3));
    samples.add(
        Sample.of(
            "file_oldest_timestamp_seconds",
            oldest.changed().plus(context.ahead()).toEpochMilli() / 1e3));
    double age = Duration.between(changed, context.now()).toMillis() / 1e3;
    Seen seen =
        new Seen(
            Map.of("count", (double) files.size(), "age", age, "size", (double) newest.bytes()),
            "",
            name -> null,
            context.now(),
            context.ahead());
    List<String> objections = new ArrayList<>(Expectations.objections(expect, seen));
    String objection = sha256 == null ? null : contents(context, newest);
    if (objection != null) {
      objections.add(objection);
    }
    if (mode != null) {
      objections.addAll(tooOpen(files, mode));
    }
    String evidence = evidence(files.size(), newest, age);
    return Observation.judged(evidence, objections, samples);
  }

  /** The first that gives somebody more than the most; of many the count says enough. */
  private static List<String> tooOpen(List<Found> files, int most) {
    List<Found> open = files.stream().filter(file -> (file.mode() & ~most) != 0).toList();
    if (open.isEmpty()) {
      return List.of();
    }
    Found first = open.getFirst();
    String others = open.size() == 1 ? "" : ", and of " + (open.size() - 1) + " more too open";
    return List.of(
        "expected mode "
            + Integer.toOctalString(most)
            + ", mode of "
            + first.path()
            + " is "
            + Integer.toOctalString(first.mode())
            + others);
  }

  private String evidence(int count, Found newest, double age) {
    String what = count == 1 ? newest.path() : count + " files, the newest " + newest.path();
    return what
        + ", "
        + Bytes.format(newest.bytes())
        + ", changed "
        + Durations.format(Duration.ofSeconds(Math.round(age)))
        + " ago";
  }

  private @Nullable String contents(CheckContext context, Found file) throws InterruptedException {
    Captured sum = capture(context, List.of("sha256sum", "--", file.path()));
    String digest = sum.stdout().strip();
    if (sum.code() != 0) {
      return "its contents cannot be read: " + sum.stderr().strip();
    }
    // A backslash before the digest means that the name was escaped.
    String read = digest.startsWith("\\") ? digest.substring(1) : digest;
    return read.startsWith(String.valueOf(sha256))
        ? null
        : "its SHA-256 is " + read.substring(0, Math.min(64, read.length()));
  }
}
