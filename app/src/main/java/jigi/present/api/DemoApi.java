package jigi.present.api;

import java.util.List;
import jigi.present.api.http.Exchange;
import jigi.present.api.http.Reply;
import jigi.present.api.http.Route;
import jigi.present.api.http.Visitor;

/** Hurts and heals the stand-ins' shop, for demonstrations. */
public final class DemoApi {
  /** What plays the shop. */
  public interface Demo {
    /**
     * @throws jigi.base.kernel.UserError {@code no-stand-ins}, {@code unknown-fault}
     */
    void breakShop(String fault, String actor);

    void heal(String actor);
  }

  private final Demo demo;

  public DemoApi(Demo demo) {
    this.demo = demo;
  }

  public List<Route> routes() {
    return List.of(
        Route.post("/api/v1/demo/break", "Hurts the shop by {fault}.", this::hurt),
        Route.post("/api/v1/demo/heal", "Heals it.", this::heal));
  }

  private Reply hurt(Exchange exchange) {
    exchange.require(Visitor.HOUSE, "edit");
    demo.breakShop(new Ask(exchange).need("fault"), exchange.visitor().actor());
    return Api.done();
  }

  private Reply heal(Exchange exchange) {
    exchange.require(Visitor.HOUSE, "edit");
    demo.heal(exchange.visitor().actor());
    return Api.done();
  }
}
