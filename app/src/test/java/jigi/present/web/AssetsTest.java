package jigi.present.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jigi.testing.Component;
import org.junit.jupiter.api.Test;

class AssetsTest {
  @Test
  void everyFileOfThePagesIsServed() throws IOException {
    Path web = Component.root().resolve("app/src/main/resources/web");
    List<String> names;
    try (Stream<Path> files = Files.list(web)) {
      names = files.map(file -> String.valueOf(file.getFileName())).toList();
    }
    assertThat(names).isNotEmpty();
    Assets assets = new Assets();
    assertThat(names).allSatisfy(name -> assertThat(assets.url(name)).endsWith("/" + name));
  }
}
