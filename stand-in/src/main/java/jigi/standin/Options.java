package jigi.standin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the command line, and the options file that it may name, ask for. */
final class Options {
  static final String USAGE =
      """
      stand-in: plays an HTTP service of a manual, faults included

        --name shop                  its name in logs and metrics
        --port 8080                  0 picks a free one and prints it
        --bind 127.0.0.1
        --version 1.4.2              the X-Version header and {version}
        --server nginx/1.22          the Server header
        --health '/health=OK {now}'  path and body; 503 while the database fails
        --path '/orders={"n":{hits}}'  one more path with a fixed answer; may be repeated
        --status /admin=403          another status for a path
        --counter shop_orders_total=/orders   counts good answers of a path; with --db stores one row each
        --metrics /metrics           where the metrics are; "none" for nowhere
        --code-label status          the label of http_requests_total with the status, code unless named
        --log FILE                   a log; may be repeated
        --log-format plain           of the log before it: plain, json, logfmt, nginx, spring
        --inbox FILE                 keeps what is posted to it
        --traffic 5/s                asks itself, so that metrics and logs move
        --db sqlite:FILE | postgres://HOST:PORT/NAME?user=USER
        --fault errors=50%           at start; may be repeated; POST /-/fault changes it
        --fault-file FILE            a fault that outlives restarts, until the file is gone
        --ready-file FILE            written with port and process id once it answers
        --options FILE               more options, one a line: path=/orders=[]
        --state DIR                  what {state} in the options stands for

      In bodies: {now} {name} {version} {uptime} {hits} {orders}.
      Faults: \
      """
          + Fault.KINDS
          + "\n";

  private static final int HIGHEST_PORT = 65535;

  String name = "stand-in";
  int port;
  String bind = "127.0.0.1";
  String version = "0";

  /** The label of http_requests_total that holds the status. */
  String codeLabel = "code";

  Optional<String> server = Optional.empty();
  String healthPath = "/health";
  String healthBody = "OK {now}";
  final Map<String, String> pages = new LinkedHashMap<>();
  final Map<String, Integer> statuses = new LinkedHashMap<>();
  final Map<String, String> counters = new LinkedHashMap<>();
  Optional<String> metrics = Optional.of("/metrics");
  final List<Log.Target> logs = new ArrayList<>();
  Optional<Inbox> inbox = Optional.empty();
  Optional<Double> traffic = Optional.empty();
  Optional<OrderBook> orders = Optional.empty();
  final List<Fault> faults = new ArrayList<>();
  Optional<FaultFile> faultFile = Optional.empty();
  Optional<Path> readyFile = Optional.empty();
  private Optional<Path> optionsFile = Optional.empty();
  private String state = ".";

  private Options() {}

  /**
   * Reads a command line; the options file, if one is named, comes before it.
   *
   * @throws UsageException for anything that is not understood
   */
  static Options parse(List<String> arguments) throws IOException {
    Options first = new Options();
    List<String[]> pairs = pairs(arguments);
    for (String[] pair : pairs) {
      if (pair[0].equals("options") || pair[0].equals("state")) {
        first.set(pair[0], pair[1]);
      }
    }
    Options options = new Options();
    options.state = first.state;
    if (first.optionsFile.isPresent()) {
      for (String line : Files.readAllLines(first.optionsFile.get())) {
        options.setLine(line.strip());
      }
    }
    for (String[] pair : pairs) {
      options.set(pair[0], pair[1]);
    }
    return options;
  }

  private static List<String[]> pairs(List<String> arguments) {
    List<String[]> pairs = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i += 2) {
      String option = arguments.get(i);
      if (!option.startsWith("--")) {
        throw new UsageException("'" + option + "' is no option; HINT: --help lists them");
      }
      if (i + 1 == arguments.size()) {
        throw new UsageException(option + " needs a value; HINT: --help shows one");
      }
      pairs.add(new String[] {option.substring(2), arguments.get(i + 1)});
    }
    return pairs;
  }

  private void setLine(String line) {
    if (!line.isEmpty() && !line.startsWith("#")) {
      String[] pair = assignment("options", line);
      set(pair[0].strip(), pair[1].strip());
    }
  }

  private void set(String option, String raw) {
    String value = raw.replace("{state}", state);
    switch (option) {
      case "name" -> name = value;
      case "port" -> port = port(value);
      case "bind" -> bind = value;
      case "version" -> version = value;
      case "code-label" -> codeLabel = value;
      case "server" -> server = Optional.of(value);
      case "health" -> setHealth(assignment(option, value));
      case "path" -> put(pages, assignment(option, value));
      case "status" -> setStatus(assignment(option, value));
      case "counter" -> put(counters, assignment(option, value));
      case "metrics" -> metrics = value.equals("none") ? Optional.empty() : Optional.of(value);
      case "traffic" -> traffic = Optional.of(Quantity.perSecond(value));
      case "state" -> state = value;
      default -> setRest(option, value);
    }
  }

  private void setRest(String option, String value) {
    switch (option) {
      case "log" -> logs.add(new Log.Target(Path.of(value), LogFormat.PLAIN));
      case "log-format" -> setFormat(value);
      case "inbox" -> inbox = Optional.of(new Inbox(Path.of(value)));
      case "db" -> orders = Optional.of(OrderBook.of(value));
      case "fault" -> faults.addAll(Fault.parseAll(value));
      case "fault-file" -> faultFile = Optional.of(new FaultFile(Path.of(value)));
      case "ready-file" -> readyFile = Optional.of(Path.of(value));
      case "options" -> optionsFile = Optional.of(Path.of(value));
      default ->
          throw new UsageException("unknown option --" + option + "; HINT: --help lists them");
    }
  }

  private void setHealth(String[] pair) {
    healthPath = pair[0];
    healthBody = pair[1];
  }

  private void setStatus(String[] pair) {
    statuses.put(pair[0], number("status", pair[1], 999));
  }

  private void setFormat(String value) {
    if (logs.isEmpty()) {
      throw new UsageException("--log-format without a log; HINT: --log FILE comes before it");
    }
    Log.Target last = logs.removeLast();
    logs.add(new Log.Target(last.file(), LogFormat.named(value)));
  }

  private static void put(Map<String, String> map, String[] pair) {
    map.put(pair[0], pair[1]);
  }

  private static String[] assignment(String option, String value) {
    int equals = value.indexOf('=');
    if (equals < 1) {
      throw new UsageException(option + " '" + value + "' has no '='; HINT: --help shows one");
    }
    return new String[] {value.substring(0, equals), value.substring(equals + 1)};
  }

  private static int port(String value) {
    return number("port", value, HIGHEST_PORT);
  }

  private static int number(String option, String value, int most) {
    @Nullable Integer number = value.matches("\\d{1,5}") ? Integer.valueOf(value) : null;
    if (number == null || number > most) {
      throw new UsageException(option + " '" + value + "'; HINT: a number from 0 to " + most);
    }
    return number;
  }
}
