package jigi.base.exec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import jigi.base.kernel.Hash;
import jigi.base.kernel.UserError;

/**
 * The two scripts that Jigi puts into {@code ~/.jigi} of a target, named by their content: a new
 * version never changes one under a running attempt.
 */
final class RemoteTools {
  private static final Duration UPLOAD = Duration.ofSeconds(30);
  private static final int NOT_FOUND = 127;

  private final RemoteShell shell;
  private final byte[] shim = Exec.resource("shim.pl");
  private final byte[] remote = Exec.resource("remote.pl");

  RemoteTools(RemoteShell shell) {
    this.shell = shell;
  }

  RemoteShell shell() {
    return shell;
  }

  /**
   * Calls {@code remote.pl}, after uploading what is missing there.
   *
   * @throws UserError {@code target-not-usable} when nothing can be executed there
   */
  Exchange call(List<String> arguments, byte[] input, Duration timeout)
      throws RemoteShell.Unreachable, InterruptedException {
    String script = script(arguments);
    Exchange answer = shell.run(script, input, timeout);
    if (answer.code() == NOT_FOUND && answer.stderr().contains("jigi-tools-missing")) {
      upload("shim", shim);
      upload("remote", remote);
      answer = shell.run(script, input, timeout);
    }
    if (answer.timedOut()) {
      throw new RemoteShell.Unreachable(
          shell.where() + " did not answer within " + timeout.toSeconds() + " s");
    }
    if (answer.code() == NOT_FOUND) {
      throw unusable(said(answer));
    }
    return answer;
  }

  /** As {@link #call}, with an output of any length; its input ends when it is closed. */
  Piped pipe(List<String> arguments, byte[] input)
      throws RemoteShell.Unreachable, InterruptedException {
    // What is missing there is uploaded by a call that does nothing else.
    call(List.of("rights"), new byte[0], UPLOAD);
    Piped piped = shell.pipe(script(arguments));
    try {
      piped.in().write(input);
      piped.in().flush();
      return piped;
    } catch (IOException e) {
      Captured end = piped.await(UPLOAD);
      piped.close();
      throw new RemoteShell.Unreachable(shell.where() + ": " + end.stderr().strip());
    }
  }

  private String script(List<String> arguments) {
    String tool = file("remote", remote);
    String inner = file("shim", shim);
    List<String> command =
        Stream.concat(Stream.of("perl", tool, inner), arguments.stream()).toList();
    // Each by itself: a new release may have changed only one of them.
    return "[ -s "
        + tool
        + " ] && [ -s "
        + inner
        + " ] || { echo jigi-tools-missing >&2; exit 127; }; exec "
        + RemoteShell.words(command);
  }

  private static String file(String name, byte[] content) {
    return ".jigi/" + name + "-" + Hash.of(content).substring(0, 12) + ".pl";
  }

  /** By rename, and only when every byte has come. */
  private void upload(String name, byte[] content)
      throws RemoteShell.Unreachable, InterruptedException {
    String file = file(name, content);
    List<String> steps = new ArrayList<>();
    steps.add("umask 077; mkdir -p .jigi && cat > " + file + ".$$");
    steps.add("[ $(wc -c < " + file + ".$$) -eq " + content.length + " ]");
    steps.add("mv " + file + ".$$ " + file);
    Exchange answer = shell.run(String.join(" && ", steps), content, UPLOAD);
    if (answer.code() != 0) {
      throw unusable("~/.jigi cannot be written: " + said(answer));
    }
  }

  UserError unusable(String why) {
    return new UserError(
        "target-not-usable",
        shell.where() + " cannot execute steps (" + why + ")",
        "it needs perl and a home that the account can write; 'jigi host test' tells more");
  }

  static String said(Exchange answer) {
    String text = answer.stderr().strip();
    if (text.isEmpty()) {
      text = new String(answer.stdout(), StandardCharsets.UTF_8).strip();
    }
    return text.isEmpty() ? "exit " + answer.code() : text.lines().toList().getLast();
  }
}
