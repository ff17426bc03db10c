package jigi.present.api.prometheus;

import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import jigi.metrics.model.Matcher;
import jigi.metrics.promql.Expr;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Reply;

/**
 * What changes the stored samples, as
 * https://prometheus.io/docs/prometheus/latest/querying/api/#tsdb-admin-apis has it; for
 * administrators, and written into the journal first.
 */
final class AdminApi {
  private static final String ADMIN = "admin";
  private static final Reply DONE = Reply.of(204, "text/plain; charset=utf-8", "");

  private final Sources sources;

  AdminApi(Sources sources) {
    this.sources = sources;
  }

  Reply delete(Params params) {
    requireAdmin(params);
    List<Expr.VectorSelector> selectors = params.selectors();
    if (selectors.isEmpty()) {
      throw Refusal.bad("no match[] parameter provided");
    }
    Instant from = params.time("start", Instant.ofEpochMilli(0));
    Instant to = params.time("end", params.now().plusSeconds(86_400));
    if (to.isBefore(from)) {
      throw Refusal.parameter("end", "end timestamp must not be before start timestamp");
    }
    List<List<Matcher>> all = params.selections();
    String what = selectors.stream().map(Expr::toString).toList().toString();
    return doing(
        params,
        () -> sources.admin().deleting(params.actor(), what, from, to),
        () ->
            all.forEach(
                matchers ->
                    sources
                        .metrics()
                        .store()
                        .delete(matchers, from.toEpochMilli(), to.toEpochMilli())));
  }

  Reply clean(Params params) {
    requireAdmin(params);
    return doing(
        params,
        () -> sources.admin().cleaning(params.actor()),
        () -> sources.metrics().store().cleanTombstones());
  }

  /** The record comes first: what was done without one is worse than one of what was not done. */
  private Reply doing(Params params, Runnable record, Runnable work) {
    record.run();
    try {
      work.run();
      return DONE;
    } catch (UnsupportedOperationException e) {
      sources.admin().failed(params.actor(), String.valueOf(e.getMessage()));
      throw Refusal.unavailable(String.valueOf(e.getMessage()));
    } catch (UncheckedIOException e) {
      String why = String.valueOf(e.getCause() == null ? e : e.getCause().getMessage());
      sources.admin().failed(params.actor(), why);
      throw Refusal.internal(why);
    }
  }

  private static void requireAdmin(Params params) {
    if (!params.holds(ADMIN)) {
      throw Problem.forbidden(ADMIN, "*");
    }
  }
}
