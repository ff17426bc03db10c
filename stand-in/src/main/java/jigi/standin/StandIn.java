package jigi.standin;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A running stand-in. */
final class StandIn implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads;
  private final Log log;

  private StandIn(HttpServer server, ExecutorService threads, Log log) {
    this.server = server;
    this.threads = threads;
    this.log = log;
  }

  /**
   * Starts serving.
   *
   * @throws IOException if the port is taken or the ready file cannot be written
   */
  static StandIn start(Options options) throws IOException {
    Log log = new Log(options.name, options.logs);
    Faults faults = new Faults();
    faults.set(options.faults);
    if (options.faultFile.isPresent()) {
      options.faultFile.get().countStart();
    }
    Damage damage = new Damage(faults, options.faultFile, log);
    damage.tick();
    HttpServer server = listen(options.bind, options.port);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    server.createContext("/", new Site(options, faults, new Metrics(options.codeLabel), log));
    server.start();
    StandIn standIn = new StandIn(server, threads, log);
    damage.start();
    options.traffic.ifPresent(rate -> new Traffic(standIn.uri(), paths(options), rate).start());
    log.event(Log.Level.INFO, options.name + " " + options.version + " started, " + standIn.uri());
    if (options.readyFile.isPresent()) {
      standIn.announce(options.readyFile.get());
    }
    return standIn;
  }

  private static HttpServer listen(String bind, int port) throws IOException {
    try {
      return HttpServer.create(new InetSocketAddress(bind, port), 0);
    } catch (BindException e) {
      BindException said =
          new BindException("cannot listen on " + bind + ":" + port + " (" + e.getMessage() + ")");
      said.initCause(e);
      throw said;
    }
  }

  /** Where it answers. */
  URI uri() {
    InetSocketAddress address = server.getAddress();
    String host = address.getAddress().isAnyLocalAddress() ? "127.0.0.1" : address.getHostString();
    return URI.create(
        "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort());
  }

  @Override
  public void close() {
    log.event(Log.Level.INFO, "stopping");
    server.stop(0);
    threads.shutdownNow();
  }

  private void announce(Path file) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.writeString(next, uri().getPort() + " " + ProcessHandle.current().pid() + "\n");
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static List<String> paths(Options options) {
    List<String> paths = new ArrayList<>(options.pages.keySet());
    if (paths.isEmpty()) {
      paths.add(options.healthPath);
    }
    return paths;
  }
}
