package jigi.base.journal;

import java.util.ArrayList;
import java.util.List;
import jigi.base.journal.Verification.Break;
import jigi.base.journal.Verification.Chain;
import jigi.base.journal.Verification.What;
import jigi.base.journal.VerificationRepository.Stored;
import jigi.base.kernel.Json;
import jigi.base.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes chains page by page, so that a long journal neither fills memory nor blocks writers.
 */
final class Verifier {
  private static final int PAGE = 500;

  private final Store store;

  Verifier(Store store) {
    this.store = store;
  }

  Verification verify() {
    List<Chain> chains = new ArrayList<>();
    Break first = null;
    for (String node : store.read(VerificationRepository::nodes)) {
      Walk walk = new Walk(node);
      Break broken = walk.go();
      chains.add(new Chain(node, walk.seq, walk.hash, walk.deleted));
      first = first == null ? broken : first;
    }
    return new Verification(chains, first);
  }

  Verification verify(JournalHead signed) {
    Verification found = verify();
    Break broken = found.broken();
    if (broken != null) {
      return found;
    }
    String hash =
        store.read(handle -> VerificationRepository.hashAt(handle, signed.node(), signed.seq()));
    What what =
        !signed.isAuthentic()
            ? What.BAD_SIGNATURE
            : hash == null ? What.MISSING : hash.equals(signed.hash()) ? null : What.NOT_AS_SIGNED;
    return what == null
        ? found
        : new Verification(found.chains(), new Break(signed.node(), signed.seq(), what));
  }

  /** The way along one node's chain. */
  private final class Walk {
    private final String node;
    private long seq;
    private String hash = Entry.FIRST;
    private long deleted;

    Walk(String node) {
      this.node = node;
    }

    @Nullable Break go() {
      // Entries that are appended meanwhile are beyond the head that was read first.
      var head = store.read(handle -> VerificationRepository.head(handle, node));
      while (true) {
        long after = seq;
        List<Stored> page =
            store.read(handle -> VerificationRepository.page(handle, node, after, PAGE));
        for (Stored stored : page) {
          What what = judge(stored);
          if (what != null) {
            return new Break(node, seq + 1, what);
          }
          seq++;
          hash = stored.hash();
          if (seq == head.seq() && !hash.equals(head.hash())) {
            return new Break(node, seq, What.CHANGED);
          }
        }
        if (page.size() < PAGE) {
          return seq < head.seq() ? new Break(node, seq + 1, What.MISSING) : null;
        }
      }
    }

    private @Nullable What judge(Stored stored) {
      Entry entry = stored.entry();
      if (entry.seq() != seq + 1) {
        return What.MISSING;
      }
      boolean joins = entry.previousHash().equals(hash);
      if (!joins && store.read(h -> VerificationRepository.isNamed(h, node, hash))) {
        return What.REORDERED;
      }
      if (!entry.hash().equals(stored.hash())) {
        return What.CHANGED;
      }
      return joins ? payload(stored) : What.MISSING;
    }

    private @Nullable What payload(Stored stored) {
      if (stored.salt() != null && stored.args() != null) {
        String found = new Entry.Payload(stored.salt(), stored.args()).hash();
        return found.equals(stored.entry().payloadHash()) ? null : What.PAYLOAD_CHANGED;
      }
      if (stored.deletedBy() == null || !isRecorded(stored.deletedBy(), stored.entry().id())) {
        return What.PAYLOAD_MISSING;
      }
      deleted++;
      return null;
    }

    private boolean isRecorded(String deletion, String event) {
      return store.read(
          handle -> {
            String kind = VerificationRepository.kind(handle, deletion);
            String args = VerificationRepository.args(handle, deletion);
            return JournalEvents.PAYLOAD_DELETED.name().equals(kind)
                && args != null
                && Json.tree(args).path("event").asText().equals(event);
          });
    }
  }
}
