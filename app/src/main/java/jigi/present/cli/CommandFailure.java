package jigi.present.cli;

import jigi.base.kernel.UserError;

/** A command ends with an error for people and an exit code for programs. */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ExitCode exit;
  private final UserError error;

  public CommandFailure(ExitCode exit, UserError error) {
    super(error.getMessage(), error);
    this.exit = exit;
    this.error = error;
  }

  ExitCode exit() {
    return exit;
  }

  UserError error() {
    return error;
  }
}
