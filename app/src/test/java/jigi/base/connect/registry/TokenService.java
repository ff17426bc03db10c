package jigi.base.connect.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jigi.base.kernel.Json;

/** Gives tokens that a registry believes to one account, as Docker Hub's and GitHub's do. */
final class TokenService implements AutoCloseable {
  private static final Pattern SCOPE = Pattern.compile("scope=repository%3A([a-z%F2]+)%3A");

  private final HttpServer server;
  private final String account;
  private final String certificate;
  private final PrivateKey key;

  /**
   * @param folder has {@code key.pem} and {@code cert.pem}
   * @param account {@code user:password}
   */
  TokenService(Path folder, String account) throws IOException, GeneralSecurityException {
    this.account =
        "Basic " + Base64.getEncoder().encodeToString(account.getBytes(StandardCharsets.UTF_8));
    certificate = body(folder.resolve("cert.pem"));
    key =
        KeyFactory.getInstance("RSA")
            .generatePrivate(
                new PKCS8EncodedKeySpec(
                    Base64.getDecoder().decode(body(folder.resolve("key.pem")))));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/token", this::token);
    server.start();
  }

  String realm() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/token";
  }

  private static String body(Path pem) throws IOException {
    return Files.readString(pem).replaceAll("-----[^-]+-----|\\s", "");
  }

  private void token(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean known = account.equals(exchange.getRequestHeaders().getFirst("Authorization"));
      byte[] said =
          known
              ? Json.write(Map.of("token", signed(exchange.getRequestURI().getRawQuery())))
                  .getBytes(StandardCharsets.UTF_8)
              : new byte[] {'{', '}'};
      exchange.sendResponseHeaders(known ? 200 : 401, said.length);
      exchange.getResponseBody().write(said);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private String signed(String query) throws GeneralSecurityException {
    Matcher scope = SCOPE.matcher(query);
    List<Map<String, Object>> access =
        scope.find()
            ? List.of(
                Map.of(
                    "type", "repository",
                    "name", scope.group(1).replace("%2F", "/"),
                    "actions", List.of("pull")))
            : List.of();
    long now = Instant.now().getEpochSecond();
    String head = Json.write(Map.of("typ", "JWT", "alg", "RS256", "x5c", List.of(certificate)));
    String claims =
        Json.write(
            Map.of(
                "iss", "test", "sub", "kim", "aud", "shop", "exp", now + 300, "nbf", now - 60,
                "iat", now, "jti", "1", "access", access));
    String both =
        encoded(head.getBytes(StandardCharsets.UTF_8))
            + "."
            + encoded(claims.getBytes(StandardCharsets.UTF_8));
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(key);
    signature.update(both.getBytes(StandardCharsets.US_ASCII));
    return both + "." + encoded(signature.sign());
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
