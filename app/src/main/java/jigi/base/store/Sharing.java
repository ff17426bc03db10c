package jigi.base.store;

/** What a process is told that shares its database with others. */
public interface Sharing {
  /**
   * The node that works.
   *
   * @param address where its pages are
   */
  record Leader(String node, String address) {}

  /** Another node works, and this one waits; told again when yet another has taken over. */
  void standsBy(Leader leader);

  /**
   * Another node has taken over what this process did. Nothing that it knows is certain any more,
   * and none of its writes are taken: it has to end at once.
   */
  void lost(Leader leader);
}
