package jigi.operate.notify.alertmanager;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import jigi.base.config.Field;
import jigi.base.config.Secret;
import jigi.base.config.Shapes;
import jigi.base.config.Values;
import jigi.operate.notify.Channel;
import jigi.operate.notify.alertmanager.AlertmanagerFile.Integration;
import jigi.operate.notify.discord.DiscordChannel;
import jigi.operate.notify.pagerduty.PagerDutyChannel;
import jigi.operate.notify.teams.TeamsChannel;
import jigi.operate.notify.telegram.TelegramChannel;

/**
 * The receivers of alertmanager.yml whose providers Jigi has channels for
 * (https://prometheus.io/docs/alerting/latest/configuration/#receiver-integration-settings).
 */
final class ProviderFields {
  /** Texts are Jigi's own. */
  private static final List<String> TEXTS =
      List.of(
          "http_config",
          "title",
          "text",
          "message",
          "parse_mode",
          "disable_notifications",
          "message_thread_id",
          "username",
          "avatar_url",
          "content",
          "client",
          "client_url",
          "description",
          "severity",
          "source",
          "details",
          "images",
          "links",
          "component",
          "group",
          "class",
          "timeout");

  private static final Field<String> WEBHOOK =
      Field.required("webhook_url_file", Shapes.text(), "Where its address stands.");
  private static final Field<String> ROUTING_KEY =
      Field.required("routing_key_file", Shapes.text(), "Where the integration key stands.");
  private static final Field<String> BOT =
      Field.required("bot_token_file", Shapes.text(), "Where the bot's token stands.");
  private static final Field<String> CHAT =
      Field.required("chat_id", Shapes.text(), "The chat's number.");
  private static final Field<URI> EVENTS =
      Field.optional("url", Shapes.httpUrl(), "The address of the Events API.");
  private static final Field<URI> BOTS =
      Field.optional("api_url", Shapes.httpUrl(), "The address of the bots' API.");

  /** One kind of receiver. */
  private record Provider(Field<List<Values>> field, Function<Values, Channel> channel) {}

  private static final List<Provider> PROVIDERS =
      List.of(
          provider(
              "discord_configs",
              List.of(WEBHOOK),
              "webhook_url",
              values -> new DiscordChannel(file(values.get(WEBHOOK)), null)),
          provider(
              "msteamsv2_configs",
              List.of(WEBHOOK),
              "webhook_url",
              values -> new TeamsChannel(file(values.get(WEBHOOK)), null)),
          provider(
              "pagerduty_configs",
              List.of(ROUTING_KEY, EVENTS),
              "routing_key",
              values ->
                  new PagerDutyChannel(
                      file(values.get(ROUTING_KEY)),
                      null,
                      values.find(EVENTS, URI.create(PagerDutyChannel.API)),
                      null)),
          provider(
              "telegram_configs",
              List.of(BOT, CHAT, BOTS),
              "bot_token",
              values ->
                  new TelegramChannel(
                      file(values.get(BOT)),
                      values.get(CHAT),
                      values.find(BOTS, URI.create(TelegramChannel.API)),
                      null)));

  static final List<Field<List<Values>>> ALL = PROVIDERS.stream().map(Provider::field).toList();

  private ProviderFields() {}

  private static Provider provider(
      String key, List<Field<?>> used, String secret, Function<Values, Channel> channel) {
    List<Field<?>> fields = new ArrayList<>(used);
    fields.add(ReceiverFields.RESOLVED);
    return new Provider(
        Field.optional(
            key,
            Shapes.listOf(ReceiverFields.shape("a " + key, fields, TEXTS, List.of(secret))),
            "A provider."),
        channel);
  }

  private static Secret file(String name) {
    return new Secret(Secret.Source.FILE, name);
  }

  static List<Integration> read(Values receiver) {
    List<Integration> all = new ArrayList<>();
    for (Provider provider : PROVIDERS) {
      for (Values one : receiver.find(provider.field(), List.of())) {
        // Alertmanager tells all of these of ends, unless it is told otherwise.
        boolean resolved = one.find(ReceiverFields.RESOLVED, true);
        all.add(new Integration(provider.channel().apply(one), List.of(), resolved));
      }
    }
    return all;
  }
}
