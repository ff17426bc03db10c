package jigi.operate.deploy.machine;

import java.util.List;
import java.util.Set;

/** What is to be done next. Each may be done again after a crash without another effect. */
public sealed interface Act {
  /** Nothing: what is asked for has been reached. */
  record Rest() implements Act {}

  /** What is built before anything is replaced, and what is added to the schema. */
  record Prepare(Release release) implements Act {}

  record Start(Slot slot, Release release) implements Act {}

  /** It answers well several times in a row, asked itself and not through the gateway. */
  record Check(Slot slot) implements Act {}

  /**
   * All new requests go to the colour, and the gateway was seen to say so.
   *
   * @param back whether this takes a change back: only to a colour that is healthy
   */
  record Point(Colour to, boolean back) implements Act {}

  /**
   * Exactly these receive new requests, and the gateway was seen to say so.
   *
   * @param joining those of them that must be healthy before anything is sent to them
   * @param back whether instances are put back: then it may be that nobody is left
   */
  record Spread(Set<Instance> over, Set<Instance> joining, boolean back) implements Act {
    public Spread {
      over = Set.copyOf(over);
      joining = Set.copyOf(joining);
    }
  }

  /** They are watched together for the time of observation. */
  record Watch(List<Slot> slots) implements Act {
    public Watch {
      slots = List.copyOf(slots);
    }

    static Watch of(Slot slot) {
      return new Watch(List.of(slot));
    }
  }

  /** It receives nothing new, and what it has begun comes to its end. */
  record Drain(Slot slot) implements Act {}

  record Stop(Slot slot, Release release) implements Act {}

  /**
   * What lies beside all instances is put right.
   *
   * @param back whether they were put back
   */
  record Settle(boolean back) implements Act {}
}
