package jigi.detect.probe.scrape;

import java.net.URI;
import jigi.detect.probe.ProbeKey;

/** What a scrape probe reads, as Prometheus names it. */
public interface ScrapeTarget {
  URI url();

  /** The label {@code job}. */
  String job(ProbeKey probe);

  /** The label {@code instance}. */
  String instance();
}
