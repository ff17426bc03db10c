package jigi.operate.notify.mailbox;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One conversation of a mail client with the sink. */
final class SmtpSession {
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final int LONGEST_LINE = 8192;
  private static final int LARGEST_MAIL = 1 << 20;
  private static final int RECIPIENTS = 100;

  private final InputStream in;
  private final OutputStream out;
  private final MailSink sink;
  private @Nullable String from;
  private final List<String> to = new ArrayList<>();

  /** A mail as it came over the wire. */
  record Envelope(String from, List<String> to, byte[] data) {
    Envelope {
      to = List.copyOf(to);
    }
  }

  SmtpSession(Socket socket, MailSink sink) throws IOException {
    socket.setSoTimeout(TIMEOUT_MILLIS);
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
    this.sink = sink;
  }

  void talk() throws IOException {
    say("220 jigi mailbox");
    for (String line = line(); line != null; line = line()) {
      String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
      switch (verb) {
        case "EHLO" -> say("250-jigi\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE " + LARGEST_MAIL);
        case "HELO", "NOOP" -> say("250 OK");
        case "RSET" -> {
          reset();
          say("250 OK");
        }
        case "MAIL" -> mail(line);
        case "RCPT" -> recipient(line);
        case "DATA" -> data();
        case "QUIT" -> {
          say("221 bye");
          return;
        }
        default -> say("502 not implemented");
      }
    }
  }

  private void mail(String line) throws IOException {
    if (sink.isRefusing()) {
      say("451 4.3.0 the mailbox refuses mail for now");
      return;
    }
    reset();
    from = address(line);
    say("250 2.1.0 OK");
  }

  private void recipient(String line) throws IOException {
    if (from == null) {
      say("503 5.5.1 MAIL first");
    } else if (to.size() >= RECIPIENTS) {
      say("452 4.5.3 too many recipients");
    } else {
      to.add(address(line));
      say("250 2.1.5 OK");
    }
  }

  private void data() throws IOException {
    if (from == null || to.isEmpty()) {
      say("503 5.5.1 RCPT first");
      return;
    }
    say("354 end with a line that holds a single dot");
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    boolean tooLarge = false;
    for (String line = line(); line != null; line = line()) {
      if (line.equals(".")) {
        finish(data, tooLarge);
        return;
      }
      String content = line.startsWith(".") ? line.substring(1) : line;
      tooLarge |= data.size() + content.length() > LARGEST_MAIL;
      if (!tooLarge) {
        data.write(content.getBytes(StandardCharsets.ISO_8859_1));
        data.write('\r');
        data.write('\n');
      }
    }
  }

  private void finish(ByteArrayOutputStream data, boolean tooLarge) throws IOException {
    if (tooLarge) {
      say("552 5.3.4 larger than " + LARGEST_MAIL + " bytes");
    } else {
      sink.keep(new Envelope(String.valueOf(from), to, data.toByteArray()));
      say("250 2.0.0 kept");
    }
    reset();
  }

  private void reset() {
    from = null;
    to.clear();
  }

  private static String address(String line) {
    int open = line.indexOf('<');
    int close = line.indexOf('>', open + 1);
    return open < 0 || close < 0 ? "" : line.substring(open + 1, close);
  }

  /** One byte is one character, so that nothing is lost; null at the end. */
  private @Nullable String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b == '\n') {
        return line.toString();
      }
      if (b != '\r') {
        line.append((char) b);
      }
      if (line.length() > LONGEST_LINE) {
        throw new IOException("a line is longer than " + LONGEST_LINE + " bytes");
      }
    }
    return null;
  }

  private void say(String text) throws IOException {
    out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }
}
