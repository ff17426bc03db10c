package jigi;

import java.nio.file.Path;
import java.util.List;
import jigi.base.store.Settings;
import jigi.detect.metric.remote.RemoteSettings;
import org.jspecify.annotations.Nullable;

/**
 * How a house is started.
 *
 * @param manuals folders
 * @param data the data directory
 * @param bind the address to listen on
 * @param port 0 picks a free one
 * @param rehearsal whether time may be moved; a data directory is marked so for ever
 * @param standIns whether the manuals' stand-ins play their services
 * @param metrics the server that keeps the metrics; null for Jigi itself
 * @param store the database that keeps the state; null for SQLite in the data directory
 * @param prometheus null for none
 */
record Options(
    List<Path> manuals,
    Path data,
    String bind,
    int port,
    boolean rehearsal,
    boolean standIns,
    @Nullable RemoteSettings metrics,
    @Nullable Database store,
    @Nullable PrometheusPort prometheus) {
  /** Without a port for Prometheus's clients. */
  Options(
      List<Path> manuals,
      Path data,
      String bind,
      int port,
      boolean rehearsal,
      boolean standIns,
      @Nullable RemoteSettings metrics,
      @Nullable Database store) {
    this(manuals, data, bind, port, rehearsal, standIns, metrics, store, null);
  }

  /** Where Prometheus's read API is answered without a token. */
  record PrometheusPort(String bind, int port) {
    @Override
    public String toString() {
      return bind + ":" + port;
    }
  }

  /**
   * A database that several nodes may share.
   *
   * @param node the name of this one
   */
  record Database(Settings.Postgres at, String node) {}

  Options {
    manuals = List.copyOf(manuals);
  }

  /** The program's own folder, where the stand-in lies. */
  static Path home() {
    return Path.of(System.getProperty("jigi.home", "."));
  }
}
