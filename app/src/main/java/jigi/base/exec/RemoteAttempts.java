package jigi.base.exec;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import jigi.base.kernel.UserError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attempts on a host behind SSH, in {@code ~/.jigi/attempts} there. Every request may be repeated:
 * the shim's lock decides what is executed. Their logs are kept here too, so that they can be read
 * when the host is away.
 */
final class RemoteAttempts implements Attempts {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteAttempts.class);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Duration FIRST_POLL = Duration.ofMillis(50);
  private static final Duration LONGEST_POLL = Duration.ofSeconds(1);

  private final Path root;
  private final RemoteTools tools;
  private final Exec exec;
  private final Map<String, RemoteLog> logs = new ConcurrentHashMap<>();

  /**
   * @param root holds the copies of the logs
   */
  RemoteAttempts(Path root, RemoteTools tools, Exec exec) {
    this.root = root;
    this.tools = tools;
    this.exec = exec;
  }

  @Override
  public void start(AttemptSpec spec, long token) throws InterruptedException {
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    for (Map.Entry<String, String> file : files(spec).entrySet()) {
      frame(input, file.getKey(), file.getValue());
    }
    frame(input, "end", "");
    try {
      List<String> request = List.of("start", folder(spec.id()), String.valueOf(token));
      Exchange answer = tools.call(request, input.toByteArray(), ANSWER);
      String said = new String(answer.stdout(), StandardCharsets.UTF_8).strip();
      if (answer.code() != 0 || said.startsWith("left ")) {
        refuse(answer.code() == 0 ? said.substring(5) : RemoteTools.said(answer));
      }
    } catch (RemoteShell.Unreachable e) {
      // It may have been started all the same: whoever looks next finds the target unreachable.
      LOG.debug("attempt {}: {}", spec.id(), e.why());
    }
  }

  /** A driver that was overtaken goes quietly, as on this host. */
  private void refuse(String why) {
    if (!why.startsWith("refused:")) {
      throw new UserError(
          "attempt-not-started",
          "the command could not be started on " + tools.shell().where() + " (" + why + ")",
          "see that its home has room and can be written, and that perl is installed");
    }
  }

  private Map<String, String> files(AttemptSpec spec) {
    String as = spec.as() == null ? (tools.shell().accountNamed() ? "" : "?") : spec.as();
    Path folder = spec.folder();
    String from = folder == null ? "~" : folder.isAbsolute() ? folder.toString() : "~/" + folder;
    return AttemptFiles.of(spec, as, from);
  }

  static void frame(ByteArrayOutputStream into, String name, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    into.writeBytes((name + " " + bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
    into.writeBytes(bytes);
  }

  @Override
  public AttemptState inspect(String id) throws InterruptedException {
    return ask(id, ANSWER, "inspect");
  }

  @Override
  public AttemptState await(String id) throws InterruptedException {
    Duration pause = FIRST_POLL;
    while (true) {
      AttemptState state = inspect(id);
      if (!(state instanceof AttemptState.Running)) {
        return state;
      }
      exec.pause(pause);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_POLL) < 0 ? pause.multipliedBy(2) : LONGEST_POLL;
    }
  }

  @Override
  public AttemptState kill(String id, Duration grace, Exit.Why why) throws InterruptedException {
    String seconds = String.valueOf(grace.toMillis() / 1000.0);
    return ask(id, ANSWER.plus(grace), "kill", seconds, why.name().toLowerCase(Locale.ROOT));
  }

  @Override
  public AttemptState prevent(String id, long token) throws InterruptedException {
    return ask(id, ANSWER, "void", String.valueOf(token));
  }

  private AttemptState ask(String id, Duration timeout, String verb, String... arguments)
      throws InterruptedException {
    List<String> request =
        Stream.concat(Stream.of("ask", folder(id), verb), Stream.of(arguments)).toList();
    try {
      Exchange answer = tools.call(request, new byte[0], timeout);
      return answer.code() == 0
          ? seen(id, AttemptAnswer.parse(answer.text().stdout().strip()))
          : new AttemptState.Unreachable(RemoteTools.said(answer));
    } catch (RemoteShell.Unreachable e) {
      return new AttemptState.Unreachable(e.why());
    } catch (UserError e) {
      return new AttemptState.Unreachable(e.fact());
    }
  }

  private AttemptState seen(String id, AttemptState state) {
    RemoteLog log = logs.get(id);
    if (log != null
        && (state instanceof AttemptState.Finished || state instanceof AttemptState.Vanished)) {
      log.expire();
    }
    return state;
  }

  @Override
  public AttemptLog log(String id) {
    RemoteLog log = logs.computeIfAbsent(id, key -> new RemoteLog(root.resolve(key), this::more));
    log.refresh(id);
    if (log.complete()) {
      logs.remove(id);
    }
    return new AttemptLog(root.resolve(AttemptAnswer.checkedId(id)));
  }

  /** What the target has of a log from the offset on, and whether that will ever be more. */
  private RemoteLog.Answer more(String id, long from)
      throws RemoteShell.Unreachable, InterruptedException {
    AttemptState before = inspect(id); // before, so that an end means that the log is whole
    Exchange answer =
        tools.call(List.of("log", folder(id), String.valueOf(from)), new byte[0], ANSWER);
    if (answer.code() != 0) {
      throw new RemoteShell.Unreachable(RemoteTools.said(answer));
    }
    boolean ended =
        before instanceof AttemptState.Finished || before instanceof AttemptState.Vanished;
    return new RemoteLog.Answer(answer.stdout(), ended);
  }

  @Override
  public void forget(String id) {
    exec.local().forget(id);
    try {
      tools.call(List.of("forget", folder(id)), new byte[0], ANSWER);
    } catch (RemoteShell.Unreachable e) {
      LOG.debug("attempt {} is deleted by the target itself later: {}", id, e.why());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String folder(String id) {
    return ".jigi/attempts/" + AttemptAnswer.checkedId(id);
  }
}
