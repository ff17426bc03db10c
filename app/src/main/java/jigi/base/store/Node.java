package jigi.base.store;

/**
 * A process that shares its database with others.
 *
 * @param address where its pages are
 * @param leads whether it is the one that works
 * @param lives whether it gave a sign of life within the life of a lease
 */
public record Node(String name, String address, boolean leads, boolean lives) {}
