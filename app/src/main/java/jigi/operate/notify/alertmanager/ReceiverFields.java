package jigi.operate.notify.alertmanager;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jigi.base.config.Field;
import jigi.base.config.Node;
import jigi.base.config.ObjectShape;
import jigi.base.config.Place;
import jigi.base.config.Problems;
import jigi.base.config.Secret;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.detect.probe.Endpoint;
import jigi.operate.notify.alertmanager.AlertmanagerFile.Integration;
import jigi.operate.notify.alertmanager.AlertmanagerFile.Receiver;
import jigi.operate.notify.slack.SlackChannel;
import jigi.operate.notify.smtp.SmtpChannel;
import org.jspecify.annotations.Nullable;

/** Reads {@code global} and {@code receivers}. What Jigi has no channel for is named. */
final class ReceiverFields {
  private static final List<String> OTHER_KINDS =
      List.of(
          "incidentio_configs",
          "jira_configs",
          "mattermost_configs",
          "msteams_configs",
          "opsgenie_configs",
          "pushover_configs",
          "rocketchat_configs",
          "sns_configs",
          "victorops_configs",
          "webex_configs",
          "wechat_configs");

  private static final Field<Endpoint> GLOBAL_SERVER =
      Field.optional("smtp_smarthost", Endpoint.shape(25), "The mail server.");
  private static final Field<String> GLOBAL_FROM =
      Field.optional("smtp_from", Shapes.text(), "The sender.");
  private static final Field<String> GLOBAL_USER =
      Field.optional("smtp_auth_username", Shapes.text(), "The login.");
  private static final Field<String> GLOBAL_PASSWORD =
      Field.optional("smtp_auth_password_file", Shapes.text(), "The login's password.");
  private static final Field<Boolean> GLOBAL_TLS =
      Field.optional("smtp_require_tls", Shapes.bool(), "true", "Encryption.");
  private static final Field<String> GLOBAL_SLACK =
      Field.optional("slack_api_url_file", Shapes.text(), "The webhook.");

  /** Keys that mean nothing here: texts are Jigi's own, and so is the way to a provider. */
  static final Shape<Values> GLOBAL =
      shape(
          "global",
          List.of(
              GLOBAL_SERVER, GLOBAL_FROM, GLOBAL_USER, GLOBAL_PASSWORD, GLOBAL_TLS, GLOBAL_SLACK),
          List.of(
              "resolve_timeout",
              "http_config",
              "smtp_hello",
              "smtp_auth_identity",
              "smtp_tls_config",
              "pagerduty_url",
              "opsgenie_api_url",
              "victorops_api_url",
              "wechat_api_url",
              "telegram_api_url",
              "webex_api_url"),
          List.of("smtp_auth_password", "smtp_auth_secret", "slack_api_url"));

  private static final Field<URI> URL = Field.required("url", Shapes.httpUrl(), "The address.");
  static final Field<Boolean> RESOLVED =
      Field.optional("send_resolved", Shapes.bool(), "Whether ends are told.");
  private static final Field<List<Values>> WEBHOOKS =
      Field.optional(
          "webhook_configs",
          Shapes.listOf(
              shape(
                  "a webhook",
                  List.of(URL, RESOLVED),
                  List.of("http_config", "max_alerts", "timeout"),
                  List.of())),
          "Addresses.");

  private static final Field<String> TO = Field.required("to", Shapes.text(), "Addresses.");
  private static final Field<String> FROM = Field.optional("from", Shapes.text(), "The sender.");
  private static final Field<Endpoint> SERVER =
      Field.optional("smarthost", Endpoint.shape(25), "The mail server.");
  private static final Field<String> USER =
      Field.optional("auth_username", Shapes.text(), "The login.");
  private static final Field<String> PASSWORD =
      Field.optional("auth_password_file", Shapes.text(), "The login's password.");
  private static final Field<Boolean> TLS =
      Field.optional("require_tls", Shapes.bool(), "Encryption.");
  private static final Field<List<Values>> MAILS =
      Field.optional(
          "email_configs",
          Shapes.listOf(
              shape(
                  "a mail",
                  List.of(TO, FROM, SERVER, USER, PASSWORD, TLS, RESOLVED),
                  List.of("hello", "auth_identity", "tls_config", "html", "text", "headers"),
                  List.of("auth_password", "auth_secret"))),
          "Mail.");

  private static final Field<String> API_FILE =
      Field.optional("api_url_file", Shapes.text(), "The webhook.");
  private static final Field<List<Values>> SLACKS =
      Field.optional(
          "slack_configs",
          Shapes.listOf(
              shape(
                  "a Slack channel",
                  List.of(API_FILE, RESOLVED),
                  List.of(
                      "channel",
                      "username",
                      "color",
                      "title",
                      "title_link",
                      "pretext",
                      "text",
                      "fields",
                      "footer",
                      "fallback",
                      "callback_id",
                      "icon_emoji",
                      "icon_url",
                      "image_url",
                      "thumb_url",
                      "actions",
                      "short_fields",
                      "link_names",
                      "mrkdwn_in",
                      "http_config"),
                  List.of("api_url"))),
          "Slack.");

