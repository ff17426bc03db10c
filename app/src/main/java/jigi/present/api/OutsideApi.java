package jigi.present.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import jigi.base.kernel.Json;
import jigi.detect.alert.OutsideAlert;
import jigi.operate.notify.Acknowledgements;
import jigi.operate.notify.Answers;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.http.Visitor;

/**
 * Alerts of other systems, and what providers of channels post. What an Alertmanager posts is
 * described under https://prometheus.io/docs/alerting/latest/configuration/#webhook_config, version
 * 4.
 */
public final class OutsideApi {
  private final BiConsumer<String, List<OutsideAlert>> take;
  private final Predicate<String> known;
  private final Acknowledgements acknowledgements;
  private final InstantSource clock;

  /**
   * @param take what is said of the alerts of a system
   * @param known whether there is a system of this name
   */
  public OutsideApi(
      BiConsumer<String, List<OutsideAlert>> take,
      Predicate<String> known,
      Acknowledgements acknowledgements,
      InstantSource clock) {
    this.take = take;
    this.known = known;
    this.acknowledgements = acknowledgements;
    this.clock = clock;
  }

  public List<Route> routes() {
    return List.of(
        Route.post(
            "/api/v1/outside/{system}/alertmanager",
            "Takes what an Alertmanager posts to a webhook; needs a token of the scope webhook.",
            this::alertmanager),
        Route.post(
            "/api/v1/outside/{system}/api/v2/alerts",
            "Takes what a Prometheus posts to its Alertmanagers; needs a token of the scope"
                + " webhook.",
            this::posted),
        Route.open(
            "POST",
            "/api/v1/outside/{system}/channels/{channel}",
            "Takes what Slack and PagerDuty post when somebody acknowledges there; the signature is"
                + " checked.",
            this::acknowledged));
  }

  /** Nobody is signed in: what is believed is the signature. */
  private Reply acknowledged(Exchange exchange) {
    String system = exchange.variable("system");
    String channel = exchange.variable("channel");
    Acknowledgements.Receipt receipt =
        acknowledgements.receive(
            system, channel, new Answers.Posted(exchange::header, exchange.body()));
    return switch (receipt) {
      case null -> throw Problem.notFound("channel " + system + "/" + channel + " that listens");
      case Acknowledgements.Receipt.Acknowledged done ->
          Reply.json(Map.of("acknowledged", done.count()));
      case Acknowledgements.Receipt.Ignored _ -> Reply.json(Map.of("acknowledged", 0));
      case Acknowledgements.Receipt.Forged _ ->
          throw new Problem(
              401,
              "bad-signature",
              "the signature is wrong, or too old",
              "give the channel the secret that Slack or PagerDuty shows");
      case Acknowledgements.Receipt.NoSecret none ->
          throw new Problem(503, "secret-missing", none.why(), "put the secret there");
    };
  }

  private Reply alertmanager(Exchange exchange) {
    String system = known(exchange);
    take.accept(system, read(new String(exchange.body(), StandardCharsets.UTF_8)));
    return Api.done();
  }

  /** Those that can be taken are, whatever is wrong with the others: nobody posts them again. */
  private Reply posted(Exchange exchange) {
    String system = known(exchange);
    String body = new String(exchange.body(), StandardCharsets.UTF_8);
    PostedAlerts posted = PostedAlerts.read(body, clock.instant());
    take.accept(system, posted.alerts());
    if (!posted.wrong().isEmpty()) {
      throw Problem.bad(
          "bad-alerts",
          posted.wrong().size()
              + " of "
              + (posted.wrong().size() + posted.alerts().size())
              + " alerts were not taken: "
              + posted.wrong().getFirst(),
          "post them as an Alertmanager takes them");
    }
    return Api.done();
  }

  /** The system of the path, which the visitor may tell of alerts. */
  private String known(Exchange exchange) {
    String system = exchange.variable("system");
    Visitor visitor = exchange.visitor();
    if (!visitor.roles().test(system, "webhook") && !visitor.may(system, "edit")) {
      throw Problem.forbidden("webhook", system);
    }
    if (!known.test(system)) {
      throw Problem.notFound("system " + system);
    }
    return system;
  }

  /**
   * @throws Problem 400 when it is no payload of version 4
   * @throws jigi.base.kernel.UserError when it is no JSON
   */
  static List<OutsideAlert> read(String body) {
    JsonNode payload = Json.tree(body);
    if (!payload.path("version").asText().equals("4") || !payload.path("alerts").isArray()) {
      throw Problem.bad(
          "bad-webhook",
          "this is not what an Alertmanager posts (version '"
              + payload.path("version").asText()
              + "')",
          "send its webhook of version 4");
    }
    PostedAlerts.notTooMany(payload.path("alerts"));
    List<OutsideAlert> alerts = new ArrayList<>();
    payload.path("alerts").forEach(one -> alerts.add(alert(one)));
    return alerts;
  }

  private static OutsideAlert alert(JsonNode one) {
    PostedAlerts.Described described = PostedAlerts.described(one);
    return new OutsideAlert(
        described.labels(),
        described.annotations(),
        !one.path("status").asText().equals("resolved"),
        PostedAlerts.instant(one.path("startsAt").asText()),
        null);
  }
}
