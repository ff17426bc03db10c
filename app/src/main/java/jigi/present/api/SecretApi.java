package jigi.present.api;

import java.util.List;
import jigi.base.secret.Vault;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.http.Visitor;

/** Secrets that Jigi keeps; for those who may edit the house. No answer has a value. */
public final class SecretApi {
  private final Vault vault;

  public SecretApi(Vault vault) {
    this.vault = vault;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/secrets", "The names of all kept secrets.", this::list),
        Route.post("/api/v1/secrets", "Keeps a {value} under a {name}.", this::put),
        Route.post("/api/v1/secrets/{name}/remove", "Forgets it.", this::remove));
  }

  private Reply list(Exchange exchange) {
    exchange.require(Visitor.HOUSE, "edit");
    return Api.list("secrets", vault.all());
  }

  private Reply put(Exchange exchange) {
    exchange.require(Visitor.HOUSE, "edit");
    Ask ask = new Ask(exchange);
    vault.put(ask.need("name"), ask.need("value"), exchange.visitor().actor());
    return Api.done();
  }

  private Reply remove(Exchange exchange) {
    exchange.require(Visitor.HOUSE, "edit");
    vault.remove(exchange.variable("name"), exchange.visitor().actor());
    return Api.done();
  }
}
