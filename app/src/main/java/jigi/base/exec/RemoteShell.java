package jigi.base.exec;

import java.time.Duration;
import java.util.List;

/**
 * Runs fixed commands on another machine. What they work on travels as their input, so nothing of a
 * manual ever passes through the login shell there.
 */
public interface RemoteShell {
  /** The machine cannot be talked to; what runs there may go on. */
  final class Unreachable extends Exception {
    private static final long serialVersionUID = 1;

    public Unreachable(String why) {
      super(why);
    }

    public String why() {
      return String.valueOf(getMessage());
    }
  }

  /**
   * Runs a command in the account's home.
   *
   * @param script for {@code /bin/sh -c}, made of constants only; without a single quote
   * @throws Unreachable also when it is not known whether the command ran
   */
  Exchange run(String script, byte[] input, Duration timeout)
      throws Unreachable, InterruptedException;

  /**
   * Starts a command in the account's home whose input and output are streams; the end of its input
   * tells it that nobody wants it any more.
   *
   * @param script as for {@link #run}
   * @throws Unreachable when there is no connection to the machine
   */
  Piped pipe(String script) throws Unreachable, InterruptedException;

  /** Whether the manual names the account that steps are executed by, root included. */
  boolean accountNamed();

  /** For messages: {@code app (deploy@10.0.0.5:22)}. */
  String where();

  /** Words of a command that any shell takes as they are. */
  static String words(List<String> words) {
    for (String word : words) {
      if (!word.matches("[A-Za-z0-9._/=+-]+")) {
        throw new IllegalArgumentException("not a plain word: " + word);
      }
    }
    return String.join(" ", words);
  }
}
