package jigi.operate.notify.smtp;

import jakarta.activation.DataHandler;
import jakarta.mail.Authenticator;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import jigi.base.config.Field;
import jigi.base.config.ObjectShape;
import jigi.base.config.Secret;
import jigi.base.config.Shape;
import jigi.base.config.Shapes;
import jigi.base.connect.wire.Tls;
import jigi.base.connect.wire.WireException;
import jigi.detect.probe.Endpoint;
import jigi.operate.notify.Channel;
import jigi.operate.notify.DeliveryException;
import jigi.operate.notify.Message;
import jigi.operate.notify.Person;
import jigi.operate.notify.SendContext;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/**
 * E-mail (RFC 5321, STARTTLS by RFC 3207).
 *
 * @param ca a PEM file of the authorities to trust, relative to the manual's folder; null means
 *     those of the platform
 */
public record SmtpChannel(
    Endpoint server,
    String from,
    StartTls starttls,
    @Nullable Login login,
    @Nullable String ca,
    @Nullable String fallback)
    implements Channel {
  /** Whether the connection must be encrypted. */
  public enum StartTls {
    /** Refuses a server that does not offer it. */
    REQUIRED,
    /** Uses it where offered. */
    OPTIONAL,
    OFF
  }

  record Login(String user, Secret password) {}

  private static final int TIMEOUT_MILLIS = 15_000;
  private static final Pattern ADDRESS = Pattern.compile("[^\\s<>@,;:\"]+@[^\\s<>@,;:\"]+");

  private static final Field<Endpoint> SERVER =
      Field.required("smtp", Endpoint.shape(25), "The mail server.");
  private static final Field<String> FROM =
      Field.optional("from", address(), "jigi@localhost", "The sender's address.");
  private static final Field<StartTls> STARTTLS =
      Field.optional(
          "starttls", Shapes.oneOf(StartTls.class), "Encryption; required with a login.");
  private static final Field<String> USER =
      Field.optional("user", Shapes.text(), "The login's name.");
  private static final Field<Secret> PASSWORD =
      Field.optional("password", Secret.shape(), "The login's password.");
  private static final Field<String> CA =
      Field.optional("ca", Shapes.text(), "A PEM file of the authorities to trust.");

  /** {@code {smtp: host:port, from: …}}. */
  public static ObjectShape<Channel> shape() {
    return ObjectShape.<Channel>of(
            "an smtp channel",
            List.of(SERVER, FROM, STARTTLS, USER, PASSWORD, CA, FALLBACK),
            values -> {
              String user = values.find(USER);
              Secret password = values.find(PASSWORD);
              if ((user == null) != (password == null)) {
                values.error(
                    user == null ? PASSWORD : USER,
                    "half-a-login",
                    "a login is a user and a password, here stands only one of them",
                    "give both 'user' and 'password', or neither");
                return null;
              }
              Login login = user == null || password == null ? null : new Login(user, password);
              StartTls otherwise = login == null ? StartTls.OPTIONAL : StartTls.REQUIRED;
              return new SmtpChannel(
                  values.get(SERVER),
                  values.get(FROM),
                  values.find(STARTTLS, otherwise),
                  login,
                  values.find(CA),
                  values.find(FALLBACK));
            })
        .describedBy(SmtpChannel.class, "smtp");
  }

  /** With a login when there is a user with a password. */
  public static SmtpChannel of(
      Endpoint server,
      String from,
      StartTls starttls,
      @Nullable String user,
      @Nullable Secret password) {
    Login login = user == null || password == null ? null : new Login(user, password);
    return new SmtpChannel(server, from, starttls, login, null, null);
  }

  /** An address of one mailbox. */
  public static Shape<String> address() {
    return Shapes.scalar(
        "an e-mail address",
        "kim@example.com",
        Map.of("type", "string", "format", "email"),
        text -> ADDRESS.matcher(text).matches() ? text : null);
  }

  @Override
  public String kind() {
    return "smtp";
  }

  @Override
  public boolean reaches(Person person) {
    return person.email() != null;
  }

  @Override
  public String send(Message message, Person to, SendContext context)
      throws DeliveryException, Secret.Missing, InterruptedException {
    context.admit(server.host());
    String password = login == null ? null : context.read(login.password());
    Session session = Session.getInstance(properties(context), authenticator(password));
    try (SMTPTransport transport = (SMTPTransport) session.getTransport("smtp")) {
      MimeMessage mail = mail(session, message, to, context);
      transport.connect();
      transport.sendMessage(mail, mail.getAllRecipients());
      return Message.oneLine(transport.getLastServerResponse());
    } catch (MessagingException e) {
      throw new DeliveryException(server + ": " + Message.oneLine(reason(e)), e);
    }
  }

  private static String reason(MessagingException e) {
    Throwable innermost = e;
    boolean distrusted = false;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
      distrusted |= innermost instanceof CertificateException;
    }
    if (distrusted) {
      return "STARTTLS: the server's certificate is not to be trusted ("
          + innermost.getMessage()
          + ")  HINT: name the authority that signed it in 'ca'";
    }
    Exception deepest = e;
    while (deepest instanceof MessagingException next && next.getNextException() != null) {
      deepest = next.getNextException();
    }
    return deepest == e
        ? String.valueOf(e.getMessage())
        : e.getMessage() + ": " + deepest.getMessage();
  }

  private MimeMessage mail(Session session, Message message, Person to, SendContext context)
      throws MessagingException {
    MimeMessage mail =
        new MimeMessage(session) {
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", messageId(message.id()));
          }
        };
    mail.setFrom(new InternetAddress(from));
    mail.setRecipient(RecipientType.TO, new InternetAddress(String.valueOf(to.email())));
    mail.setSubject(Message.oneLine(message.title()), StandardCharsets.UTF_8.name());
    mail.setSentDate(Date.from(context.now()));
    mail.setHeader("Auto-Submitted", "auto-generated");
    Message.Earlier earlier = message.replyTo();
    if (earlier != null) {
      mail.setHeader("In-Reply-To", messageId(earlier.id()));
      mail.setHeader("References", messageId(earlier.id()));
    }
    if (message.attachments().isEmpty()) {
      mail.setText(message.body(), StandardCharsets.UTF_8.name());
    } else {
      mail.setContent(parts(message));
    }
    mail.saveChanges();
    return mail;
  }

  /** The text, and behind it the files (RFC 2046, RFC 2183). */
  private static MimeMultipart parts(Message message) throws MessagingException {
    MimeBodyPart body = new MimeBodyPart();
    body.setText(message.body(), StandardCharsets.UTF_8.name());
    MimeMultipart all = new MimeMultipart(body);
    for (Message.Attachment one : message.attachments()) {
      MimeBodyPart part = new MimeBodyPart();
      byte[] bytes = one.text().getBytes(StandardCharsets.UTF_8);
      part.setDataHandler(new DataHandler(new ByteArrayDataSource(bytes, one.type())));
      part.setFileName(one.name());
      part.setDisposition(Part.ATTACHMENT);
      all.addBodyPart(part);
    }
    return all;
  }

  /** The same for every attempt at a delivery, so that a second copy is known as one. */
  String messageId(String delivery) {
    return "<" + delivery + from.substring(from.indexOf('@')) + ">";
  }

  private @Nullable Authenticator authenticator(@Nullable String password) {
    if (login == null || password == null) {
      return null;
    }
    return new Authenticator() {
      @Override
      protected PasswordAuthentication getPasswordAuthentication() {
        return new PasswordAuthentication(login.user(), password);
      }
    };
  }

  private Properties properties(SendContext context) throws DeliveryException {
    Properties properties = new Properties();
    if (ca != null) {
      try {
        properties.put("mail.smtp.ssl.socketFactory", Tls.trusting(context.folder().resolve(ca)));
      } catch (WireException e) {
        throw new DeliveryException(server + ": " + e.evidence(), e);
      }
    }
    properties.setProperty("mail.smtp.host", server.host());
    properties.setProperty("mail.smtp.port", String.valueOf(server.port()));
    properties.setProperty("mail.smtp.auth", String.valueOf(login != null));
    properties.setProperty("mail.smtp.starttls.enable", String.valueOf(starttls != StartTls.OFF));
    properties.setProperty(
        "mail.smtp.starttls.required", String.valueOf(starttls == StartTls.REQUIRED));
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    for (String timeout : List.of("connectiontimeout", "timeout", "writetimeout")) {
      properties.setProperty("mail.smtp." + timeout, String.valueOf(TIMEOUT_MILLIS));
    }
    return properties;
  }
}
