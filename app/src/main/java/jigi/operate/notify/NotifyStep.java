package jigi.operate.notify;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jigi.base.run.StepContext;
import jigi.base.run.StepKind;
import jigi.base.run.StepOutcome;

/**
 * Tells people something. It ends when the messages are recorded: their deliveries go on by
 * themselves, with repetitions and fallbacks, and whatever Jigi dies of.
 */
public final class NotifyStep extends NotifySyntax implements StepKind {
  private final NotifyEngine engine;

  public NotifyStep(NotifyEngine engine) {
    this.engine = engine;
  }

  @Override
  public boolean repeatable() {
    return true;
  }

  @Override
  public StepOutcome run(StepContext context) {
    String text = filled(context.part().source(), context.values()).strip();
    String title = text.lines().findFirst().orElse("").strip();
    Outbox.Notice notice = notice(context, title, text);
    if (context.dry()) {
      return StepOutcome.ok(
          "would tell "
              + String.join(", ", engine.outbox().recipients(notice))
              + " by "
              + String.join(", ", engine.outbox().channels(notice))
              + "\n"
              + text);
    }
    List<String> reached = engine.outbox().tell(notice);
    return reached.isEmpty()
        ? StepOutcome.failed(
            "nobody can be told: no channel reaches " + engine.outbox().recipients(notice))
        : StepOutcome.ok("handed over for " + String.join(", ", reached) + "\n" + text);
  }

  private static Outbox.Notice notice(StepContext context, String title, String text) {
    Map<String, String> args = new TreeMap<>();
    args.put("summary", title);
    args.put("text", text.lines().skip(1).map(String::strip).reduce("", NotifyStep::joined));
    args.put("run-title", context.run().title() + " #" + context.run().number());
    args.put("attempt", context.attempt());
    return new Outbox.Notice(
        context.system(),
        context.run().id(),
        context.attempt(),
        names(context.part().attributes().get(TO)),
        names(context.part().attributes().get(BY)),
        args);
  }

  private static String joined(String before, String line) {
    return before.isEmpty() ? line : before + "\n" + line;
  }

  private static List<String> names(@org.jspecify.annotations.Nullable String list) {
    return list == null
        ? List.of()
        : Arrays.stream(list.split(",")).map(String::strip).filter(n -> !n.isEmpty()).toList();
  }
}
