package jigi.present.cli;

/** What a command's exit code means; stable. */
public enum ExitCode {
  DONE(0),
  /** The command worked, and the answer is bad: a check failed, an alert fires. */
  BAD_ANSWER(1),
  /** Misuse, or a bad manual. */
  MISUSE(2),
  /** The server was not reached. */
  NOT_REACHED(3);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}
