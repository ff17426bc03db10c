package jigi.testing;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A real S3 server in a process of its own, that believes one pair of keys and keeps its objects in
 * memory.
 */
public final class S3Server implements AutoCloseable {
  public static final String ACCESS = "jigi";
  public static final String SECRET = "jigi-secret-key";

  private final Server server;

  private S3Server(Server server) {
    this.server = server;
  }

  public static S3Server start(Path folder) throws IOException {
    int port = Server.freePort();
    Path settings = folder.resolve("s3proxy.properties");
    Files.writeString(
        settings,
        """
        s3proxy.endpoint=http://127.0.0.1:%d
        s3proxy.authorization=aws-v4
        s3proxy.identity=%s
        s3proxy.credential=%s
        jclouds.provider=transient-nio2
        jclouds.identity=any
        jclouds.credential=any
        """
            .formatted(port, ACCESS, SECRET));
    Path logging = folder.resolve("logback.xml");
    Files.writeString(logging, "<configuration><root level=\"WARN\"/></configuration>");
    Path lib = Objects.requireNonNull(Component.S3_SERVER.path().getParent());
    return new S3Server(
        Server.start(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=" + logging,
                "-cp",
                lib + "/*",
                "org.gaul.s3proxy.Main",
                "--properties",
                settings.toString()),
            port,
            folder.resolve("s3proxy.log")));
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  /** As an administrator in a hurry does. */
  public void stop() {
    server.stop();
  }

  @Override
  public void close() {
    server.close();
  }
}
