package jigi.base.journal;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import jigi.base.kernel.CrashPoint;
import jigi.base.kernel.Ids;
import jigi.base.kernel.Json;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import jigi.base.kernel.UserError;
import jigi.base.store.MasterKey;
import jigi.base.store.Store;
import jigi.base.store.Tx;

/** The journal in the store, with one chain for this node. */
public final class SqlJournal implements Journal, AutoCloseable {
  private static final CrashPoint APPENDED = CrashPoint.named("journal-appended");
  private static final int SALT_BYTES = 16;

  private final Store store;
  private final Timeline timeline;
  private final String node;
  private final Reader.Means means;
  private final Map<String, Reader> readers = new ConcurrentSkipListMap<>();
  private final AtomicLong newest = new AtomicLong();
  private boolean started;

  /**
   * @param node names the chain that this process alone appends to
   */
  public SqlJournal(Store store, Timeline timeline, Troubles troubles, String node) {
    this.store = store;
    this.timeline = timeline;
    this.node = node;
    this.means = new Reader.Means(store, timeline, troubles, node);
    store.change(tx -> JournalRepository.ensureHead(tx.handle(), node));
    newest.set(store.read(handle -> JournalRepository.lastSeq(handle, node)));
  }

  /**
   * Lets followers begin; to be called once the house stands, so that an event of before the last
   * stop does not meet a room that has read no manual yet. Who follows later begins at once.
   */
  public synchronized void start() {
    started = true;
    readers.values().stream().filter(CursorReader.class::isInstance).forEach(Reader::start);
  }

  @Override
  public Event append(Tx tx, EventDraft draft) {
    var head = JournalRepository.lockHead(tx.handle(), store.dialect(), node);
    long at = Math.max(Ids.micros(timeline.instant()), head.at());
    var payload = new Entry.Payload(Ids.secret(SALT_BYTES), Json.write(draft.args()));
    Entry entry = entry(draft, head, at, payload.hash());
    String hash = entry.hash();
    JournalRepository.insert(tx.handle(), entry, payload, hash);
    APPENDED.pass();
    Event event = new Event(entry.id(), node, entry.seq(), Ids.instant(at), draft, hash);
    tx.afterCommit(
        () -> {
          newest.accumulateAndGet(event.seq(), Math::max);
          readers.values().forEach(reader -> reader.grown(event));
        });
    return event;
  }

  private Entry entry(EventDraft draft, JournalRepository.Head head, long at, String payloadHash) {
    return new Entry(
        node,
        head.seq() + 1,
        Ids.next(Ids.instant(at)),
        at,
        draft.kind().name(),
        draft.kind().version(),
        draft.system(),
        draft.component(),
        draft.actor(),
        draft.links().cause(),
        draft.links().run(),
        draft.links().incident(),
        payloadHash,
        head.hash());
  }

  @Override
  public Event append(EventDraft draft) {
    return store.write((Function<Tx, Event>) tx -> append(tx, draft));
  }

  @Override
  public void listen(String name, Consumer<Event> listener) {
    long from = newest.get();
    Following everything = Following.of("listen-" + name);
    add(everything.name(), new LiveReader(means, everything, from, listener), true);
  }

  @Override
  public void follow(Following following, Follower follower) {
    CursorReader reader = new CursorReader(means, following, follower);
    // What is recorded after this call is the follower's, though its thread begins later.
    reader.begin();
    add(following.name(), reader, false);
  }

  private synchronized void add(String name, Reader reader, boolean atOnce) {
    if (readers.putIfAbsent(name, reader) != null) {
      throw new IllegalArgumentException("followed already by the name " + name);
    }
    if (started || atOnce) {
      reader.start();
    }
  }

  @Override
  public List<Event> find(EventQuery query) {
    return store.read(handle -> JournalRepository.find(handle, store.dialect(), query, null));
  }

  @Override
  public List<Event> older(EventQuery query, Event than) {
    return store.read(handle -> JournalRepository.find(handle, store.dialect(), query, than));
  }

  /**
   * Empties an event's arguments as the law may ask; the chain stays intact and the deletion is an
   * event of its own.
   *
   * @throws UserError {@code no-such-event}, {@code event-must-stay} for a deletion's own event
   */
  public Event forget(String id, String reason, String actor) {
    return store.write(
        (Function<Tx, Event>)
            tx -> {
              String kind = VerificationRepository.kind(tx.handle(), id);
              if (kind == null) {
                throw new UserError(
                    "no-such-event", "there is no event " + id, "take the id from jigi journal");
              }
              if (kind.equals(JournalEvents.PAYLOAD_DELETED.name())) {
                throw new UserError(
                    "event-must-stay",
                    "event " + id + " records a deletion and stays",
                    "name the event whose arguments must go");
              }
              Event deletion =
                  append(
                      tx,
                      EventDraft.of(JournalEvents.PAYLOAD_DELETED)
                          .actor(actor)
                          .with("event", id)
                          .with("reason", reason));
              VerificationRepository.emptyPayload(tx.handle(), id, deletion.id());
              return deletion;
            });
  }

  /** Recomputes every chain in the store. Takes a while: about 50 µs an entry. */
  public Verification verify() {
    return new Verifier(store).verify();
  }

  /** The same, and that the chain still holds the entry that a head once signed. */
  public Verification verify(JournalHead signed) {
    return new Verifier(store).verify(signed);
  }

  /** When the newest event of this node happened; the epoch when there is none. */
  public Instant newest() {
    return Ids.instant(store.read(handle -> VerificationRepository.head(handle, node)).at());
  }

  /** This node's newest entry, signed; to be kept where whoever can change the store cannot. */
  public JournalHead head(MasterKey key) {
    var head = store.read(handle -> VerificationRepository.head(handle, node));
    return JournalHead.sign(key, node, head.seq(), head.hash(), timeline.instant());
  }

  /**
   * Waits until every follower and listener has handled what is recorded by now, and what they
   * record meanwhile, or fails at it: the moment at which a rehearsal may move its clock on.
   */
  public void settle() throws InterruptedException {
    long before = -1;
    for (long last = newest.get(); last != before; last = newest.get()) {
      for (Reader reader : readers.values()) {
        reader.awaitPast(last);
      }
      before = last;
    }
  }

  /** Stops followers and listeners after the event in hand; close it before the store. */
  @Override
  public synchronized void close() {
    readers.values().forEach(Reader::close);
  }
}
