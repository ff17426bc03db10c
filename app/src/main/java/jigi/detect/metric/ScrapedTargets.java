package jigi.detect.metric;

import java.time.Instant;

/** What is scraped beside the probes. */
public interface ScrapedTargets {
  /** Scrapes every target of a system that was not scraped since. */
  void fresh(String system, Instant since) throws InterruptedException;
}
