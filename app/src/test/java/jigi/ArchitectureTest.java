package jigi;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the house to its arrows, and each rule to its word by a house that breaks it. */
class ArchitectureTest {
  private static final Map<String, ArchRule> RULES = Architecture.rules();

  @TempDir private Path dir;

  @TestFactory
  Stream<DynamicTest> theHouseKeepsItsRules() {
    JavaClasses house =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("jigi");
    assertThat(house).isNotEmpty();
    return RULES.entrySet().stream()
        .map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> rule.getValue().check(house)));
  }

  @Tag("slow")
  @ParameterizedTest(name = "{0}: {1} with {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          jigi.base imports leftward only              | jigi.base.run          | jigi.detect.rule.Other other;
          jigi.detect imports leftward only            | jigi.detect.rule       | jigi.operate.notify.Other other;
          jigi.operate imports leftward only           | jigi.operate.incident  | jigi.present.web.Other other;
          jigi.base.kernel imports leftward only       | jigi.base.kernel       | jigi.base.schedule.Other other;
          jigi.base.access imports leftward only       | jigi.base.access       | jigi.base.schedule.Other other;
          jigi.base.store imports leftward only        | jigi.base.store        | jigi.base.journal.Other other;
          jigi.detect.probe imports leftward only      | jigi.detect.probe      | jigi.detect.metric.Other other;
          jigi.detect.rule imports leftward only       | jigi.detect.rule.deep  | jigi.detect.alert.Other other;
          jigi.operate.backup is isolated              | jigi.operate.backup    | jigi.operate.notify.Other other;
          jigi.operate.notify is isolated              | jigi.operate.notify    | jigi.operate.incident.Other other;
          jigi.operate.incident is isolated            | jigi.operate.incident  | jigi.operate.runbook.Other other;
          every room has its place                     | jigi.base.cellar       | int other;
          every room has its place                     | jigi.attic             | int other;
          only the root package wires                  | jigi.present.cli       | jigi.Other other;
          metrics is a library of its own              | jigi.metrics.storage   | jigi.base.kernel.Other other;
          databases behind repositories                | jigi.base.run          | java.sql.Connection other;
          databases behind repositories                | jigi.base.connect.http | java.sql.Connection other;
          databases behind repositories                | jigi.detect.metric     | org.jdbi.v3.core.Jdbi other;
          processes only in base.exec                  | jigi.detect.probe      | Object o = new ProcessBuilder("true");
          processes only in base.exec                  | jigi.base.run          | Object o() throws Exception { return Runtime.getRuntime().exec(new String[] {"true"}); }
          time, sleep, environment only in base.kernel | jigi.base.run          | Object o = java.time.Instant.now();
          time, sleep, environment only in base.kernel | jigi.base.run          | java.util.function.Supplier<?> o = java.time.Instant::now;
          time, sleep, environment only in base.kernel | jigi.base.run          | Object o = java.time.LocalDate.now(java.time.ZoneOffset.UTC);
          time, sleep, environment only in base.kernel | jigi                   | long o = System.currentTimeMillis();
          time, sleep, environment only in base.kernel | jigi.base.run          | long o = System.nanoTime();
          time, sleep, environment only in base.kernel | jigi.metrics.storage   | long o = System.currentTimeMillis();
          time, sleep, environment only in base.kernel | jigi.base.run          | void o() throws Exception { Thread.sleep(1); }
          time, sleep, environment only in base.kernel | jigi.base.run          | String o = System.getenv("PATH");
          time, sleep, environment only in base.kernel | jigi.base.run          | Object o = java.time.Clock.systemUTC();
          time, sleep, environment only in base.kernel | jigi.base.run          | Object o = java.time.InstantSource.system();
          time, sleep, environment only in base.kernel | jigi.base.run          | Object o = new java.util.Date();
          no java.util.logging                         | jigi.base.run          | java.util.logging.Logger other;
          no standard streams                          | jigi.base.run          | void o() { System.err.println(); }
          """)
  void aBrokenHouseIsNoticed(String rule, String room, String member) throws IOException {
    assertThat(evaluate(rule, room, "Broken", member).hasViolation()).isTrue();
  }

  @Tag("slow")
  @ParameterizedTest(name = "{0}: {1} with {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          jigi.operate.incident is isolated            | jigi.operate.incident         | Fine            | jigi.operate.notify.Other other;
          jigi.detect imports leftward only            | jigi.detect.rule              | Fine            | jigi.base.run.Other other;
          only the root package wires                  | jigi                          | Fine            | jigi.Other other;
          databases behind repositories                | jigi.base.run                 | RunRepository   | Object o = (java.util.function.Function<java.sql.Connection, Object>) c -> c;
          databases behind repositories                | jigi.base.connect.postgres    | Fine            | java.sql.Connection other;
          processes only in base.exec                  | jigi.base.exec.local          | Fine            | Object o = new ProcessBuilder("true");
          time, sleep, environment only in base.kernel | jigi.base.kernel              | Fine            | Object o = java.time.Instant.now();
          time, sleep, environment only in base.kernel | jigi.base.run                 | Fine            | Object o(java.time.Clock c) { return java.time.Instant.now(c); }
          time, sleep, environment only in base.kernel | jigi.metrics.promql           | Fine            | long o = System.nanoTime();
          no standard streams                          | jigi.present.cli              | Fine            | void o() { System.out.println(); }
          """)
  void whatIsAllowedPasses(String rule, String room, String type, String member)
      throws IOException {
    assertThat(evaluate(rule, room, type, member).hasViolation()).isFalse();
  }

  private EvaluationResult evaluate(String rule, String room, String type, String member)
      throws IOException {
    List<Path> sources = new ArrayList<>();
    sources.add(write(room, type, member));
    for (String other : member.split("[^\\w.]+")) {
      if (other.startsWith("jigi.") && other.endsWith(".Other")) {
        sources.add(write(other.substring(0, other.length() - ".Other".length()), "Other", ""));
      }
    }
    compile(sources);
    ArchRule found = Objects.requireNonNull(RULES.get(rule), rule);
    return found.evaluate(new ClassFileImporter().importPath(dir));
  }

  private Path write(String room, String type, String member) throws IOException {
    Path folder = Files.createDirectories(dir.resolve(room.replace('.', '/')));
    return Files.writeString(
        folder.resolve(type + ".java"),
        "package " + room + "; public class " + type + " { " + member + " }");
  }

  private static void compile(List<Path> sources) {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    String[] arguments =
        Stream.concat(
                Stream.of("-proc:none", "-cp", System.getProperty("java.class.path")),
                sources.stream().map(Path::toString))
            .toArray(String[]::new);
    assertThat(javac.run(null, System.out, System.err, arguments)).isZero();
  }
}
