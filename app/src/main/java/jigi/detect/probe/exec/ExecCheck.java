package jigi.detect.probe.exec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jigi.base.config.Secret;
import jigi.base.exec.Captured;
import jigi.base.kernel.RealTime;
import jigi.base.kernel.Status;
import jigi.base.kernel.UserError;
import jigi.detect.probe.Check;
import jigi.detect.probe.CheckContext;
import jigi.detect.probe.Observation;
import jigi.detect.probe.Sample;
import jigi.detect.probe.SecretText;
import jigi.detect.probe.expect.Expectation;
import jigi.detect.probe.expect.Expectations;
import jigi.detect.probe.expect.Seen;
import jigi.detect.probe.scrape.ExpositionParser;

/** The check of {@link ExecKind}. Exit statuses follow the plugin interface of Nagios. */
record ExecCheck(
    List<String> command,
    String as,
    Map<String, SecretText> environment,
    Set<String> metrics,
    List<Expectation> expect)
    implements Check {
  private static final int MOST_SAMPLES = 1000;
  private static final int UNKNOWN = 3;
  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;

  @Override
  public Observation observe(CheckContext context) throws InterruptedException {
    long start = RealTime.nanos();
    try {
      Map<String, String> variables = new HashMap<>();
      for (Map.Entry<String, SecretText> variable : environment.entrySet()) {
        variables.put(variable.getKey(), variable.getValue().read(context.secrets()));
      }
      // The manual's files are not there on another host: a path is one of that host's.
      List<String> argv = context.host() == null ? resolved(context.folder()) : command;
      Captured captured = context.capture(as, argv, variables);
      if (captured.timedOut()) {
        return interrupted(context.timeout());
      }
      return judge(context, captured, (RealTime.nanos() - start) / 1e9);
    } catch (Secret.Missing e) {
      return Observation.unknown(String.valueOf(e.getMessage()));
    } catch (UserError e) {
      return Observation.unknown(e.fact());
    }
  }

  private List<String> resolved(Path folder) {
    List<String> argv = new ArrayList<>(command);
    String program = argv.getFirst();
    if (program.contains("/")) {
      argv.set(0, folder.toAbsolutePath().resolve(program).normalize().toString());
    }
    return argv;
  }

  private Observation judge(CheckContext context, Captured captured, double seconds) {
    List<Sample> samples = new ArrayList<>();
    samples.add(Sample.of("probe_exec_exit_code", captured.code()));
    if (captured.code() == NOT_EXECUTABLE || captured.code() == NOT_FOUND) {
      return Observation.unknown("exit " + captured.code() + said(context, captured));
    }
    if (!metrics.isEmpty()) {
      try {
        ExpositionParser.parse(captured.stdout(), MOST_SAMPLES).stream()
            .filter(sample -> metrics.contains(sample.name()))
            .forEach(samples::add);
      } catch (ExpositionParser.Bad e) {
        return Observation.unknown("it printed no metrics: " + e.getMessage());
      }
    }
    if (!expect.isEmpty()) {
      List<String> objections = Expectations.objections(expect, seen(context, captured, seconds));
      String evidence = "exit " + captured.code() + said(context, captured);
      return Observation.judged(evidence, objections, samples);
    }
    return Observation.of(
        status(captured.code()), "exit " + captured.code() + said(context, captured), samples);
  }

  private static Status status(int code) {
    if (code == 0) {
      return Status.OK;
    }
    return code == UNKNOWN ? Status.UNKNOWN : Status.FAIL;
  }

  private static Seen seen(CheckContext context, Captured captured, double seconds) {
    return new Seen(
        Map.of("exit", (double) captured.code(), "time", seconds),
        captured.stdout(),
        name -> null,
        context.now(),
        context.ahead());
  }

  /** The first line that it printed, of its errors when it printed nothing else. */
  private String said(CheckContext context, Captured captured) {
    String text = captured.stdout().strip();
    if (text.isEmpty() || !metrics.isEmpty()) {
      text = captured.stderr().strip();
    }
    String first = text.lines().findFirst().orElse("");
    return first.isEmpty() ? "" : ", \"" + context.shown(first, 120) + '"';
  }
}
