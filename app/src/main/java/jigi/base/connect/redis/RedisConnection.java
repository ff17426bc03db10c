package jigi.base.connect.redis;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jigi.base.config.Secret;
import jigi.base.connect.Access;
import jigi.base.connect.Address;
import jigi.base.connect.Connection;
import jigi.base.connect.ConnectionTest;
import jigi.base.connect.End;
import jigi.base.connect.Opening;
import jigi.base.connect.Stage;
import jigi.base.connect.TlsMode;
import jigi.base.connect.wire.AddressPolicy;
import jigi.base.connect.wire.Tls;
import jigi.base.connect.wire.WireException;
import jigi.base.kernel.Status;
import org.jspecify.annotations.Nullable;

/** A Redis server, an account and a database. */
public record RedisConnection(Address at, Access access) implements Connection {
  @Override
  public String kind() {
    return "redis";
  }

  @Override
  public String text() {
    return at.toString();
  }

  @Override
  public @Nullable String on() {
    return access.on();
  }

  /**
   * Connects and signs in. Whoever opens closes.
   *
   * @throws WireException FAIL when the server refuses, UNKNOWN when the fault is ours
   * @throws Secret.Missing when the password cannot be had
   */
  public RedisSession open(Opening opening)
      throws WireException, Secret.Missing, InterruptedException {
    String password = opening.secret(access.password());
    RedisSession session = connect(opening);
    Reply.Refused refused = signIn(session, password);
    if (refused != null) {
      session.close();
      throw WireException.fail(refused.message() + " (" + at + ")");
    }
    return session;
  }

  private RedisSession connect(Opening opening) throws WireException, InterruptedException {
    End end = opening.end(at, access.on(), false);
    Socket plain = null;
    try {
      plain =
          opening
              .network()
              .connect(end.host(), end.port(), AddressPolicy.STRICT, opening.deadline())
              .socket();
      return new RedisSession(secured(plain, opening), end, at.endpoint(), opening.deadline());
    } catch (IOException e) {
      close(end, plain);
      throw WireException.of("connecting to " + at.endpoint(), e);
    } catch (WireException e) {
      close(end, plain);
      throw e;
    }
  }

  private Socket secured(Socket plain, Opening opening) throws WireException {
    TlsMode mode = access.tlsTo(at.host());
    if (mode == TlsMode.OFF) {
      return plain;
    }
    Tls.Handshake tls =
        Tls.handshake(plain, at.host(), at.port(), opening.file(access.ca()), opening.deadline());
    if (mode == TlsMode.VERIFY && tls.distrust() != null) {
      throw WireException.fail("certificate of " + at.host() + ": " + tls.distrust());
    }
    return tls.socket();
  }

  private static void close(End end, @Nullable Socket plain) {
    try (end;
        plain) {
      return;
    } catch (IOException e) {
      throw new IllegalStateException("a way that cannot be taken down", e);
    }
  }

  /** Null when let in. */
  private Reply.@Nullable Refused signIn(RedisSession session, String password)
      throws WireException {
    List<List<String>> commands = new ArrayList<>();
    if (!password.isEmpty()) {
      commands.add(
          at.user().isEmpty() ? List.of("AUTH", password) : List.of("AUTH", at.user(), password));
    }
    if (!at.database().isEmpty() && !at.database().equals("0")) {
      commands.add(List.of("SELECT", at.database()));
    }
    for (List<String> command : commands) {
      if (session.command(command) instanceof Reply.Refused refused) {
        return refused;
      }
    }
    return null;
  }

  @Override
  public ConnectionTest test(Opening opening) throws InterruptedException {
    List<Stage> stages = new ArrayList<>();
    if (opening.walk(at, access.on(), stages)) {
      greet(opening, stages);
    }
    return new ConnectionTest(stages);
  }

  private void greet(Opening opening, List<Stage> stages) throws InterruptedException {
    TlsMode mode = access.tlsTo(at.host());
    Stage.Step step = mode == TlsMode.OFF ? Stage.Step.LOGIN : Stage.Step.TLS;
    try (RedisSession session = connect(opening)) {
      if (mode != TlsMode.OFF) {
        stages.add(Stage.ok(Stage.Step.TLS, mode.name().toLowerCase(Locale.ROOT)));
      }
      step = Stage.Step.LOGIN;
      Reply.Refused refused = signIn(session, opening.secret(access.password()));
      Reply pong = refused == null ? session.command("PING") : refused;
      if (pong instanceof Reply.Refused error) {
        stages.add(new Stage(Stage.Step.LOGIN, Status.FAIL, error.message(), advice(error.code())));
        return;
      }
      stages.add(Stage.ok(Stage.Step.LOGIN, "it answers " + pong.shown()));
      stages.add(rights(session.command("INFO", "server")));
    } catch (Secret.Missing e) {
      stages.add(
          new Stage(Stage.Step.LOGIN, Status.UNKNOWN, String.valueOf(e.getMessage()), "secret"));
    } catch (WireException e) {
      stages.add(
          new Stage(step, e.status(), e.evidence(), step == Stage.Step.TLS ? "tls.none" : "login"));
    }
  }

  private static Stage rights(Reply info) {
    return info instanceof Reply.Refused refused
        ? new Stage(Stage.Step.RIGHTS, Status.WARN, refused.message(), "redis.info")
        : Stage.ok(Stage.Step.RIGHTS, "INFO may be read");
  }

  private static String advice(String code) {
    return switch (code) {
      case "NOAUTH", "WRONGPASS" -> "password";
      case "LOADING" -> "starting";
      case "MASTERDOWN" -> "redis.master";
      default -> "login";
    };
  }
}
