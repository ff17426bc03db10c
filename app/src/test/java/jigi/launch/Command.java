package jigi.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program run to its end, with nothing of this process's environment. */
final class Command {
  private static final int SECONDS_AT_MOST = 60;

  /** What came of it. */
  record Result(int exit, String out, String err) {}

  /** A program that runs; its output goes to files, so that no child of it can hold us up. */
  record Running(Process process, Path out, Path err) {
    Result end() throws IOException, InterruptedException {
      boolean ended = process.waitFor(SECONDS_AT_MOST, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly();
      }
      assertThat(ended).as("ends within %d s: %s", SECONDS_AT_MOST, Files.readString(err)).isTrue();
      Result result = new Result(process.exitValue(), Files.readString(out), Files.readString(err));
      Files.delete(out);
      Files.delete(err);
      return result;
    }
  }

  private Command() {}

  static Running start(Map<String, String> environment, List<String> words) throws IOException {
    Path out = Files.createTempFile("out", ".txt");
    Path err = Files.createTempFile("err", ".txt");
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    return new Running(builder.start(), out, err);
  }

  static Result run(Map<String, String> environment, String... words)
      throws IOException, InterruptedException {
    return start(environment, List.of(words)).end();
  }
}
