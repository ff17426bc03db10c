package jigi.operate.incident;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import jigi.base.kernel.Ids;
import jigi.operate.incident.CustomerNotice.Hand;
import jigi.operate.incident.CustomerNotice.State;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table of notices for customers. */
final class CustomerNoticeRepository {
  private CustomerNoticeRepository() {}

  static void insert(Handle handle, CustomerNotice notice) {
    Notice.Stage publish = notice.sending().publish();
    handle
        .createUpdate(
            "INSERT INTO incident_customer_notice (incident_id, number, template, title, content,"
                + " recipients, channels, publish, state, drafted_at, drafted_by) VALUES"
                + " (:incident, :number, :template, :title, :content, :recipients, :channels,"
                + " :publish, :state, :at, :by)")
        .bind("incident", notice.incident())
        .bind("number", notice.number())
        .bind("template", notice.template())
        .bind("title", notice.title())
        .bind("content", notice.text())
        .bind("recipients", String.join(",", notice.sending().to()))
        .bind("channels", String.join(",", notice.sending().by()))
        .bind("publish", publish == null ? null : publish.key())
        .bind("state", notice.state().key())
        .bind("at", Ids.micros(notice.drafted().at()))
        .bind("by", notice.drafted().who())
        .execute();
  }

  static void decide(Handle handle, CustomerNotice notice, State state, Hand hand) {
    handle
        .createUpdate(
            "UPDATE incident_customer_notice SET state = :state, decided_at = :at, decided_by = :by"
                + " WHERE incident_id = :incident AND number = :number")
        .bind("incident", notice.incident())
        .bind("number", notice.number())
        .bind("state", state.key())
        .bind("at", Ids.micros(hand.at()))
        .bind("by", hand.who())
        .execute();
  }

  /** Oldest first. */
  static List<CustomerNotice> of(Handle handle, String incident) {
    return handle
        .createQuery(
            "SELECT * FROM incident_customer_notice WHERE incident_id = :incident ORDER BY number")
        .bind("incident", incident)
        .map((row, context) -> read(row))
        .list();
  }

  private static CustomerNotice read(ResultSet row) throws SQLException {
    String publish = row.getString("publish");
    return new CustomerNotice(
        row.getString("incident_id"),
        row.getInt("number"),
        row.getString("template"),
        row.getString("title"),
        row.getString("content"),
        new CustomerNotice.Sending(
            names(row.getString("recipients")),
            names(row.getString("channels")),
            publish == null ? null : Notice.Stage.valueOf(publish.toUpperCase(Locale.ROOT))),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        new Hand(row.getString("drafted_by"), Ids.instant(row.getLong("drafted_at"))),
        decided(row));
  }

  private static @Nullable Hand decided(ResultSet row) throws SQLException {
    String by = row.getString("decided_by");
    return by == null ? null : new Hand(by, Ids.instant(row.getLong("decided_at")));
  }

  private static List<String> names(String list) {
    return list.isEmpty() ? List.of() : List.of(list.split(","));
  }
}
