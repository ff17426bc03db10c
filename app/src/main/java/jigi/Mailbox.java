package jigi;

import java.time.InstantSource;
import java.util.List;
import jigi.base.kernel.Environment;
import jigi.operate.notify.mailbox.MailSink;
import jigi.operate.notify.mailbox.ReceivedMail;
import jigi.present.api.view.Mail;

/**
 * The mail server of the stand-ins: what is sent there over real SMTP can be read in the browser.
 */
final class Mailbox implements AutoCloseable {
  /** The port that the shipped manuals' stand-ins send to. */
  private static final String PORT = "7025";

  private final MailSink sink;

  Mailbox(InstantSource clock) {
    this.sink = MailSink.open(port(), clock);
  }

  /** Where it listens; two houses on one machine need two. */
  static int port() {
    return Integer.parseInt(Environment.get("JIGI_MAILBOX_PORT", PORT));
  }

  /** Newest first. */
  List<Mail> mails() {
    return sink.mails().stream().map(Mailbox::mail).toList();
  }

  private static Mail mail(ReceivedMail mail) {
    return new Mail(
        mail.messageId(),
        mail.at(),
        mail.from(),
        String.join(", ", mail.to()),
        mail.subject(),
        mail.text());
  }

  @Override
  public void close() {
    sink.close();
  }
}
