package jigi.benchmarks;

import java.util.ArrayList;
import java.util.List;
import jigi.metrics.model.Labels;
import jigi.metrics.storage.Appender;

/**
 * The series of scraped servers, 5,000 each: request counters, latency histograms, CPU seconds with
 * two decimals, and gauges that walk at random by up to 16 bits a step, which is hard to compress.
 * A quarter of the series, histograms apart, never move. Deterministic.
 */
public final class Workload {
  private static final String[] METHODS = {"GET", "POST", "PUT", "DELETE"};
  private static final String[] CODES = {"200", "204", "404", "500", "503"};
  private static final String[] BOUNDS = {
    "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "+Inf"
  };
  private static final String[] MODES = {
    "user", "system", "idle", "iowait", "irq", "softirq", "steal", "nice"
  };

  private enum Kind {
    COUNTER,
    GAUGE,
    SECONDS,
    BUCKET
  }

  private final String job;
  private final String instance;
  private final List<Labels> labels = new ArrayList<>();
  private final List<Kind> kinds = new ArrayList<>();
  private final double[] values;
  private final double[] speeds;
  private long state;

  public Workload(int number) {
    this.job = "job" + number / 2;
    this.instance = "host" + number + ":9100";
    this.state = 0x9E3779B97F4A7C15L * (number + 1);
    requests();
    histograms();
    for (int i = 0; i < 1000; i++) {
      add(Kind.GAUGE, "app_memory_bytes", "shard", "shard-" + i);
    }
    for (int i = 0; i < 50 * MODES.length; i++) {
      String mode = MODES[i % MODES.length];
      add(Kind.SECONDS, "node_cpu_seconds_total", "cpu", "" + i / MODES.length, "mode", mode);
    }
    for (int i = 0; i < 200; i++) {
      add(Kind.GAUGE, "disk_free_bytes", "device", "/dev/sd" + i);
      add(Kind.GAUGE, "queue_depth", "queue", "queue-" + i);
    }
    values = new double[labels.size()];
    speeds = new double[labels.size()];
    for (int i = 0; i < values.length; i++) {
      speeds[i] = (random() & 3) == 0 ? 0 : (random() & 0xff) / 16.0;
      values[i] = kinds.get(i) == Kind.GAUGE ? random() & 0xffffff : 0;
    }
  }

  /** That many servers. */
  public static List<Workload> servers(int count) {
    List<Workload> servers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      servers.add(new Workload(i));
    }
    return servers;
  }

  private void requests() {
    for (String method : METHODS) {
      for (String code : CODES) {
        for (int i = 0; i < 100; i++) {
          add(Kind.COUNTER, "http_requests_total", "method", method, "code", code, "path", path(i));
        }
      }
    }
  }

  private void histograms() {
    for (int i = 0; i < 100; i++) {
      for (String bound : BOUNDS) {
        add(Kind.BUCKET, "http_request_duration_seconds_bucket", "path", path(i), "le", bound);
      }
      add(Kind.SECONDS, "http_request_duration_seconds_sum", "path", path(i));
      add(Kind.COUNTER, "http_request_duration_seconds_count", "path", path(i));
    }
  }

  private static String path(int i) {
    return "/api/v1/resource" + i;
  }

  /** Equal texts are one object, for the memory of this load is not what is measured. */
  private void add(Kind kind, String name, String... pairs) {
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = pairs[i].intern();
    }
    Labels own = Labels.of(pairs);
    labels.add(own.with("__name__", name).with("job", job).with("instance", instance));
    kinds.add(kind);
  }

  private long random() {
    state ^= state << 13;
    state ^= state >>> 7;
    state ^= state << 17;
    return state >>> 1;
  }

  /** Moves every series on by one scrape. */
  public void tick() {
    double run = 0;
    for (int i = 0; i < values.length; i++) {
      double speed = speeds[i];
      double random = random() & 0xff;
      switch (kinds.get(i)) {
        case COUNTER -> values[i] += Math.floor(speed * random / 128);
        case SECONDS -> values[i] = Math.round((values[i] + speed * random / 256) * 100) / 100.0;
        case GAUGE -> {
          if (speed > 0) {
            values[i] = Math.abs(values[i] + (random() & 0xffff) - 0x8000);
          }
        }
        case BUCKET -> {
          run = labels.get(i).getOrEmpty("le").equals(BOUNDS[0]) ? 0 : run;
          run += Math.floor(3 * random / 256);
          values[i] += run;
        }
      }
    }
  }

  public int size() {
    return values.length;
  }

  public Labels labels(int i) {
    return labels.get(i);
  }

  public double value(int i) {
    return values[i];
  }

  /** Appends the present values; the labels are the same objects each time, as a scraper's are. */
  public void append(Appender appender, long timestampMs) {
    for (int i = 0; i < values.length; i++) {
      appender.append(labels.get(i), timestampMs, values[i]);
    }
  }
}
