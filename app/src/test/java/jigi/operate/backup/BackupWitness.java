package jigi.operate.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks at a store and at a copy of the catalogue from outside, while nobody else has them: what is
 * listed as good is whole, and what was good once is not lost.
 */
final class BackupWitness {
  private static final Pattern STORED = Pattern.compile("\"storedSha256\":\"([0-9a-f]{64})\"");
  private static final String GOOD =
      "SELECT b.name, b.stored_sha256 FROM backup b JOIN backup_copy c ON c.backup = b.id"
          + " WHERE b.state = 'good' AND c.state = 'verified' ORDER BY b.started_at DESC";

  private final Path folder;
  private boolean seen;

  BackupWitness(Path folder) {
    this.folder = folder;
  }

  /** What the catalogue calls good. */
  private record Good(String name, String sha256) {}

  void look() throws Exception {
    List<Good> good = good();
    assertThat(!seen || !good.isEmpty()).as("a backup was good, and none is any more").isTrue();
    seen |= !good.isEmpty();
    Path store = folder.resolve("store");
    for (Good each : good) {
      Path file = store.resolve(each.name());
      // One that the rules let go of may be on its way out; the newest never is.
      if (each.equals(good.getFirst())) {
        assertThat(file).exists();
        assertThat(manifest(file)).exists();
      }
      if (Files.exists(file)) {
        assertThat(sha256(file)).as(each.name()).isEqualTo(each.sha256());
      }
    }
    for (String name : BackupBench.files(store)) {
      if (name.endsWith(Manifest.SUFFIX)) {
        requireWhole(store, name);
      }
    }
  }

  /** A manifest stands beside the bytes that it tells of. */
  private static void requireWhole(Path store, String name) throws Exception {
    Matcher sum = STORED.matcher(Files.readString(store.resolve(name)));
    assertThat(sum.find()).as(name).isTrue();
    Path file = store.resolve(name.substring(0, name.length() - Manifest.SUFFIX.length()));
    assertThat(sha256(file)).as(name).isEqualTo(sum.group(1));
  }

  private static Path manifest(Path file) {
    return file.resolveSibling(file.getFileName() + Manifest.SUFFIX);
  }

  /** Newest first, of a copy: opening the original would tidy up what the killed one has left. */
  private List<Good> good() throws Exception {
    Path copy = Files.createTempDirectory(folder, "witness");
    for (String name : List.of("test.db", "test.db-wal")) {
      if (Files.exists(folder.resolve(name))) {
        Files.copy(folder.resolve(name), copy.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    List<Good> good = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + copy.resolve("test.db"));
        Statement statement = connection.createStatement()) {
      if (!hasCatalogue(statement)) {
        return good;
      }
      try (ResultSet rows = statement.executeQuery(GOOD)) {
        while (rows.next()) {
          good.add(new Good(rows.getString(1), rows.getString(2)));
        }
      }
      return good;
    }
  }

  private static boolean hasCatalogue(Statement statement) throws Exception {
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT count(*) FROM sqlite_master WHERE name IN ('backup', 'backup_copy')")) {
      return rows.next() && rows.getInt(1) == 2;
    }
  }

  private static String sha256(Path file) throws IOException {
    try {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(sum);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
