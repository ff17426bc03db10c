package jigi.base.connect;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import jigi.base.journal.EventDraft;
import jigi.base.journal.EventKind;
import jigi.base.journal.Journal;
import jigi.base.kernel.Status;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.UserError;
import jigi.base.store.Store;
import org.jspecify.annotations.Nullable;

/** Tests hosts and connections when people ask for it, and keeps what was seen last. */
public final class ConnectionTests implements AutoCloseable {
  /** It can be made, perhaps with fewer rights than it might need. */
  public static final EventKind GOOD = EventKind.of("connection.good");

  public static final EventKind BAD = EventKind.of("connection.bad");

  /** Those of many that wait for an answer at the same time. */
  private static final int AT_ONCE = 8;

  private final Store store;
  private final Journal journal;
  private final Timeline timeline;
  private final Connections connections;
  private final HostRegistry hosts;
  private final ConnectionTestRepository repository = new ConnectionTestRepository();
  private final Set<Way> testing = ConcurrentHashMap.newKeySet();
  private final Semaphore turns = new Semaphore(AT_ONCE);
  private volatile boolean closed;

  public ConnectionTests(
      Store store,
      Journal journal,
      Timeline timeline,
      Connections connections,
      HostRegistry hosts) {
    this.store = store;
    this.journal = journal;
    this.timeline = timeline;
    this.connections = connections;
    this.hosts = hosts;
  }

  /** All hosts and connections of the manuals in force, in their order, hosts first. */
  public List<TestedWay> all() {
    Map<Way, KeptTest> kept = store.read(repository::all);
    List<TestedWay> all = new ArrayList<>();
    hosts
        .all()
        .forEach(
            (system, named) ->
                named.forEach((name, host) -> all.add(of(system, name, host, kept))));
    connections
        .named()
        .all()
        .forEach(
            (system, named) ->
                named.forEach((name, connection) -> all.add(of(system, name, connection, kept))));
    return all;
  }

  private TestedWay of(String system, String name, Host host, Map<Way, KeptTest> kept) {
    Way way = new Way(system, Way.Sort.HOST, name);
    return switch (host) {
      case Host.Local local -> of(way, new Place("local", "", null), kept);
      case Host.Ssh ssh -> of(way, new Place("ssh", ssh.text(), ssh.jump()), kept);
    };
  }

  private TestedWay of(String system, String name, Connection is, Map<Way, KeptTest> kept) {
    Way way = new Way(system, Way.Sort.CONNECTION, name);
    return of(way, new Place(is.kind(), is.text(), is.on()), kept);
  }

  private record Place(String kind, String address, @Nullable String over) {}

  private TestedWay of(Way way, Place place, Map<Way, KeptTest> kept) {
    KeptTest test = kept.get(way);
    boolean holds = test != null && test.made().equals(made(way, place.over()));
    return new TestedWay(
        way,
        place.kind(),
        place.address(),
        place.over(),
        test != null && holds ? test.last() : null,
        test != null && !holds,
        testing.contains(way));
  }

  /** Identifies how the way is reached, with the host that it is made from. */
  private String made(Way way, @Nullable String over) {
    List<String> through =
        Stream.of(way.sort() == Way.Sort.HOST ? way.name() : null, over)
            .flatMap(Stream::ofNullable)
            .toList();
    List<String> named = way.sort() == Way.Sort.HOST ? List.of() : List.of(way.name());
    return connections.targets(way.system(), through, named);
  }

  /**
   * Tests a way and keeps what was seen; takes seconds.
   *
   * @throws UserError {@code unknown-host}, {@code unknown-connection}
   */
  public TestedWay test(Way way, String actor) throws InterruptedException {
    ConnectionTest seen =
        switch (way.sort()) {
          case HOST -> hosts.test(way.system(), way.name());
          case CONNECTION -> connections.named().test(way.system(), way.name());
        };
    testing.remove(way); // before it is told: who is told asks at once
    TestedWay now = one(way);
    keep(way, made(way, now.over()), new TestedWay.Last(timeline.instant(), actor, seen));
    return one(way);
  }

  private TestedWay one(Way way) {
    return all().stream()
        .filter(each -> each.way().equals(way))
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    "unknown-" + way.sort().key(),
                    "the manual of '" + way.system() + "' names no '" + way.name() + "' any more",
                    "it has changed meanwhile: look at the list again"));
  }

  private void keep(Way way, String made, TestedWay.Last test) {
    Stage bad = test.seen().firstBad();
    boolean good = test.seen().status().compareTo(Status.WARN) <= 0;
    store.change(
        tx -> {
          repository.put(tx.handle(), way, new KeptTest(made, test));
          journal.append(
              tx,
              EventDraft.of(good ? GOOD : BAD)
                  .system(way.system())
                  .actor(test.by())
                  .with("name", way.name())
                  .with("evidence", bad == null ? "" : bad.evidence()));
        });
  }

  /** Tests each of them in the background, some at once; one that is being tested is left to it. */
  public void begin(Collection<Way> ways, String actor) {
    for (Way way : ways) {
      if (testing.add(way)) {
        timeline.after(Duration.ZERO, "connection test", () -> inTurn(way, actor));
      }
    }
  }

  private void inTurn(Way way, String actor) {
    try {
      turns.acquire();
      try {
        if (!closed) {
          test(way, actor);
        }
      } finally {
        turns.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (UserError e) {
      return; // the manual has changed and names it no more: there is nobody to tell
    } finally {
      testing.remove(way);
    }
  }

  /** Begins no more tests. */
  @Override
  public void close() {
    closed = true;
  }
}