  private static final Field<String> NAME = Field.required("name", Shapes.text(), "Its name.");

  static final Shape<Values> RECEIVER = receiver();

  private ReceiverFields() {}

  private static Shape<Values> receiver() {
    List<Field<?>> fields = new ArrayList<>(List.of(NAME, WEBHOOKS, MAILS, SLACKS));
    fields.addAll(ProviderFields.ALL);
    OTHER_KINDS.forEach(kind -> fields.add(other(kind)));
    return ObjectShape.of("a receiver", fields, values -> values);
  }

  /**
   * @param secret keys that hold a secret as it is, which no manual does
   */
  static Shape<Values> shape(
      String title, List<Field<?>> used, List<String> ignored, List<String> secret) {
    List<Field<?>> fields = new ArrayList<>(used);
    ignored.forEach(key -> fields.add(Field.optional(key, Anything.NODE, "Not used.")));
    secret.forEach(key -> fields.add(Field.optional(key, new Open(key), "Refused.")));
    return ObjectShape.of(title, fields, values -> values);
  }

  private record Open(String key) implements Shape<Node> {
    @Override
    public @Nullable Node read(Node node, Problems problems) {
      problems.error(
          node.place(),
          "bad-secret",
          "a manual says where a secret is found, not what it is (" + key + ")",
          "write it into a file of mode 0600 and use '" + key + "_file'");
      return null;
    }

    @Override
    public Map<String, Object> schema() {
      return Map.of();
    }

    @Override
    public String title() {
      return "a secret";
    }
  }

  private static Field<Place> other(String kind) {
    return Field.optional(kind, new Where(), "Not read.");
  }

  private static final class Where implements Shape<Place> {
    @Override
    public Place read(Node node, Problems problems) {
      return node.place();
    }

    @Override
    public Map<String, Object> schema() {
      return Map.of();
    }

    @Override
    public String title() {
      return "anything";
    }
  }

  static Receiver read(Values values, @Nullable Values global, Problems problems) {
    List<Integration> all = new ArrayList<>();
    list(values, WEBHOOKS)
        .forEach(
            one ->
                all.add(
                    new Integration(
                        new AlertmanagerChannel(one.get(URL), null),
                        List.of(),
                        resolved(one, true))));
    list(values, MAILS).forEach(one -> add(all, mail(one, global)));
    list(values, SLACKS).forEach(one -> add(all, slack(one, global)));
    ProviderFields.read(values).forEach(all::add);
    return new Receiver(values.get(NAME), all, refused(values));
  }

  private static Map<String, Place> refused(Values values) {
    Map<String, Place> refused = new LinkedHashMap<>();
    for (Field<?> field : ((ObjectShape<Values>) RECEIVER).fields()) {
      if (OTHER_KINDS.contains(field.name()) && values.find(field) instanceof Place place) {
        refused.put(field.name(), place);
      }
    }
    return refused;
  }

  private static void add(List<Integration> all, @Nullable Integration one) {
    if (one != null) {
      all.add(one);
    }
  }

  private static List<Values> list(Values values, Field<List<Values>> field) {
    return values.find(field, List.of());
  }

  private static boolean resolved(Values values, boolean otherwise) {
    return values.find(RESOLVED, otherwise);
  }

  private static @Nullable Integration mail(Values mail, @Nullable Values global) {
    Endpoint server = or(mail.find(SERVER), global, GLOBAL_SERVER);
    String from = or(mail.find(FROM), global, GLOBAL_FROM);
    if (server == null || from == null) {
      mail.error(
          server == null ? SERVER : FROM,
          "missing-key",
          "the mail has no " + (server == null ? "smarthost" : "from"),
          "write it here, or 'smtp_smarthost' and 'smtp_from' into 'global'");
      return null;
    }
    String user = or(mail.find(USER), global, GLOBAL_USER);
    String password = or(mail.find(PASSWORD), global, GLOBAL_PASSWORD);
    Boolean tls = or(mail.find(TLS), global, GLOBAL_TLS);
    SmtpChannel channel =
        SmtpChannel.of(
            server,
            from,
            Boolean.FALSE.equals(tls)
                ? SmtpChannel.StartTls.OPTIONAL
                : SmtpChannel.StartTls.REQUIRED,
            user,
            password == null ? null : new Secret(Secret.Source.FILE, password));
    List<String> to = Arrays.stream(mail.get(TO).split(",")).map(String::strip).toList();
    return new Integration(channel, to, resolved(mail, false));
  }

  private static @Nullable Integration slack(Values slack, @Nullable Values global) {
    String file = or(slack.find(API_FILE), global, GLOBAL_SLACK);
    if (file == null) {
      slack.error(
          API_FILE,
          "missing-key",
          "the Slack channel has no webhook",
          "write 'api_url_file' here, or 'slack_api_url_file' into 'global'");
      return null;
    }
    SlackChannel channel = new SlackChannel(new Secret(Secret.Source.FILE, file), null);
    return new Integration(channel, List.of(), resolved(slack, false));
  }

  private static <T> @Nullable T or(@Nullable T own, @Nullable Values global, Field<T> otherwise) {
    return own != null || global == null ? own : global.find(otherwise);
  }
}
