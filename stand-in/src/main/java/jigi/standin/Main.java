package jigi.standin;

import java.io.IOException;
import java.net.BindException;
import java.util.List;

/** Starts a stand-in from the command line. */
public final class Main {
  private static final int MISUSE = 2;

  private Main() {}

  /** Exit codes: 0 after a signal or {@code --help}, 1 if it cannot serve, 2 for misuse. */
  public static void main(String[] args) {
    List<String> arguments = List.of(args);
    if (arguments.contains("--help")) {
      System.out.print(Options.USAGE);
      return;
    }
    try {
      Options options = Options.parse(arguments);
      StandIn standIn = StandIn.start(options);
      Runtime.getRuntime().addShutdownHook(new Thread(standIn::close));
      System.out.println(options.name + " answers on " + standIn.uri());
    } catch (UsageException e) {
      System.err.println("stand-in: " + e.getMessage());
      System.exit(MISUSE);
    } catch (BindException e) {
      System.err.println("stand-in: " + e.getMessage());
      System.exit(1);
    } catch (IOException e) {
      System.err.println("stand-in: " + e);
      System.exit(1);
    }
  }
}
