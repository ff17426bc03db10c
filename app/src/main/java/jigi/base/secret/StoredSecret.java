package jigi.base.secret;

import java.time.Instant;

/**
 * A secret that Jigi keeps, without its value.
 *
 * @param since when it got the value that it has
 * @param by who gave it
 */
public record StoredSecret(String name, Instant since, String by) {}
