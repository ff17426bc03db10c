package jigi.base.journal;

/**
 * What sort of thing happened. Rooms declare theirs as constants; the text is {@code event.<name>}
 * of the message catalogue, rendered when it is read.
 *
 * @param name stable, dotted: {@code alert.firing}
 * @param version of the arguments' schema, from 1
 */
public record EventKind(String name, int version) {
  public static EventKind of(String name) {
    return new EventKind(name, 1);
  }
}
