package jigi.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import jigi.Main;
import jigi.base.kernel.Json;

/** The command line, within this process or as packaged in one of its own. */
public final class JigiCommand {
  /**
   * What came of it.
   *
   * @param exit its code
   */
  public record Ran(int exit, String out, String err) {
    /** Its output as JSON. */
    public JsonNode json() {
      return Json.tree(out);
    }
  }

  private final Map<String, String> environment;

  /**
   * @param environment beside {@code PATH}: {@code JIGI_SERVER}, {@code JIGI_DATA}, {@code LANG}
   */
  public JigiCommand(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** With another variable. */
  public JigiCommand with(String name, String value) {
    Map<String, String> more = new TreeMap<>(environment);
    more.put(name, value);
    return new JigiCommand(more);
  }

  /** Runs it to its end within this process: what it does is the same, and no Java is started. */
  public Ran run(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        Main.cli(environment::get).writingTo(new PrintWriter(out), new PrintWriter(err)).run(words);
    return new Ran(exit, out.toString(), err.toString());
  }

  /** Runs it to its end as a process of its own, as a person or a script does. */
  public Ran launch(String... words) {
    return piped("", words);
  }

  /** The same with something to read. */
  public Ran piped(String input, String... words) {
    try {
      Path out = Files.createTempFile("jigi", ".out");
      Path err = Files.createTempFile("jigi", ".err");
      Process process = start(input, out, err, words);
      if (!process.waitFor(Until.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(List.of(words) + " does not end: " + Files.readString(out));
      }
      Ran ran = new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
      Files.delete(out);
      Files.delete(err);
      return ran;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Starts it, its output going into files. */
  public Process start(Path out, Path err, String... words) throws IOException {
    return start("", out, err, words);
  }

  private Process start(String input, Path out, Path err, String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Component.root().resolve("jigi").toString());
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().put("PATH", System.getenv("PATH"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("JIGI_NO_BUILD", "1");
    builder.environment().putAll(environment);
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    Process process = builder.start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    return process;
  }

  /** What is in a file that a process writes. */
  public static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
