package jigi.base.store;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.sql.DataSource;
import jigi.base.kernel.RealTime;
import jigi.base.kernel.UserError;
import jigi.base.store.LeaseRepository.Lease;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a node's name and its lead on a database that several processes share. No clocks are
 * compared: a holder counts its beats, and who has watched the same count for a lease's whole life
 * on its own monotonic clock, the database answering all the time, takes over.
 */
final class Leases implements Fence {
  private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

  /** As long as that without a beat, and a node is taken for dead. */
  static final Duration LIFE = Duration.ofSeconds(10);

  private static final Duration BEAT = Duration.ofSeconds(2);
  private static final Duration LOOK = Duration.ofSeconds(1);

  /**
   * Who holds.
   *
   * @param holder tells this data directory on this machine from every other
   * @param address where its pages are
   */
  record Self(String node, String holder, String address) {}

  private final Jdbi jdbi;
  private final Self self;
  private final Sharing sharing;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread beats = Thread.ofPlatform().name("store-lease").daemon().unstarted(this::go);
  private volatile @Nullable Lease name;
  private volatile @Nullable Lease lead;

  Leases(DataSource source, Self self, Sharing sharing) {
    this.jdbi = Jdbi.create(source);
    this.self = self;
    this.sharing = sharing;
  }

  /**
   * Takes the node's name, and returns once this process leads.
   *
   * @throws UserError {@code node-taken} when another process of this name lives
   */
  void await() throws InterruptedException {
    name = awaitName();
    beats.start();
    lead = awaitLead();
  }

  private Lease awaitName() throws InterruptedException {
    String wanted = LeaseRepository.ofNode(self.node());
    Watch watch = new Watch();
    while (true) {
      Lease seen = inTransaction(handle -> LeaseRepository.find(handle, wanted));
      if (seen == null || isFree(seen) || watch.isDead(seen, seen)) {
        Lease taken = take(wanted, seen);
        if (taken != null) {
          return taken;
        }
      } else if (watch.lives()) {
        throw new UserError(
            "node-taken",
            "another Jigi named '"
                + self.node()
                + "' works with this database ("
                + seen.address()
                + ")",
            "stop that one, or name this one by --node");
      }
      pause(LOOK);
    }
  }

  private Lease awaitLead() throws InterruptedException {
    Watch watch = new Watch();
    String told = "";
    while (true) {
      try {
        long asked = RealTime.nanos();
        Seen seen = inTransaction(Leases::lookAtLead);
        if (RealTime.nanos() - asked > BEAT.toNanos()) {
          watch = new Watch(); // who was asked so slowly was slow for the leader too
        }
        Lease of = seen.lead();
        if (of == null || isFree(of) || watch.isDead(of, seen.node())) {
          Lease taken = take(LeaseRepository.LEAD, of);
          if (taken != null) {
            return taken;
          }
        } else if (!told.equals(of.node())) {
          told = of.node();
          sharing.standsBy(leader(of));
        }
      } catch (JdbiException e) {
        // Who could not be watched may have lived.
        watch = new Watch();
        LOG.warn("the database of the nodes does not answer", e);
      }
      pause(LOOK);
    }
  }

  /** The lead with its holder's name, whose beats say whether it lives. */
  private record Seen(@Nullable Lease lead, @Nullable Lease node) {}

  private static Seen lookAtLead(Handle handle) {
    Lease lead = LeaseRepository.find(handle, LeaseRepository.LEAD);
    String node = lead == null ? "" : LeaseRepository.ofNode(lead.node());
    return new Seen(lead, LeaseRepository.find(handle, node));
  }

  private @Nullable Lease take(String wanted, @Nullable Lease seen) {
    Lease mine = new Lease(wanted, self.node(), self.holder(), self.address(), 0, 0);
    return inTransaction(
        handle ->
            LeaseRepository.take(handle, mine, seen) ? LeaseRepository.find(handle, wanted) : null);
  }

  /** Given up, or this data directory's own from before it was started again. */
  private boolean isFree(Lease lease) {
    return lease.holder().isEmpty() || lease.holder().equals(self.holder());
  }

  /** Whether somebody else's count of beats goes on. */
  private static final class Watch {
    private @Nullable Lease lease;
    private @Nullable Lease beats;
    private long since;
    private boolean lives;

    boolean isDead(Lease lease, @Nullable Lease beats) {
      boolean same = Objects.equals(lease, this.lease) && Objects.equals(beats, this.beats);
      if (same && this.lease != null) {
        return RealTime.nanos() - since > LIFE.toNanos();
      }
      lives = this.lease != null;
      this.lease = lease;
      this.beats = beats;
      since = RealTime.nanos();
      return false;
    }

    /** It was seen to change. */
    boolean lives() {
      return lives;
    }
  }

  private void go() {
    try {
      while (!closed.await(BEAT.toMillis(), TimeUnit.MILLISECONDS)) {
        beat();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void beat() {
    try {
      Lease mine = Objects.requireNonNull(name);
      Lease leading = lead;
      boolean kept =
          inTransaction(
              handle ->
                  LeaseRepository.beat(handle, mine)
                      && (leading == null || stillLeads(handle, leading)));
      if (!kept) {
        sharing.lost(successor());
      }
    } catch (JdbiException e) {
      LOG.debug("no sign of life could be given", e);
    }
  }

  private static boolean stillLeads(Handle handle, Lease leading) {
    Lease now = LeaseRepository.find(handle, LeaseRepository.LEAD);
    return now != null && now.token() == leading.token();
  }

  private Sharing.Leader successor() {
    Lease now = inTransaction(handle -> LeaseRepository.find(handle, LeaseRepository.LEAD));
    return now == null ? new Sharing.Leader("", "") : leader(now);
  }

  private static Sharing.Leader leader(Lease lease) {
    return new Sharing.Leader(lease.node(), lease.address());
  }

  @Override
  public void pass(Handle handle) {
    Lease leading = lead;
    if (leading == null || !LeaseRepository.hold(handle, leading)) {
      throw new LeadLostException(self.node());
    }
  }

  /** Every node that ever used the database, with what is known of it now. */
  List<Node> nodes() {
    Lease leading = lead;
    return inTransaction(LeaseRepository::nodes).stream()
        .map(
            known ->
                new Node(
                    known.lease().node(),
                    known.lease().address(),
                    leading != null && known.lease().node().equals(leading.node()),
                    !known.lease().holder().isEmpty() && known.silent().compareTo(LIFE) < 0))
        .toList();
  }

  private <T extends @Nullable Object> T inTransaction(Function<Handle, T> work) {
    return jdbi.inTransaction(work::apply);
  }

  private void pause(Duration duration) throws InterruptedException {
    closed.await(duration.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Gives the name and the lead up, so that the next need not wait. */
  @Override
  public void close() {
    closed.countDown();
    for (Lease held : new @Nullable Lease[] {lead, name}) {
      if (held != null) {
        try {
          jdbi.useTransaction(handle -> LeaseRepository.giveUp(handle, held));
        } catch (JdbiException e) {
          LOG.warn("{} is given up by not being kept", held.name(), e);
        }
      }
    }
  }
}
