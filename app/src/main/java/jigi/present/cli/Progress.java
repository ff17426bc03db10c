package jigi.present.cli;

import java.io.Console;

/** How far a long work is: one line on a terminal that is replaced, nothing in a pipe. */
final class Progress implements AutoCloseable {
  private static final String ERASE = "\r\u001b[K";

  private final Terminal terminal;
  private final int all;
  private final boolean shown;
  private int done;

  Progress(Terminal terminal, int all) {
    Console console = System.console();
    this.terminal = terminal;
    this.all = all;
    this.shown = !terminal.json() && console != null && console.isTerminal();
  }

  /** One piece is done. */
  synchronized void step(String what) {
    done++;
    if (shown) {
      terminal.err().print(ERASE + done + "/" + all + "  " + what);
      terminal.err().flush();
    }
  }

  @Override
  public synchronized void close() {
    if (shown) {
      terminal.err().print(ERASE);
      terminal.err().flush();
    }
  }
}
