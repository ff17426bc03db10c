package jigi;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import jigi.base.kernel.UserError;

/** What must hold before anything is opened. */
final class StartRules {
  private static final String MARK = "rehearsal";

  private StartRules() {}

  /**
   * @throws UserError {@code bind-needs-proxy}, {@code open-port-beyond-loopback}, {@code
   *     data-is-rehearsal}, {@code data-is-not-rehearsal}, {@code data-not-writable}, {@code
   *     rehearsal-needs-own-store}
   */
  static void check(Options options) {
    if (!isLoopback(options.bind())) {
      throw new UserError(
          "bind-needs-proxy",
          "without TLS Jigi listens on this machine only, not on " + options.bind(),
          "leave --bind at 127.0.0.1 and put a proxy with TLS in front");
    }
    Options.PrometheusPort prometheus = options.prometheus();
    if (prometheus != null && !isLoopback(prometheus.bind())) {
      throw new UserError(
          "open-port-beyond-loopback",
          "a port without a token is opened on this machine only, not on " + prometheus,
          "write --prometheus-listen 127.0.0.1:9090");
    }
    Options.Database database = options.store();
    if (options.rehearsal() && database != null) {
      throw new UserError(
          "rehearsal-needs-own-store",
          "a rehearsal would put moved times into " + database.at(),
          "leave --store out: a rehearsal keeps its state in its own data directory");
    }
    keepRehearsalsApart(options.data(), options.rehearsal());
  }

  /** Time that was moved must never be taken for real: a data directory is one or the other. */
  private static void keepRehearsalsApart(Path data, boolean rehearsal) {
    Path mark = data.resolve(MARK);
    if (Files.exists(mark) && !rehearsal) {
      throw new UserError(
          "data-is-rehearsal",
          data + " holds a rehearsal, whose time was moved",
          "start with --rehearsal, or name another folder by --data");
    }
    if (rehearsal && !Files.exists(mark)) {
      if (Files.exists(data.resolve("jigi.db"))) {
        throw new UserError(
            "data-is-not-rehearsal",
            data + " holds the record of real time",
            "name an empty folder by --data for the rehearsal");
      }
      try {
        Files.createDirectories(data);
        Files.writeString(mark, "The time of this data directory was moved.\n");
      } catch (IOException e) {
        throw new UserError(
            "data-not-writable",
            data + " cannot be written",
            "make it writable, or name another folder by --data",
            e);
      }
    }
  }

  private static boolean isLoopback(String bind) {
    try {
      return InetAddress.getByName(bind).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
