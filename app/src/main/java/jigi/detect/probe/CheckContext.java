package jigi.detect.probe;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * What a check is given for one execution.
 *
 * @param key of the probe
 * @param now Jigi's time at the start
 * @param ahead what to add to times that the target stamps, see {@code Timeline.ahead}
 * @param timeout how long it may take, in real time
 * @param folder the manual's
 */
public record CheckContext(
    ProbeKey key,
    Instant now,
    Duration ahead,
    Duration timeout,
    Path folder,
    SecretReader secrets,
    ProbeTools tools) {}
