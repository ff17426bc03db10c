package jigi.base.exec;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import jigi.base.config.Secret;
import jigi.base.connect.ssh.SshClients;
import jigi.base.connect.ssh.SshTarget;
import jigi.testing.Needs;
import jigi.testing.SshServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

@Needs("sshd")
class SshAttemptsTest extends AttemptsTest {
  private SshServer server;
  private @Nullable SshClients clients;

  @BeforeEach
  @Override
  void open() throws Exception {
    server = new SshServer(folder.resolve("sshd")).start();
    Files.writeString(folder.resolve("known_hosts"), server.knownHost());
    super.open();
  }

  @AfterEach
  @Override
  void close() throws Exception {
    if (clients != null) {
      clients.close();
    }
    super.close();
    server.close();
  }

  @Override
  Attempts target(Exec from) {
    SshClients made = new SshClients(from, folder, name -> null);
    clients = made;
    return made.target(
            new SshTarget(
                "shop/app",
                new SshTarget.Address(server.user(), "127.0.0.1", server.port()),
                new SshTarget.Key(
                    new Secret(Secret.Source.FILE, server.key().toString()), Path.of("/")),
                null,
                Duration.ofSeconds(5),
                null))
        .attempts();
  }

  @Override
  Path root() {
    return server.home().resolve(".jigi/attempts");
  }
}
