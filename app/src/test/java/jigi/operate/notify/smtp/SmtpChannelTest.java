package jigi.operate.notify.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import jigi.base.config.Names;
import jigi.base.config.Secret;
import jigi.base.schedule.Holidays;
import jigi.detect.probe.Endpoint;
import jigi.operate.notify.DeliveryException;
import jigi.operate.notify.Message;
import jigi.operate.notify.NotifyPart;
import jigi.operate.notify.Person;
import jigi.operate.notify.SendContext;
import jigi.operate.notify.TestPeople;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a mail server that offers STARTTLS (GreenMail). */
class SmtpChannelTest {
  private static final SendContext CONTEXT =
      new SendContext(
          Path.of("."),
          name -> name.equals("MAIL_PASSWORD") ? "secret-1" : null,
          Instant.parse("2026-03-01T00:00:00Z"),
          new jigi.base.connect.wire.Network());
  private static final Person KIM = TestPeople.person("kim", "kim@example.com");

  private final GreenMail server =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP).dynamicPort());

  @BeforeEach
  void begin() {
    server.start();
    server.setUser("kim@example.com", "jigi", "secret-1");
  }

  @AfterEach
  void end() {
    server.stop();
  }

  @Test
  void sendsAMailThatBelongsToItsThread() throws Exception {
    String proof =
        channel(SmtpChannel.StartTls.OPTIONAL, null).send(message("d2", "d1"), KIM, CONTEXT);
    assertThat(proof).startsWith("250");
    MimeMessage mail = server.getReceivedMessages()[0];
    assertThat(mail.getSubject()).isEqualTo("[상점] 긴급: web is down");
    assertThat(mail.getMessageID()).isEqualTo("<d2@example.com>");
    assertThat(mail.getHeader("References")).containsExactly("<d1@example.com>");
    assertThat(mail.getHeader("In-Reply-To")).containsExactly("<d1@example.com>");
    assertThat(mail.getContent().toString()).contains("측정값: 0");
    assertThat(mail.getSentDate().toInstant()).isEqualTo(CONTEXT.now());
  }

  @Test
  void carriesFilesBehindItsText() throws Exception {
    Message filed =
        new Message(
            "d4",
            null,
            "주간 보고서",
            List.of("a fact"),
            "short",
            Map.of(),
            List.of(
                new Message.Attachment(
                    "weekly_report_20261116.csv", "text/csv; charset=utf-8", "\uFEFF\"장\",1\n")));
    channel(SmtpChannel.StartTls.OPTIONAL, null).send(filed, KIM, CONTEXT);
    MimeMessage mail = server.getReceivedMessages()[0];
    assertThat(mail.getContent()).isInstanceOf(MimeMultipart.class);
    MimeMultipart parts = (MimeMultipart) mail.getContent();
    assertThat(parts.getBodyPart(0).getContent().toString()).contains("a fact");
    assertThat(parts.getBodyPart(1).getFileName()).isEqualTo("weekly_report_20261116.csv");
    assertThat(parts.getBodyPart(1).getDisposition()).isEqualTo(Part.ATTACHMENT);
    assertThat(new String(parts.getBodyPart(1).getInputStream().readAllBytes(), UTF_8))
        .isEqualTo("\uFEFF\"장\",1\n");
  }

  @Test
  void cannotBeMadeToWriteHeaders() throws Exception {
    Message nasty =
        new Message(
            "d3",
            null,
            "down\r\nBcc: everybody@example.com\u202e",
            List.of("a fact"),
            "short",
            Map.of());
    channel(SmtpChannel.StartTls.OPTIONAL, null).send(nasty, KIM, CONTEXT);
    MimeMessage mail = server.getReceivedMessages()[0];
    assertThat(mail.getHeader("Bcc")).isNull();
    assertThat(mail.getAllRecipients()).hasSize(1);
    assertThat(mail.getSubject()).isEqualTo("down Bcc: everybody@example.com");
  }

  @Test
  void signsIn() throws Exception {
    SmtpChannel.Login login =
        new SmtpChannel.Login("jigi", new Secret(Secret.Source.ENV, "MAIL_PASSWORD"));
    channel(SmtpChannel.StartTls.OPTIONAL, login).send(message("d1", null), KIM, CONTEXT);
    assertThat(server.getReceivedMessages()).hasSize(1);
  }

  @Test
  void refusesToSendInTheClearWhereEncryptionIsRequired() {
    assertThatThrownBy(
            () ->
                channel(SmtpChannel.StartTls.REQUIRED, null)
                    .send(message("d1", null), KIM, CONTEXT))
        .isInstanceOf(DeliveryException.class)
        .hasMessageContaining("STARTTLS");
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void saysWhatTheServerAnswered() {
    int port = server.getSmtp().getPort();
    server.stop();
    assertThatThrownBy(
            () ->
                channel(port, SmtpChannel.StartTls.OFF, null)
                    .send(message("d1", null), KIM, CONTEXT))
        .isInstanceOf(DeliveryException.class)
        .hasMessageContaining("127.0.0.1:" + port)
        .hasMessageContaining("Connection refused");
  }

  @Test
  void isAKindOfChannel() {
    assertThat(
            new NotifyPart(_ -> Names.unknown(), _ -> Holidays.NONE)
                .fields().stream().map(field -> field.name()))
        .contains("people", "channels", "routes");
  }

  private SmtpChannel channel(
      SmtpChannel.StartTls tls, SmtpChannel.@org.jspecify.annotations.Nullable Login login) {
    return channel(server.getSmtp().getPort(), tls, login);
  }

  private static SmtpChannel channel(
      int port,
      SmtpChannel.StartTls tls,
      SmtpChannel.@org.jspecify.annotations.Nullable Login login) {
    return new SmtpChannel(
        new Endpoint("127.0.0.1", port), "jigi@example.com", tls, login, null, null);
  }

  private static Message message(String id, @org.jspecify.annotations.Nullable String replyTo) {
    Message.Earlier earlier = replyTo == null ? null : new Message.Earlier(replyTo, null);
    return new Message(id, earlier, "[상점] 긴급: web is down", List.of("측정값: 0"), "short", Map.of());
  }
}
