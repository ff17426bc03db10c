package jigi.base.exec;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A command that runs, with its output and input as streams. Closing it kills what still runs. */
public final class Piped implements Streamed {
  private static final Duration REST = Duration.ofMillis(500);

  private final Process process;
  private final Exec.Reader errors;

  Piped(Process process, Exec.Reader errors) {
    this.process = process;
    this.errors = errors;
  }

  @Override
  public InputStream out() {
    return process.getInputStream();
  }

  /** What it reads; closing it is the end of its input. */
  public OutputStream in() {
    return process.getOutputStream();
  }

  /** Its number, for tests and messages. */
  public long pid() {
    return process.pid();
  }

  @Override
  public Captured await(Duration timeout) throws InterruptedException {
    boolean ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
    if (!ended) {
      Exec.destroy(process);
    }
    String said = new String(errors.bytes(REST), StandardCharsets.UTF_8);
    return new Captured(ended ? process.exitValue() : -1, "", said, !ended, errors.truncated());
  }

  /** Whether it ends within that time on the real clock; it goes on when it does not. */
  public boolean ends(Duration within) throws InterruptedException {
    return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Kills it and its descendants; nothing happens when it has ended. */
  public void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @Override
  public void close() {
    kill();
  }
}
