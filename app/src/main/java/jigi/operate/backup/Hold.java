package jigi.operate.backup;

import java.time.Instant;

/** Why a backup stays whatever the rules say, until somebody lets it go. */
public record Hold(String actor, String reason, Instant at) {}
