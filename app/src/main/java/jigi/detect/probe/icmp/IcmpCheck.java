package jigi.detect.probe.icmp;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jigi.base.connect.wire.Deadline;
import jigi.base.connect.wire.WireException;
import jigi.base.exec.Captured;
import jigi.base.kernel.UserError;
import jigi.detect.probe.Check;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.Observation;
import jigi.detect.probe.Sample;
import jigi.detect.probe.expect.Expectation;
import jigi.detect.probe.expect.Expectations;
import jigi.detect.probe.expect.Seen;

/** The check of {@link IcmpKind}; reads the summary that iputils and busybox print alike. */
record IcmpCheck(String target, int count, List<Expectation> expect) implements Check {
  private static final Pattern SUMMARY =
      Pattern.compile("(\\d+) packets transmitted, (\\d+) (?:packets )?received");
  private static final Pattern ROUND_TRIP = Pattern.compile("= [0-9.]+/([0-9.]+)/");
  private static final double PAUSE = 0.2;
  private static final int NO_ANSWER = 1;

  @Override
  public Observation observe(CheckContext context) throws InterruptedException {
    double seconds = context.timeout().toMillis() / 1000.0;
    double wait = Math.max(0.1, seconds - count * PAUSE);
    List<String> command =
        List.of(
            "ping",
            "-n",
            "-q",
            "-c",
            String.valueOf(count),
            "-i",
            String.valueOf(PAUSE),
            "-W",
            String.format(Locale.ROOT, "%.2f", wait),
            "--",
            target);
    try {
      context.tools().network().confine(target, Deadline.in(context.timeout()));
      Captured said =
          context.tools().exec().capture(command, context.timeout().plusMillis(200), Map.of());
      return said.timedOut() ? interrupted(context.timeout()) : judge(context, said);
    } catch (WireException e) {
      return Observation.unknown(e.evidence());
    } catch (UserError e) {
      return Observation.unknown(e.fact() + "; " + e.hint());
    }
  }

  private Observation judge(CheckContext context, Captured said) {
    Matcher summary = SUMMARY.matcher(said.stdout());
    if (said.code() > NO_ANSWER || !summary.find()) {
      return Observation.unknown("ping: " + said.stderr().strip().lines().findFirst().orElse("?"));
    }
    double sent = Double.parseDouble(summary.group(1));
    double received = Double.parseDouble(summary.group(2));
    double loss = sent == 0 ? 1 : 1 - received / sent;
    List<Sample> samples = new ArrayList<>();
    samples.add(Sample.of("probe_icmp_loss_ratio", loss));
    Matcher trip = ROUND_TRIP.matcher(said.stdout());
    double mean = trip.find() ? Double.parseDouble(trip.group(1)) / 1000 : Double.NaN;
    if (received > 0) {
      samples.add(Sample.of("probe_icmp_round_trip_seconds", mean));
    }
    String evidence =
        received == 0
            ? target + " answered none of " + (int) sent
            : String.format(
                Locale.ROOT,
                "%s answered %d of %d, %.1f ms on average",
                target,
                (int) received,
                (int) sent,
                mean * 1000);
    Seen seen =
        new Seen(
            Map.of("loss", loss, "time", mean), "", name -> null, context.now(), context.ahead());
    List<String> objections = Expectations.objections(expect, seen);
    return Observation.judged(evidence, objections, samples);
  }
}
