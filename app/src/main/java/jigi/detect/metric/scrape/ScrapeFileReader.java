package jigi.detect.metric.scrape;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jigi.base.config.Field;
import jigi.base.config.Node;
import jigi.base.config.ObjectShape;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.base.config.Yaml;
import jigi.base.kernel.Durations;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code prometheus.yml}
 * (https://prometheus.io/docs/prometheus/latest/configuration/configuration/).
 */
final class ScrapeFileReader {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(B|KB|KiB|MB|MiB|GB|GiB)?");

  private static final Field<Duration> INTERVAL =
      Field.optional("scrape_interval", Shapes.duration(), "How often.");
  private static final Field<Duration> TIMEOUT =
      Field.optional("scrape_timeout", Shapes.duration(), "How long it may take.");
  private static final Field<Integer> BODY =
      Field.optional("body_size_limit", size(), "Of an answer, uncompressed; 0 for none.");
  private static final Field<Integer> SAMPLES =
      Field.optional("sample_limit", ClientFields.count(), "Of a target; 0 for none.");
  private static final Field<Integer> LABELS =
      Field.optional("label_limit", ClientFields.count(), "Of a series; 0 for none.");
  private static final Field<Integer> NAME_LENGTH =
      Field.optional("label_name_length_limit", ClientFields.count(), "0 for none.");
  private static final Field<Integer> VALUE_LENGTH =
      Field.optional("label_value_length_limit", ClientFields.count(), "0 for none.");
  private static final Field<Integer> TARGETS =
      Field.optional("target_limit", ClientFields.count(), "Of a job; 0 for none.");
  private static final Field<Integer> DROPPED =
      Field.optional("keep_dropped_targets", ClientFields.count(), "0 for all.");

  private static final Field<String> JOB =
      Field.required("job_name", Shapes.text(), "The label 'job'.");
  private static final Field<String> PATH =
      Field.optional("metrics_path", Shapes.text(), "/metrics", "Where the metrics lie.");
  private static final Field<String> SCHEME =
      Field.optional(
          "scheme", Shapes.oneOf(Map.of("http", "http", "https", "https")), "http", "Protocol.");
  private static final Field<Map<String, List<String>>> PARAMS =
      Field.optional(
          "params", Shapes.mapOf(Shapes.listOf(Shapes.text())), "Parameters of the address.");
  private static final Field<Boolean> HONOR_LABELS =
      Field.optional("honor_labels", Shapes.bool(), "false", "Whether theirs win over ours.");
  private static final Field<Boolean> HONOR_TIMESTAMPS =
      Field.optional("honor_timestamps", Shapes.bool(), "true", "Whether theirs hold.");
  private static final Field<Boolean> TRACK =
      Field.optional(
          "track_timestamps_staleness",
          Shapes.bool(),
          "false",
          "Whether series with timestamps end with the target.");
  private static final Field<List<RelabelRule>> RELABEL =
      Field.optional("relabel_configs", RelabelShape.RULES, "Changes to targets.");
  private static final Field<List<RelabelRule>> METRIC_RELABEL =
      Field.optional("metric_relabel_configs", RelabelShape.RULES, "Changes to series.");

  private static final List<String> MEANINGLESS =
      List.of(
          "scrape_protocols",
          "scrape_fallback_protocol",
          "scrape_classic_histograms",
          "always_scrape_classic_histograms",
          "native_histogram_bucket_limit",
          "native_histogram_min_bucket_factor",
          "metric_name_validation_scheme",
          "metric_name_escaping_scheme",
          "extra_scrape_metrics");

  private static final Field<Values> GLOBAL =
      Field.optional("global", globals(), "What holds for all jobs.");
  private static final Field<List<Values>> JOBS =
      Field.optional(
          "scrape_configs", Shapes.listOf(ObjectShape.of("a job", jobFields(), v -> v)), "Jobs.");

  private static final Map<String, String> UNUSED =
      Map.of(
          "rule_files", "rules are read from the folder rules/",
          "alerting", "Jigi calls people itself: write channels and routes",
          "remote_write", "'jigi up --metrics URL' keeps the metrics on another server",
          "remote_read", "'jigi up --metrics URL' asks another server",
          "storage", "Jigi's storage has options of its own",
          "tracing", "Jigi traces nothing",
          "otlp", "OTLP is not spoken",
          "runtime", "Jigi's memory is set where it is started");

  private final Problems problems;

  ScrapeFileReader(Problems problems) {
    this.problems = problems;
  }

  /** The jobs of a file; those with a mistake are reported and left out. */
  List<ScrapeConfig> read(String file, String text) {
    Node root = Yaml.read(file, text, problems);
    if (root instanceof Node.EmptyNode) {
      return List.of();
    }
    List<Field<?>> fields = new ArrayList<>(List.of(GLOBAL, JOBS));
    UNUSED.keySet().stream().sorted().map(Whatever::ignored).forEach(fields::add);
    fields.add(
        Whatever.refused(
            "scrape_config_files",
            "the jobs of other files are not read",
            "write them into this file"));
    Values values = ObjectShape.of("prometheus.yml", fields, v -> v).readValues(root, problems);
    if (values == null) {
      return List.of();
    }
    if (root instanceof Node.MapNode map) {
      map.keys().forEach(this::warnOfUnused);
    }
    Values global = values.find(GLOBAL);
    List<ScrapeConfig> jobs = new ArrayList<>();
    Map<String, Place> names = new HashMap<>();
    for (Values job : values.find(JOBS, List.of())) {
      Place first = names.putIfAbsent(job.get(JOB), job.placeOfValue(JOB));
      if (first != null) {
        problems.error(
            job.placeOfValue(JOB),
            "duplicate-job",
            "a second job has this name ('" + job.get(JOB) + "', first at " + first + ")",
            "give each job a name of its own");
      }
      ScrapeConfig config = job(job, global);
      if (config != null) {
        jobs.add(config);
      }
    }
    return jobs;
  }

  private void warnOfUnused(String key, Place place) {
    String why = UNUSED.get(key);
    if (why != null) {
      problems.warning(place, "not-used", "'" + key + "' of prometheus.yml is not used", why);
    }
  }

  private static Shape<Values> globals() {
    List<Field<?>> fields = new ArrayList<>(List.of(INTERVAL, TIMEOUT));
    fields.addAll(limitFields());
    MEANINGLESS.stream().map(Whatever::ignored).forEach(fields::add);
    for (String name :
        List.of(
            "evaluation_interval",
            "rule_query_offset",
            "external_labels",
            "query_log_file",
            "scrape_failure_log_file",
            "scrape_native_histograms",
            "convert_classic_histograms_to_nhcb")) {
      fields.add(Whatever.ignored(name));
    }
    return ObjectShape.of("global", fields, v -> v);
  }

  private static List<Field<?>> limitFields() {
    return List.of(BODY, SAMPLES, LABELS, NAME_LENGTH, VALUE_LENGTH, TARGETS, DROPPED);
  }

  private static List<Field<?>> jobFields() {
    List<Field<?>> fields =
        new ArrayList<>(
            List.of(
                JOB,
                INTERVAL,
                TIMEOUT,
                PATH,
                SCHEME,
                PARAMS,
                HONOR_LABELS,
                HONOR_TIMESTAMPS,
                TRACK,
                RELABEL,
                METRIC_RELABEL,
                Whatever.ignored("scrape_failure_log_file"),
                Whatever.ignored("scrape_native_histograms"),
                Whatever.refused(
                    "convert_classic_histograms_to_nhcb",
                    "native histograms are not stored",
                    "remove it")));
    fields.addAll(limitFields());
    fields.addAll(ClientFields.all());
    fields.addAll(DiscoveryFields.all());
    MEANINGLESS.stream().map(Whatever::ignored).forEach(fields::add);
    return fields;
  }

  private @Nullable ScrapeConfig job(Values job, @Nullable Values global) {
    ScrapeConfig.Pace pace = pace(job, global);
    if (pace == null) {
      return null;
    }
    String path = job.get(PATH);
    return new ScrapeConfig(
        job.get(JOB),
        pace,
        new ScrapeConfig.Address(job.get(SCHEME), path, job.find(PARAMS, Map.of())),
        ClientFields.client(job, problems),
        new ScrapeConfig.Reading(job.get(HONOR_LABELS), job.get(HONOR_TIMESTAMPS), job.get(TRACK)),
        limits(job, global),
        DiscoveryFields.of(job),
        new ScrapeConfig.Relabelling(
            job.find(RELABEL, List.of()), job.find(METRIC_RELABEL, List.of())));
  }

  private ScrapeConfig.@Nullable Pace pace(Values job, @Nullable Values global) {
    Duration interval = either(job, global, INTERVAL, Duration.ofMinutes(1));
    Duration timeout = either(job, global, TIMEOUT, Duration.ofSeconds(10));
    if (timeout.compareTo(interval) <= 0) {
      return new ScrapeConfig.Pace(interval, timeout);
    }
    if (job.find(TIMEOUT) == null) {
      return new ScrapeConfig.Pace(interval, interval);
    }
    problems.error(
        job.placeOfValue(TIMEOUT),
        "bad-value",
        "scrape_timeout ("
            + Durations.format(timeout)
            + ") is longer than scrape_interval ("
            + Durations.format(interval)
            + ")",
        "shorten it, or scrape less often");
    return null;
  }

  private static ScrapeConfig.Limits limits(Values job, @Nullable Values global) {
    return new ScrapeConfig.Limits(
        either(job, global, BODY, 0),
        either(job, global, SAMPLES, 0),
        either(job, global, LABELS, 0),
        either(job, global, NAME_LENGTH, 0),
        either(job, global, VALUE_LENGTH, 0),
        either(job, global, TARGETS, 0),
        either(job, global, DROPPED, 0));
  }

  private static <T> T either(Values job, @Nullable Values global, Field<T> field, T otherwise) {
    T own = job.find(field);
    T shared = global == null ? null : global.find(field);
    return own != null ? own : shared != null ? shared : otherwise;
  }

  private static Shape<Integer> size() {
    return Shapes.scalar(
        "a size", "10MB", Map.of("type", List.of("string", "integer")), ScrapeFileReader::bytes);
  }

  private static @Nullable Integer bytes(String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    String unit = matcher.group(2) == null ? "B" : matcher.group(2);
    int shift =
        switch (unit.substring(0, 1).toUpperCase(Locale.ROOT)) {
          case "K" -> 10;
          case "M" -> 20;
          case "G" -> 30;
          default -> 0;
        };
    long bytes = Long.parseLong(matcher.group(1)) << shift;
    return bytes <= Integer.MAX_VALUE - 16 ? Integer.valueOf((int) bytes) : null;
  }
}
