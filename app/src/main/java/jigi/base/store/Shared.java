package jigi.base.store;

/**
 * One of several processes on one database.
 *
 * @param node its name
 * @param address where its pages are
 * @param sharing is told when another node works
 */
public record Shared(String node, String address, Sharing sharing) {}
