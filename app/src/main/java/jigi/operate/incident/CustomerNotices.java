package jigi.operate.incident;

import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import jigi.base.journal.EventDraft;
import jigi.base.journal.EventKind;
import jigi.base.kernel.Nearest;
import jigi.base.kernel.UserError;
import jigi.base.store.Tx;
import jigi.operate.incident.CustomerNotice.Hand;
import jigi.operate.incident.CustomerNotice.State;

/** Tells customers of incidents what somebody wrote from a template and somebody approved. */
public final class CustomerNotices {
  private final IncidentEngine engine;
  private final Publishing publishing;
  private final IncidentLog log;
  private final InstantSource clock;

  public CustomerNotices(IncidentEngine engine, Publishing publishing, InstantSource clock) {
    this.engine = engine;
    this.publishing = publishing;
    this.log = engine.log();
    this.clock = clock;
  }

  /**
   * Writes one; nobody is told of it yet.
   *
   * @param title empty for the template's
   * @param text empty for the template's
   * @throws UserError {@code unknown-notice}
   */
  public CustomerNotice draft(
      String incident, String template, String title, String text, String actor) {
    return log.store()
        .write(
            tx -> {
              Incident found = IncidentLog.get(tx, incident);
              Guide.Template from = template(found.system(), template);
              CustomerNotice notice =
                  new CustomerNotice(
                      incident,
                      CustomerNoticeRepository.of(tx.handle(), incident).size() + 1,
                      template,
                      title.isBlank() ? from.title() : title.strip(),
                      text.isBlank() ? from.text().strip() : text.strip(),
                      new CustomerNotice.Sending(from.to(), from.by(), from.publish()),
                      State.DRAFT,
                      new Hand(actor, clock.instant()),
                      null);
              CustomerNoticeRepository.insert(tx.handle(), notice);
              log.append(
                  tx,
                  found,
                  about(IncidentEvents.DRAFTED, found, notice, actor).with("text", notice.text()));
              return notice;
            });
  }

  private Guide.Template template(String system, String name) {
    var known = engine.policy(system).guide().notices();
    Guide.Template found = known.get(name);
    if (found == null) {
      throw new UserError(
          "unknown-notice",
          "'" + system + "' has no notice '" + name + "'",
          known.isEmpty()
              ? "write it under 'incidents: notices'"
              : Nearest.hint(name, known.keySet()));
    }
    return found;
  }

  /**
   * Somebody approves it: it is sent, and published where its template says so, both or neither.
   *
   * @throws UserError {@code no-notice}, {@code notice-decided}, and what {@link
   *     Publishing#publish} says
   */
  public CustomerNotice approve(String incident, int number, String actor) {
    return decide(
        incident,
        number,
        (tx, notice) -> {
          Incident found = IncidentLog.get(tx, incident);
          CustomerNotice.Sending sending = notice.sending();
          if (sending.publish() != null) {
            publishing.publish(
                tx,
                found,
                new Publishing.Wish(notice.title(), null, sending.publish(), notice.text()),
                actor);
          }
          log.append(
              tx,
              found,
              about(IncidentEvents.ANNOUNCED, found, notice, actor)
                  .with("text", notice.text())
                  .with("to", String.join(", ", sending.to()))
                  .with("by", String.join(", ", sending.by())));
          CustomerNoticeRepository.decide(
              tx.handle(), notice, State.SENT, new Hand(actor, clock.instant()));
        });
  }

  /**
   * It is not sent.
   *
   * @throws UserError {@code no-notice}, {@code notice-decided}
   */
  public CustomerNotice discard(String incident, int number, String actor) {
    return decide(
        incident,
        number,
        (tx, notice) -> {
          Incident found = IncidentLog.get(tx, incident);
          log.append(tx, found, about(IncidentEvents.DISCARDED, found, notice, actor));
          CustomerNoticeRepository.decide(
              tx.handle(), notice, State.DISCARDED, new Hand(actor, clock.instant()));
        });
  }

  private CustomerNotice decide(
      String incident, int number, BiConsumer<Tx, CustomerNotice> decision) {
    return log.store()
        .write(
            tx -> {
              // Of two who decide at once the second waits here, and reads what the first decided.
              IncidentRepository.update(tx.handle(), IncidentLog.get(tx, incident));
              decision.accept(tx, undecided(tx, incident, number));
              return find(tx, incident, number);
            });
  }

  private static CustomerNotice undecided(Tx tx, String incident, int number) {
    CustomerNotice notice = find(tx, incident, number);
    Hand decided = notice.decided();
    if (decided != null) {
      throw new UserError(
          "notice-decided",
          "notice " + number + " was " + notice.state().key() + " by " + decided.who(),
          "write another one");
    }
    return notice;
  }

  private static CustomerNotice find(Tx tx, String incident, int number) {
    List<CustomerNotice> all = CustomerNoticeRepository.of(tx.handle(), incident);
    return all.stream()
        .filter(one -> one.number() == number)
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    "no-notice",
                    IncidentLog.get(tx, incident).name() + " has no notice " + number,
                    "it has " + all.size()));
  }

  private static EventDraft about(
      EventKind kind, Incident incident, CustomerNotice notice, String actor) {
    return IncidentEvents.draft(kind, incident)
        .actor(Objects.requireNonNull(actor))
        .with("notice", notice.number())
        .with("public-title", notice.title());
  }
}
