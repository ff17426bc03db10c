package jigi.base.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import jigi.base.kernel.Hash;
import jigi.base.kernel.Ids;
import org.jspecify.annotations.Nullable;

/**
 * Compares what the database remembers of its last opening with this machine and with a marker that
 * lies beside the key file. Each opening counts the epoch up in both, so an older copy of the
 * database disagrees with the marker even on the machine that it came from.
 */
final class NodeIdentity {
  private record Row(String dataId, String machine, String path, long epoch) {}

  private final Store store;
  private final String node;
  private final String machine;
  private final String path;
  private final Path marker;

  NodeIdentity(Store store, String node, Settings settings) throws IOException {
    this.store = store;
    this.node = node;
    this.machine = Hash.of(machineId(settings.machineId()));
    this.path = settings.data().toRealPath().toString();
    this.marker = settings.key().resolveSibling(settings.key().getFileName() + ".epoch");
  }

  /** Tells a data directory on this machine from every other, copies of it elsewhere included. */
  static String of(String name, Settings settings) throws IOException {
    return Hash.of(
        name + "\n" + machineId(settings.machineId()) + "\n" + settings.data().toRealPath());
  }

  /** Judges, and counts the epoch up unless it is a clone. */
  Identity open() throws IOException {
    Row row = row();
    if (row == null) {
      adopt();
      return Identity.SAME;
    }
    if (!isSame(row)) {
      return Identity.CLONED;
    }
    advance(row);
    return Identity.SAME;
  }

  /** Makes this machine and place the state's own. */
  void adopt() throws IOException {
    Row row = row();
    String dataId = row == null ? Ids.secret(16) : row.dataId();
    advance(new Row(dataId, machine, path, row == null ? 0 : row.epoch()));
  }

  private boolean isSame(Row row) throws IOException {
    if (!row.machine().equals(machine)) {
      return false;
    }
    if (!Files.exists(marker)) {
      return row.path().equals(path);
    }
    List<String> words = Arrays.asList(Files.readString(marker).strip().split(" "));
    return words.getFirst().equals(row.dataId()) && words.contains(Long.toString(row.epoch()));
  }

  /** The marker first names both epochs, so that a crash between the two writes is no clone. */
  private void advance(Row row) throws IOException {
    long next = row.epoch() + 1;
    mark(row.dataId() + " " + row.epoch() + " " + next);
    store.change(
        tx ->
            tx.handle()
                .createUpdate(
                    "INSERT INTO store_node (node, data_id, machine, path, epoch)"
                        + " VALUES (:node, :data, :machine, :path, :epoch)"
                        + " ON CONFLICT (node) DO UPDATE SET machine = excluded.machine,"
                        + " path = excluded.path, epoch = excluded.epoch")
                .bind("node", node)
                .bind("data", row.dataId())
                .bind("machine", machine)
                .bind("path", path)
                .bind("epoch", next)
                .execute());
    mark(row.dataId() + " " + next);
  }

  private void mark(String text) throws IOException {
    Path parent = marker.getParent();
    if (parent == null || !Files.isWritable(parent)) {
      return; // then only machine and place are compared
    }
    Path fresh = marker.resolveSibling(marker.getFileName() + ".new");
    Files.write(fresh, (text + "\n").getBytes(StandardCharsets.US_ASCII));
    Files.move(fresh, marker, StandardCopyOption.ATOMIC_MOVE);
  }

  private @Nullable Row row() {
    return store.read(
        handle ->
            handle
                .createQuery(
                    "SELECT data_id, machine, path, epoch FROM store_node WHERE node = :node")
                .bind("node", node)
                .map(
                    (rs, context) ->
                        new Row(
                            rs.getString("data_id"),
                            rs.getString("machine"),
                            rs.getString("path"),
                            rs.getLong("epoch")))
                .findOne()
                .orElse(null));
  }

  private static String machineId(Path file) throws IOException {
    return Files.isReadable(file) ? Files.readString(file).strip() : "";
  }
}
