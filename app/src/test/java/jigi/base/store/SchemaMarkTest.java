package jigi.base.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which migrations a database is remembered to have. */
class SchemaMarkTest {
  private static final String FOLDER = "db/migration";

  @TempDir private Path home;
  private DataSource source;

  @BeforeEach
  void open_a_database() {
    source = SqliteDatabase.dataSource(home.resolve("jigi.db"));
  }

  @Test
  void it_stands_for_just_the_migrations_that_were_applied() throws Exception {
    String first = mark(Map.of("V1__a.sql", "CREATE TABLE a (b TEXT)", "V2__b.sql", "SELECT 1"));
    assertThat(new SchemaMark(source, first).stands()).as("before the first start").isFalse();
    Migrations.apply(source);

    new SchemaMark(source, first).set();

    assertThat(new SchemaMark(source, first).stands()).isTrue();
    assertThat(new SchemaMark(source, mark(Map.of("V1__a.sql", "SELECT 1"))).stands()).isFalse();
    new SchemaMark(source, "another").set();
    assertThat(new SchemaMark(source, first).stands()).isFalse();
  }

  @Test
  void a_changed_added_or_renamed_migration_makes_another_mark_and_other_files_do_not()
      throws Exception {
    Map<String, String> files = new TreeMap<>(Map.of("V1__a.sql", "SELECT 1"));
    String mark = mark(files);
    assertThat(mark(files)).isNotNull().isEqualTo(mark);
    files.put("docs/other.txt", "x");
    assertThat(mark(files)).isEqualTo(mark);
    assertThat(mark(Map.of("V1__a.sql", "SELECT 2"))).isNotEqualTo(mark);
    assertThat(mark(Map.of("V2__a.sql", "SELECT 1"))).isNotEqualTo(mark);
    assertThat(mark(Map.of("V1__a.sql", "SELECT 1", "V2__b.sql", "SELECT 1"))).isNotEqualTo(mark);
  }

  @Test
  void files_outside_of_a_jar_are_compared_each_time() throws Exception {
    assertThat(SchemaMark.ofJar(SchemaMark.class, FOLDER)).isNull();
    Migrations.apply(source);
    SchemaMark without = new SchemaMark(source, null);
    without.set();
    assertThat(without.stands()).isFalse();
  }

  private @Nullable String mark(Map<String, String> files) throws Exception {
    Path jar = Files.createTempFile(home, "some", ".jar");
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        String name = file.getKey();
        zip.putNextEntry(new ZipEntry(name.contains("/") ? name : FOLDER + "/" + name));
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return SchemaMark.of(jar, FOLDER);
  }
}
