package jigi;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import jigi.base.kernel.Environment;
import jigi.base.kernel.Timeline;
import jigi.operate.notify.mailbox.MailSink;
import jigi.operate.notify.mailbox.ReceivedMail;
import jigi.present.api.view.Mail;

/**
 * The mail server of the stand-ins: what is sent there over real SMTP can be read in the browser,
 * beside what was posted to their chats.
 */
final class Mailbox implements AutoCloseable {
  /** The port that the shipped manuals' stand-ins send to. */
  private static final String PORT = "7025";

  private final MailSink sink;
  private final ChatPosts posts;
  private final Timeline timeline;

  Mailbox(Timeline timeline, Path data) {
    this.sink = MailSink.open(port(), timeline);
    this.posts = new ChatPosts(StandIns.state(data));
    this.timeline = timeline;
  }

  /** Where it listens; two houses on one machine need two. */
  static int port() {
    return Integer.parseInt(Environment.get("JIGI_MAILBOX_PORT", PORT));
  }

  /** Newest first. */
  List<Mail> mails() {
    return Stream.concat(
            sink.mails().stream().map(Mailbox::mail), posts.read(timeline.ahead()).stream())
        .sorted(Comparator.comparing(Mail::at).reversed())
        .toList();
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
