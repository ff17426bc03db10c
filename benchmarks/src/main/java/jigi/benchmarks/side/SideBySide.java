package jigi.benchmarks.side;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jigi.benchmarks.Workload;

/**
 * One phase of {@code benchmarks/side-by-side}: {@code write STEPS}, {@code query N}, {@code rules
 * SECONDS}, {@code scrape SECONDS}, {@code serve}. The servers are those of the environment: {@code
 * PROMETHEUS}, {@code JIGI}: {@code URL PID}; the token of Jigi in the file {@code JIGI_TOKEN}.
 */
public final class SideBySide {
  private static final int SERVERS = 9;
  private static final long STEP_MS = 15_000;
  private static final int PARTS = 3;
  private static final int WARM_UP_SECONDS = Integer.getInteger("warmup", 120);

  /**
   * What costs no more than this is measured by so many repetitions, for the clock ticks coarsely.
   */
  private static final double EQUAL_MS = 2;

  private static final int MANY = Integer.getInteger("many", 2_000);

  /** Of the group, not of a rule: Prometheus's order of keys, and Jigi's. */
  private static final Pattern EVALUATION =
      Pattern.compile(
          "\"limit\":\\d+,\"evaluationTime\":([0-9.eE-]+)|\"evaluationTime\":([0-9.eE-]+),\"file\"");

  private final List<Peer> peers;

  private SideBySide(List<Peer> peers) {
    this.peers = peers;
  }

