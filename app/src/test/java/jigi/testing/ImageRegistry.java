package jigi.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jigi.base.kernel.Hash;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/** Docker's own registry, for images of the test's own. */
public final class ImageRegistry implements AutoCloseable {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final int QUICK = 4;

  private final Server server;
  private final Path images;
  private final HttpClient client = HttpClient.newHttpClient();
  private String login = "";

  private ImageRegistry(Server server, Path images) {
    this.server = server;
    this.images = images;
  }

  /** One that lets everybody in. */
  public static ImageRegistry open(Path folder) throws IOException {
    return start(folder, "");
  }

  /** One that asks for a user and a password. */
  public static ImageRegistry withPassword(Path folder, String user, String password)
      throws IOException {
    byte[] salt = "sixteen bytes ok".getBytes(StandardCharsets.US_ASCII);
    Files.writeString(
        Files.createDirectories(folder).resolve("htpasswd"),
        user + ":" + OpenBSDBCrypt.generate("2y", password.toCharArray(), salt, QUICK) + "\n");
    ImageRegistry registry =
        start(folder, "auth: {htpasswd: {realm: shop, path: " + folder + "/htpasswd}}");
    byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    registry.login = "Basic " + java.util.Base64.getEncoder().encodeToString(both);
    return registry;
  }

  /**
   * @param auth how it asks for a login, in its configuration's words
   */
  public static ImageRegistry start(Path folder, String auth) throws IOException {
    Files.createDirectories(folder);
    int port = Server.freePort();
    Path config = folder.resolve("registry.yml");
    Files.writeString(
        config,
        """
        version: 0.1
        log: {level: error, accesslog: {disabled: true}}
        storage: {filesystem: {rootdirectory: %s/images}}
        http: {addr: "127.0.0.1:%d", secret: test}
        %s
        """
            .formatted(folder, port, auth));
    return new ImageRegistry(
        Server.start(
            List.of(Component.DOCKER_REGISTRY.path().toString(), "serve", config.toString()),
            port,
            folder.resolve("registry.log")),
        folder.resolve("images"));
  }

  /** {@code 127.0.0.1:5000}. */
  public String authority() {
    return "127.0.0.1:" + server.port();
  }

  /**
   * Puts an image of its own content there.
   *
   * @return what its digest is
   */
  public String push(String repository, String content, List<String> tags) {
    byte[] config =
        ("{\"os\":\"linux\",\"author\":\"" + content + "\"}").getBytes(StandardCharsets.UTF_8);
    blob(repository, config);
    String manifest =
        """
        {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"application/vnd.oci.image.config.v1+json","size":%d,"digest":"%s"},"layers":[]}"""
            .formatted(MANIFEST, config.length, digest(config));
    byte[] bytes = manifest.getBytes(StandardCharsets.UTF_8);
    HttpRequest.Builder put =
        request(
            URI.create(
                "http://" + authority() + "/v2/" + repository + "/manifests/" + tags.getFirst()));
    sent(put.header("Content-Type", MANIFEST).PUT(BodyPublishers.ofByteArray(bytes)), 201);
    tags.stream().skip(1).forEach(tag -> again(repository, tag, digest(bytes)));
    return digest(bytes);
  }

  /** Another tag of an image, as the registry itself writes it down. */
  private void again(String repository, String tag, String digest) {
    Path current =
        images.resolve(
            "docker/registry/v2/repositories/"
                + repository
                + "/_manifests/tags/"
                + tag
                + "/current");
    try {
      Files.createDirectories(current);
      Files.writeString(current.resolve("link"), digest);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void blob(String repository, byte[] bytes) {
    URI begin = URI.create("http://" + authority() + "/v2/" + repository + "/blobs/uploads/");
    HttpResponse<String> begun = sent(request(begin).POST(BodyPublishers.noBody()), 202);
    String location = begun.headers().firstValue("Location").orElseThrow();
    URI upload =
        begin.resolve(location + (location.contains("?") ? "&" : "?") + "digest=" + digest(bytes));
    sent(request(upload).PUT(BodyPublishers.ofByteArray(bytes)), 201);
  }

  private HttpRequest.Builder request(URI uri) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(uri);
    return login.isEmpty() ? builder : builder.header("Authorization", login);
  }

  private HttpResponse<String> sent(HttpRequest.Builder request, int expected) {
    try {
      HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() != expected) {
        throw new AssertionError(answer + ": " + answer.body());
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String digest(byte[] bytes) {
    return "sha256:" + Hash.of(bytes);
  }

  public void stop() {
    server.stop();
  }

  public void startAgain() {
    server.startAgain();
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
