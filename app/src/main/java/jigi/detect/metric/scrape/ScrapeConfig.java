package jigi.detect.metric.scrape;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import jigi.base.config.Secret;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code scrape_configs}.
 *
 * @param job the label {@code job}, unless relabelling changes it
 */
record ScrapeConfig(
    String job,
    Pace pace,
    Address address,
    Client client,
    Reading reading,
    Limits limits,
    List<Discovery> discoveries,
    Relabelling relabelling) {
  ScrapeConfig {
    discoveries = List.copyOf(discoveries);
  }

  /** How often, and how long it may take. */
  record Pace(Duration interval, Duration timeout) {}

  /**
   * Where the metrics lie at a target.
   *
   * @param scheme {@code http} or {@code https}
   */
  record Address(String scheme, String path, Map<String, List<String>> params) {}

  /** How a target is asked. */
  record Client(
      @Nullable Credentials credentials,
      TlsConfig tls,
      boolean followRedirects,
      boolean compression,
      Map<String, List<Word>> headers) {}

  /** A text that stands in the file or in one of its own. */
  record Word(@Nullable String written, @Nullable Secret secret) {
    static Word of(String text) {
      return new Word(text, null);
    }

    /** Never what is written: it may be a password. */
    @Override
    public String toString() {
      return secret == null ? "…" : secret.name();
    }
  }

  /**
   * Who we are.
   *
   * @param scheme {@code Basic}, {@code Bearer} or another one of {@code Authorization}
   * @param user of Basic; null else
   */
  record Credentials(String scheme, @Nullable Word user, Word secret) {}

  /**
   * How a target is trusted.
   *
   * @param ca relative to the manual's folder; null for the platform's authorities
   * @param certificate our own; null for none
   * @param serverName null for the host that is asked
   */
  record TlsConfig(
      @Nullable String ca,
      @Nullable String certificate,
      @Nullable Word key,
      @Nullable String serverName,
      boolean skipVerify) {
    static final TlsConfig USUAL = new TlsConfig(null, null, null, null, false);
  }

  /** What is done with what a target offers. */
  record Reading(boolean honorLabels, boolean honorTimestamps, boolean endStamped) {}

  /** Bounds beyond which a scrape fails; 0 for none. */
  record Limits(
      int bodyBytes,
      int samples,
      int labels,
      int labelNameLength,
      int labelValueLength,
      int targets,
      int keptDropped) {}

  /** Changes to the labels of targets, and of series. */
  record Relabelling(List<RelabelRule> targets, List<RelabelRule> series) {
    Relabelling {
      targets = List.copyOf(targets);
      series = List.copyOf(series);
    }
  }
}
