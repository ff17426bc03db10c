package jigi.operate.notify.mailbox;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Properties;
import jigi.operate.notify.Message;

/** Reads the parts of a mail that a page shows. */
final class MailReader {
  private MailReader() {}

  static ReceivedMail read(SmtpSession.Envelope envelope, Instant at) {
    try {
      MimeMessage mail =
          new MimeMessage(
              Session.getInstance(new Properties()), new ByteArrayInputStream(envelope.data()));
      String subject = mail.getSubject();
      Object content = mail.getContent();
      return new ReceivedMail(
          at,
          header(mail, "Message-ID"),
          header(mail, "In-Reply-To"),
          envelope.from(),
          envelope.to(),
          subject == null ? "" : Message.oneLine(subject),
          content instanceof String text ? text : "");
    } catch (MessagingException | IOException e) {
      return new ReceivedMail(
          at, "", "", envelope.from(), envelope.to(), "", String.valueOf(e.getMessage()));
    }
  }

  private static String header(MimeMessage mail, String name) throws MessagingException {
    String[] values = mail.getHeader(name);
    return values == null || values.length == 0 ? "" : values[0];
  }
}
