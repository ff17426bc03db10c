package jigi.story;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/**
 * Stands before a mail server that speaks in the clear and takes mail under STARTTLS only (RFC
 * 3207), with a certificate that can be changed while it runs.
 */
final class StartTlsFront implements AutoCloseable {
  private static final String PASSWORD = "changeit";

  private final ServerSocket server;
  private final int behind;
  private final AtomicInteger encrypted = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private volatile SSLContext context;

  /**
   * @param behind the port of the mail server
   */
  StartTlsFront(int behind, Path pkcs12) {
    this.behind = behind;
    this.context = context(pkcs12);
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  void present(Path pkcs12) {
    context = context(pkcs12);
  }

  /** Conversations that went on after the handshake. */
  int encrypted() {
    return encrypted.get();
  }

  /** Handshakes that the client broke off. */
  int refused() {
    return refused.get();
  }

  /**
   * Makes an authority of its own and a certificate by it for 127.0.0.1.
   *
   * @return the key store; beside it lies {@code <name>.pem}, the authority's certificate
   */
  static Path certify(Path folder, String name) {
    Path store = folder.resolve(name + ".p12");
    String authority = "authority";
    keytool(store, "-genkeypair", "-alias", authority, "-dname", "CN=" + name, "-ext", "bc:c");
    String[] server = {"-alias", "server", "-dname", "CN=mail", "-ext", "san=ip:127.0.0.1"};
    List<String> signed = new ArrayList<>(List.of("-genkeypair", "-signer", authority));
    signed.addAll(List.of(server));
    keytool(store, signed.toArray(String[]::new));
    Path pem = folder.resolve(name + ".pem");
    keytool(store, "-exportcert", "-rfc", "-alias", authority, "-file", pem.toString());
    keytool(store, "-delete", "-alias", authority);
    return store;
  }

  private static void keytool(Path store, String... words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(words));
    command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
    if (words[0].equals("-genkeypair")) {
      command.addAll(List.of("-keyalg", "EC", "-validity", "30"));
    }
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + ": " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static SSLContext context(Path pkcs12) {
    try (InputStream in = Files.newInputStream(pkcs12)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD.toCharArray());
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (SocketException e) {
        return; // closed
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket mail = new Socket(InetAddress.getLoopbackAddress(), behind)) {
      if (greet(client)) {
        forward(client, mail);
      }
    } catch (SSLException e) {
      refused.incrementAndGet();
    } catch (IOException e) {
      // The client hung up, which a failed handshake shows as too.
    }
  }

  /** Takes nothing but the way to TLS; true when the client asked for it. */
  private static boolean greet(Socket client) throws IOException {
    say(client, "220 front");
    for (String line = line(client); !line.isEmpty(); line = line(client)) {
      switch (line.split(" ", 2)[0]) {
        case "EHLO" -> say(client, "250-front\r\n250 STARTTLS");
        case "STARTTLS" -> {
          say(client, "220 go ahead");
          return true;
        }
        case "QUIT" -> say(client, "221 bye");
        default -> say(client, "530 5.7.0 STARTTLS first");
      }
    }
    return false;
  }

  private void forward(Socket client, Socket mail) throws IOException {
    try (SSLSocket secure =
        (SSLSocket) context.getSocketFactory().createSocket(client, null, client.getPort(), true)) {
      secure.setUseClientMode(false);
      secure.startHandshake();
      line(mail); // its greeting; the client has had one
      int first = secure.getInputStream().read();
      encrypted.incrementAndGet();
      mail.getOutputStream().write(first);
      Thread answers = Thread.ofVirtual().start(() -> copy(mail, secure));
      secure.getInputStream().transferTo(mail.getOutputStream());
      mail.shutdownOutput();
      answers.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One of the two has hung up.
    }
  }

  private static void say(Socket to, String text) throws IOException {
    OutputStream out = to.getOutputStream();
    out.write((text + "\r\n").getBytes(ISO_8859_1));
    out.flush();
  }

  /** Byte by byte, so that nothing of the handshake is swallowed; empty at the end. */
  private static String line(Socket from) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = from.getInputStream().read();
        b >= 0 && b != '\n';
        b = from.getInputStream().read()) {
      line.write(b);
    }
    return line.toString(ISO_8859_1).strip();
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
