package jigi.operate.notify.mailbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * A small mail server (RFC 5321) on loopback that keeps the last messages in memory and passes none
 * on: the other end of the demonstrations' e-mail. Bounded in connections, sizes and messages.
 */
public final class MailSink implements AutoCloseable {
  private static final int KEPT = 200;
  private static final int CONNECTIONS = 20;

  private final InstantSource clock;
  private final ServerSocket server;
  private final Semaphore connections = new Semaphore(CONNECTIONS);
  private final Deque<ReceivedMail> mails = new ArrayDeque<>();
  private volatile boolean refusing;

  private MailSink(ServerSocket server, InstantSource clock) {
    this.server = server;
    this.clock = clock;
  }

  /**
   * Listens on loopback.
   *
   * @param port 0 picks a free one
   * @throws UncheckedIOException when the port is taken
   */
  public static MailSink open(int port, InstantSource clock) {
    try {
      ServerSocket server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
      MailSink sink = new MailSink(server, clock);
      Thread.ofVirtual().name("mail-sink").start(sink::accept);
      return sink;
    } catch (IOException e) {
      throw new UncheckedIOException("the mailbox cannot listen on port " + port, e);
    }
  }

  public int port() {
    return server.getLocalPort();
  }

  /** While it refuses it answers every mail with a temporary failure, as a full server does. */
  public void refuse(boolean refuse) {
    refusing = refuse;
  }

  boolean isRefusing() {
    return refusing;
  }

  /** Latest first. */
  public List<ReceivedMail> mails() {
    synchronized (mails) {
      return new ArrayList<>(mails);
    }
  }

  void keep(SmtpSession.Envelope envelope) {
    ReceivedMail mail = MailReader.read(envelope, clock.instant());
    synchronized (mails) {
      mails.addFirst(mail);
      while (mails.size() > KEPT) {
        mails.removeLast();
      }
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        if (connections.tryAcquire()) {
          Thread.ofVirtual().name("mail-session").start(() -> serve(socket));
        } else {
          socket.close();
        }
      } catch (SocketException e) {
        // Closing the server ends the wait for the next connection.
        return;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      new SmtpSession(socket, this).talk();
    } catch (IOException e) {
      // The client went away; what it had not finished is not kept, and it knows.
    } finally {
      connections.release();
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