  /** Arguments as above. */
  public static void main(String[] args) throws Exception {
    int number = args.length > 1 ? Integer.parseInt(args[1]) : 0;
    switch (args[0]) {
      case "write" -> new SideBySide(peers()).write(number);
      case "query" -> new SideBySide(peers()).query(number);
      case "rules" -> new SideBySide(peers()).rules(number);
      case "scrape" -> new SideBySide(peers()).scrape(number);
      case "serve" -> {
        try (Exposer ignored = new Exposer(number, Workload.servers(SERVERS))) {
          Thread.currentThread().join();
        }
      }
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static List<Peer> peers() throws IOException {
    List<Peer> peers = new ArrayList<>();
    for (String name : List.of("PROMETHEUS", "JIGI")) {
      String[] words = System.getenv().getOrDefault(name, "").split(" ");
      String token = "";
      if (name.equals("JIGI")) {
        token = Files.readString(Path.of(System.getenv("JIGI_TOKEN"))).strip();
      }
      HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
      peers.add(new Peer(name, URI.create(words[0]), token, Long.parseLong(words[1]), client));
    }
    return peers;
  }

  /**
   * The same steps to both, one after the other; the second half is the warm one. It is measured in
   * parts, of which the median counts.
   */
  private void write(int steps) throws Exception {
    WriteLoad load = new WriteLoad(Workload.servers(SERVERS));
    long end = System.currentTimeMillis() / STEP_MS * STEP_MS;
    List<double[]> marks = new ArrayList<>();
    try (ExecutorService senders = Executors.newFixedThreadPool(2)) {
      for (int step = 0; step < steps; step++) {
        if (step * 2 * PARTS % steps == 0) {
          marks.add(cpu());
        }
        send(load.tick(end - (steps - 1 - step) * STEP_MS), senders);
      }
    }
    marks.add(cpu());
    double millions = load.series() * steps / 1e6;
    double[] cold = each(marks.getLast(), marks.getFirst(), millions);
    print("remote write, cold start included: CPU s/million", cold, 2);
    List<double[]> warm = new ArrayList<>();
    for (int part = PARTS; part < 2 * PARTS; part++) {
      warm.add(each(marks.get(part + 1), marks.get(part), millions / (2 * PARTS)));
    }
    print("the same, second half, median of " + PARTS, median(warm), 2);
    print("RSS after it, MiB", memory("VmRSS"), 0);
  }

  private void send(List<byte[]> requests, ExecutorService senders) throws Exception {
    for (Peer peer : peers) {
      List<Future<?>> sent = new ArrayList<>();
      for (byte[] request : requests) {
        sent.add(
            senders.submit(
                () -> {
                  peer.write(request);
                  return null;
                }));
      }
      for (Future<?> one : sent) {
        one.get();
      }
    }
  }

  private void query(int repetitions) throws Exception {
    long end = (System.currentTimeMillis() / STEP_MS - 1) * STEP_MS / 1000;
    Map<String, String> questions = Questions.at(end);
    double[] sum = new double[peers.size()];
    double[] cold = new double[peers.size()];
    int worse = 0;
    for (int p = 0; p < cold.length; p++) {
      cold[p] = peers.get(p).cpu();
      for (String question : questions.values()) {
        ask(peers.get(p), question, 1);
      }
      cold[p] = (peers.get(p).cpu() - cold[p]) * 1000;
      warmUp(peers.get(p), questions.values());
    }
    print("CPU ms of all sixteen, each for the first time", cold, 0);
    for (Map.Entry<String, String> question : questions.entrySet()) {
      double[] spent = cost(question.getValue(), repetitions);
      if (Math.min(spent[0], spent[1]) <= EQUAL_MS) {
        spent = cost(question.getValue(), MANY);
      }
      for (int p = 0; p < spent.length; p++) {
        sum[p] += spent[p];
      }
      worse += spent[1] > spent[0] && spent[1] > EQUAL_MS ? 1 : 0;
      print("CPU ms " + question.getKey(), spent, 2);
    }
    print("CPU ms of all sixteen", sum, 0);
    System.out.printf("| queries that took more than Prometheus and than 2 ms | | %d | |%n", worse);
    print("RSS at most, MiB", memory("VmHWM"), 0);
  }

  private static void warmUp(Peer peer, Iterable<String> questions)
      throws IOException, InterruptedException {
    long until = System.nanoTime() + WARM_UP_SECONDS * 1_000_000_000L;
    while (System.nanoTime() < until) {
      for (String question : questions) {
        ask(peer, question, 4);
      }
    }
  }

  /** CPU ms of one answer, the median of as many measurements as there are parts. */
  private double[] cost(String path, int repetitions) throws IOException, InterruptedException {
    List<double[]> costs = new ArrayList<>();
    for (int part = 0; part < PARTS; part++) {
      double[] spent = new double[peers.size()];
      for (int p = 0; p < spent.length; p++) {
        double before = peers.get(p).cpu();
        ask(peers.get(p), path, repetitions);
        spent[p] = (peers.get(p).cpu() - before) * 1000 / repetitions;
      }
      costs.add(spent);
    }
    return median(costs);
  }

  private double[] median(List<double[]> measured) {
    double[] median = new double[peers.size()];
    for (int p = 0; p < median.length; p++) {
      int peer = p;
      median[p] =
          measured.stream().mapToDouble(one -> one[peer]).sorted().toArray()[measured.size() / 2];
    }
    return median;
  }

  private static void ask(Peer peer, String path, int times)
      throws IOException, InterruptedException {
    for (int i = 0; i < times; i++) {
      peer.get(path);
    }
  }

  /** Both have loaded the rules; samples go on while they are evaluated. */
  private void rules(int seconds) throws Exception {
    WriteLoad load = new WriteLoad(Workload.servers(SERVERS));
    double[] begun = cpu();
    double[] took = new double[peers.size()];
    int looked = 0;
    try (ExecutorService senders = Executors.newFixedThreadPool(2)) {
      for (long spent = 0; spent < seconds; spent += STEP_MS / 1000) {
        send(load.tick(System.currentTimeMillis()), senders);
        Thread.sleep(STEP_MS);
        for (int p = 0; p < took.length; p++) {
          Matcher found = EVALUATION.matcher(peers.get(p).get("/api/v1/rules"));
          if (!found.find()) {
            throw new IOException(peers.get(p).name() + " has no group bench100");
          }
          took[p] += Double.parseDouble(found.group(p + 1));
        }
        looked++;
      }
    }
    for (int p = 0; p < took.length; p++) {
      took[p] /= looked;
    }
    print("100 rules, wall s of one evaluation", took, 3);
    print("CPU s meanwhile, writing included", each(cpu(), begun, 1), 2);
  }

  private void scrape(int seconds) throws Exception {
    Thread.sleep(WARM_UP_SECONDS * 1000L);
    double millions = SERVERS * 5_000.0 * seconds / PARTS / 1e6;
    List<double[]> costs = new ArrayList<>();
    for (int part = 0; part < PARTS; part++) {
      double[] begun = cpu();
      Thread.sleep(seconds * 1000L / PARTS);
      costs.add(each(cpu(), begun, millions));
    }
    print("scrape, CPU s/million, median of " + PARTS, median(costs), 2);
    print("RSS while scraping, MiB", memory("VmRSS"), 0);
  }

  private double[] cpu() throws IOException {
    double[] spent = new double[peers.size()];
    for (int p = 0; p < spent.length; p++) {
      spent[p] = peers.get(p).cpu();
    }
    return spent;
  }

  private double[] memory(String line) throws IOException {
    double[] found = new double[peers.size()];
    for (int p = 0; p < found.length; p++) {
      found[p] = peers.get(p).memory(line);
    }
    return found;
  }

  private static double[] each(double[] after, double[] before, double by) {
    double[] spent = new double[after.length];
    for (int p = 0; p < spent.length; p++) {
      spent[p] = (after[p] - before[p]) / by;
    }
    return spent;
  }

  private static void print(String what, double[] values, int digits) {
    String number = "%." + digits + "f";
    System.out.printf(
        "| %-50s | " + number + " | " + number + " | %.2f |%n",
        what,
        values[0],
        values[1],
        values[1] / values[0]);
  }
}
