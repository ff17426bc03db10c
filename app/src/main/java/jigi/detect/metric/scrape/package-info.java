/**
 * Scrapes targets by a manual's {@code prometheus.yml}: finds them, relabels, reads, stores, and
 * ends their series when they are gone.
 */
@NullMarked
package jigi.detect.metric.scrape;

import org.jspecify.annotations.NullMarked;
