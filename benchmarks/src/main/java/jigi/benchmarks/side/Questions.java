package jigi.benchmarks.side;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sixteen requests: six instants, seven ranges of 200 steps, three about what there is. */
final class Questions {
  private static final int STEP = 15;
  private static final int STEPS = 200;

  private Questions() {}

  /**
   * Paths by name.
   *
   * @param end of the ranges, in seconds since the epoch
   */
  static Map<String, String> at(long end) {
    String some = "http_requests_total{instance=\"host0:9100\",method=~\"GET|POST\"}";
    String byJob = "sum by (job) (rate(http_requests_total[5m]))";
    String quantile =
        "histogram_quantile(0.99, sum by (job, le)"
            + " (rate(http_request_duration_seconds_bucket[5m])))";
    Map<String, String> all = new LinkedHashMap<>();
    all.put("I1 sum by (job) (rate(18k[5m]))", instant(byJob, end));
    all.put("I2 rate(1000[5m])", instant("rate(" + some + "[5m])", end));
    all.put(
        "I3 one series",
        instant(
            "http_requests_total{instance=\"host0:9100\",method=\"GET\",code=\"200\","
                + "path=\"/api/v1/resource7\"}",
            end));
    all.put("I4 count of all", instant("count({__name__=~\".+\"})", end));
    all.put("I5 topk(10, 18k)", instant("topk(10, http_requests_total)", end));
    all.put("I6 histogram_quantile, 9k buckets", instant(quantile, end));
    all.put("R1 1000 series", range(some, end));
    all.put("R2 rate of them", range("rate(" + some + "[5m])", end));
    all.put("R3 sum(rate) of them", range("sum(rate(" + some + "[5m]))", end));
    all.put("R4 sum by (job) (rate(18k))", range(byJob, end));
    all.put(
        "R5 ratio of two sums, joined",
        range(
            "sum by (path) (rate(http_requests_total{code=~\"5..\"}[5m])) / on (path)"
                + " sum by (path) (rate(http_requests_total[5m]))",
            end));
    all.put("R6 histogram_quantile", range(quantile, end));
    all.put(
        "R7 subquery",
        range(
            "max_over_time(sum(rate(http_requests_total{instance=\"host0:9100\"}[1m]))[10m:1m])",
            end));
    all.put("L1 values of a label", "/api/v1/label/job/values");
    all.put("L2 names of labels", "/api/v1/labels");
    all.put("S1 1000 series", "/api/v1/series?match%5B%5D=" + encode(some));
    return all;
  }

  private static String instant(String expression, long at) {
    return "/api/v1/query?query=" + encode(expression) + "&time=" + at;
  }

  private static String range(String expression, long end) {
    return "/api/v1/query_range?query="
        + encode(expression)
        + "&start="
        + (end - (STEPS - 1) * STEP)
        + "&end="
        + end
        + "&step="
        + STEP;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
