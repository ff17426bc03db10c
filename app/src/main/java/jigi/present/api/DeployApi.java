package jigi.present.api;

import java.util.List;
import java.util.Map;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Problem;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.view.DeployView;
import jigi.present.api.view.DeploymentDesk;
import jigi.present.api.view.Desk;

/** Deployments. */
public final class DeployApi {
  private static final int MOST_TAGS = 10_000;

  private final Desk desk;

  DeployApi(Desk desk) {
    this.desk = desk;
  }

  List<Route> routes() {
    String one = "/api/v1/deployments/{system}/{name}";
    return List.of(
        Route.get("/api/v1/deployments", "All deployments, the worst first.", this::list),
        Route.get(
            one,
            "One deployment: both colours, what does not agree, and what there was.",
            this::one),
        Route.get(
            one + "/tags",
            "The versions that its registry has, the highest first; ?limit=.",
            this::tags),
        Route.get(
            one + "/tags/needed",
            "What speaks against deleting versions in their registry; ?version=, also several.",
            this::needed),
        Route.post(
            one + "/phase",
            "Begins {phase}: prepare, gateway, finalize, cancel or full; prepare and full need"
                + " {version}. {override-color} says into which colour, {force-color} where the"
                + " gateway points, {skip-pull} asks no registry, {set} says NAME=value lines in"
                + " place of env files, {migration} what it does to the schema, {override} why it"
                + " begins although it is frozen. {replace-live} lets {override-color} be the live"
                + " one: the other colour answers meanwhile. Gives the run's id.",
            this::phase),
        Route.post(
            one + "/rollback",
            "Deploys the last good version before the live one; gives the run's id.",
            this::rollback),
        Route.post(
            one + "/scale",
            "Starts more instances of the live version, or ends some: {to} is 5, +2 or -1, within"
                + " what the manual allows; {reason} says why. Gives the run's id.",
            this::scale),
        Route.post(
            one + "/freeze",
            "Lets nothing be deployed but what goes back, for {reason}.",
            this::freeze),
        Route.open(
            "POST",
            one + "/ci",
            "Takes a webhook of GitHub Actions or GitLab CI, whose signature or token is checked.",
            this::ci),
        Route.post(one + "/unfreeze", "Lets it be deployed again.", this::unfreeze));
  }

  private Reply list(Exchange exchange) {
    return Api.list("deployments", desk.deployments().list(exchange.scope()));
  }

  private Reply one(Exchange exchange) {
    return Api.one(one(desk, exchange, "view"));
  }

  private Reply tags(Exchange exchange) {
    DeployView.Row row = one(desk, exchange, "view").row();
    int most = new Ask(exchange).number("limit", 100, 1, MOST_TAGS);
    return Api.one(desk.deployments().tags(row.system(), row.name(), most));
  }

  private Reply needed(Exchange exchange) {
    DeployView.Row row = one(desk, exchange, "view").row();
    exchange.need("version");
    List<String> versions = exchange.all("version").stream().distinct().toList();
    return Api.list("versions", desk.deployments().needed(row.system(), row.name(), versions));
  }

  /**
   * The deployment, if the visitor may do that with it.
   *
   * @throws Problem 404 when there is none to be seen, 403 when the verb is not granted
   */
  public static DeployView.Detail one(Desk desk, Exchange exchange, String verb) {
    String system = exchange.variable("system");
    String name = exchange.variable("name");
    exchange.require(system, verb);
    DeployView.Detail found = desk.deployments().get(system, name);
    if (found == null) {
      throw Problem.notFound("deployment " + system + "/" + name);
    }
    return found;
  }

  private Reply phase(Exchange exchange) {
    DeployView.Row row = one(desk, exchange, "run").row();
    Ask ask = new Ask(exchange);
    DeploymentDesk.Asked asked =
        new DeploymentDesk.Asked(
            ask.find("phase", "full"),
            ask.find("version", ""),
            ask.find("override-color", ""),
            ask.find("force-color", ""),
            !ask.find("skip-pull", "").equals("true"),
            ask.find("set", ""),
            ask.find("override", ""),
            ask.find("migration", ""),
            ask.find("replace-live", "").equals("true"));
    return begun(
        desk.deployments().begin(row.system(), row.name(), asked, exchange.visitor().actor()));
  }

  private Reply rollback(Exchange exchange) {
    DeployView.Row row = one(desk, exchange, "run").row();
    return begun(desk.deployments().rollBack(row.system(), row.name(), exchange.visitor().actor()));
  }

  private Reply scale(Exchange exchange) {
    DeployView.Row row = one(desk, exchange, "run").row();
    Ask ask = new Ask(exchange);
    String actor = exchange.visitor().actor();
    return begun(
        desk.deployments()
            .scale(row.system(), row.name(), ask.find("to", ""), ask.find("reason", ""), actor));
  }

  private Reply freeze(Exchange exchange) {
    DeployView.Row row = one(desk, exchange, "run").row();
    String reason = new Ask(exchange).find("reason", "");
    desk.deployments().freeze(row.system(), row.name(), reason, exchange.visitor().actor());
    return one(exchange);
  }

  /** Nobody is signed in: what is believed is the signature. */
  private Reply ci(Exchange exchange) {
    String system = exchange.variable("system");
    String name = exchange.variable("name");
    DeployView.Receipt receipt =
        desk.deployments().receive(system, name, exchange::header, exchange.body());
    if (receipt == null) {
      throw Problem.notFound("webhook " + system + "/" + name);
    }
    return switch (receipt.result()) {
      case "forged" ->
          throw new Problem(
              401,
              "bad-signature",
              "the signature or the token is wrong",
              "enter the secret of the manual's 'ci' at GitHub or GitLab");
      case "replayed" ->
          throw new Problem(
              409, "webhook-replayed", "exactly this was sent before", "nothing is to be done");
      case "old" ->
          throw new Problem(
              422,
              "webhook-old",
              "it tells of what was at " + receipt.said(),
              "see that the clocks are right; what is older than a day is not taken");
      case "no-secret" ->
          throw new Problem(503, "secret-missing", receipt.said(), "put the secret there");
      default -> Reply.json(202, java.util.Objects.requireNonNull(Plain.of(receipt)));
    };
  }

  private Reply unfreeze(Exchange exchange) {
    DeployView.Row row = one(desk, exchange, "run").row();
    desk.deployments().unfreeze(row.system(), row.name(), exchange.visitor().actor());
    return one(exchange);
  }

  private static Reply begun(String run) {
    return Reply.json(201, Map.of("id", run)).with("Location", "/api/v1/runs/" + run);
  }
}
