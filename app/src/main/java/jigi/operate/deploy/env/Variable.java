package jigi.operate.deploy.env;

import java.time.Instant;

/**
 * What is kept of a variable: that it is the same value still, and since when; never the value.
 *
 * @param mark a keyed hash of the value
 * @param since when it was changed at the latest: the time of the file in which it was first seen
 */
public record Variable(String name, String mark, Instant since) {}
