package jigi.operate.notify.heartbeat;

import java.time.Duration;
import jigi.base.config.Secret;

/**
 * Where a system's sign of life goes.
 *
 * @param url whoever knows it can keep the watcher quiet, so it is a secret
 * @param every at least 10 s
 */
record Heartbeat(Secret url, Duration every) {}
