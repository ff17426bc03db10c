package jigi.operate.deploy;

import java.time.Instant;

/** Why nothing is to be deployed, and who says so. */
public record Freeze(String system, String name, String reason, String actor, Instant at) {}
