package jigi.detect.probe.log;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts the requests of an access log; memory is bounded whatever clients send. */
final class AccessCounter {
  /** How many names of a sort one look tells apart; the rest share one. */
  private static final int MOST_NAMES = 2000;

  private static final int MOST_UPSTREAMS = 50;

  private final AccessFormat format;
  private final Map<Tally.What, Map<String, Tally>> tallies = new EnumMap<>(Tally.What.class);
  private final Map<RequestKey, Long> requests = new TreeMap<>();
  private long unread;

  AccessCounter(AccessFormat format) {
    this.format = format;
    for (Tally.What what : Tally.What.values()) {
      tallies.put(what, new HashMap<>());
    }
  }

  void line(byte[] bytes, int from, int to) {
    Request request = format.read(bytes, from, to);
    if (request == null) {
      unread++;
      return;
    }
    long micros = request.seconds() < 0 ? 0 : Math.round(request.seconds() * 1e6);
    String status = String.valueOf(request.status());
    add(Tally.What.STATUS, status, micros);
    add(Tally.What.CLIENT, request.client(), micros);
    add(Tally.What.PATH, request.path(), micros);
    if (request.refused()) {
      add(Tally.What.REFUSED, request.client() + " " + request.path() + " " + status, micros);
    }
    String upstream = request.upstream() == null ? "" : request.upstream();
    RequestKey key = new RequestKey(status, upstream);
    boolean room = requests.containsKey(key) || upstreams() < MOST_UPSTREAMS;
    requests.merge(room ? key : new RequestKey(status, Tally.OTHERS), 1L, Long::sum);
  }

  private long upstreams() {
    return requests.keySet().stream().map(RequestKey::upstream).distinct().count();
  }

  private void add(Tally.What what, String name, long micros) {
    Map<String, Tally> known = tallies.getOrDefault(what, Map.of());
    boolean room = known.size() < MOST_NAMES || known.containsKey(name);
    String kept = room ? name : Tally.OTHERS;
    known.merge(kept, new Tally(what, kept, 1, micros), Tally::plus);
  }

  /** By status and upstream. */
  Map<RequestKey, Long> requests() {
    return requests;
  }

  /** Lines that are none of the format. */
  long unread() {
    return unread;
  }

  List<Tally> tallies() {
    List<Tally> all = new ArrayList<>();
    tallies.values().forEach(each -> all.addAll(each.values()));
    return all;
  }
}
