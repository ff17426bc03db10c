package jigi.operate.notify;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.base.run.Guards;
import jigi.base.run.Lane;
import jigi.base.run.Mode;
import jigi.base.run.Parameter;
import jigi.base.run.Role;
import jigi.base.run.RunDefinition;
import jigi.base.run.RunRequest;
import jigi.base.run.StepContext;
import jigi.base.run.StepDefinition;
import jigi.base.run.StepKind;
import jigi.base.run.StepOutcome;
import jigi.base.run.StepPart;
import jigi.base.run.Trigger;
import jigi.base.store.Tx;

/** The step that hands a message over; used by runs of the delivery lane only. */
public final class DeliverStep implements StepKind {
  private static final String LANGUAGE = "deliver";
  private static final String PARAMETER = "DELIVERY";

  private final Deliverer deliverer;
  private final RunStarter runs;

  /** Records a run in a transaction; {@code RunEngine::start}. */
  public interface RunStarter {
    void start(Tx tx, RunRequest request);
  }

  public DeliverStep(Deliverer deliverer, RunStarter runs) {
    this.deliverer = deliverer;
    this.runs = runs;
  }

  @Override
  public String language() {
    return LANGUAGE;
  }

  @Override
  public Set<String> attributes() {
    return Set.of();
  }

  @Override
  public void check(StepPart part, Place place, Problems problems) {
    problems.error(
        place,
        "reserved-language",
        "'deliver' belongs to the delivery of notifications",
        "use 'notify' to tell somebody");
  }

  @Override
  public boolean repeatable() {
    return true;
  }

  @Override
  public StepOutcome run(StepContext context) throws InterruptedException {
    BiConsumer<Tx, Delivery> fallback =
        (tx, delivery) -> {
          DeliveryRepository.insert(tx.handle(), delivery);
          runs.start(tx, request(delivery, false));
        };
    Deliverer.DeliveryOutcome outcome =
        deliverer.deliver(context.parameters().getOrDefault(PARAMETER, ""), fallback);
    return switch (outcome.result()) {
      case ACCEPTED -> StepOutcome.ok(outcome.text());
      case AGAIN, OVER -> StepOutcome.failed(outcome.text(), outcome.pause());
    };
  }

  /** The run of a delivery. */
  static RunRequest request(Delivery delivery, boolean hasFallback) {
    int attempts = hasFallback ? Deliverer.ATTEMPTS_WITH_FALLBACK : Deliverer.ATTEMPTS;
    StepPart act =
        new StepPart(
            LANGUAGE,
            "",
            Map.of("retry", String.valueOf(attempts - 1), "backoff", "2s", "timeout", "60s"),
            0);
    RunDefinition definition =
        new RunDefinition(
            "delivery",
            "delivery",
            delivery.system(),
            List.of(StepDefinition.of("deliver", Role.OWN, act)),
            null,
            List.of(),
            List.of(new Parameter(PARAMETER, Parameter.Type.WORD, null, List.of(), null, null)),
            Guards.DEFAULT);
    return new RunRequest(
        definition,
        Map.of(PARAMETER, delivery.id()),
        new Trigger("delivery", delivery.channel(), delivery.id()),
        "jigi",
        null,
        Lane.DELIVERY,
        Mode.AUTOMATIC);
  }
}
