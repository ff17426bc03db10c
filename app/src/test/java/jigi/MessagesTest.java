package jigi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jigi.base.journal.EventKind;
import jigi.base.kernel.Language;
import jigi.base.kernel.Messages;
import org.junit.jupiter.api.Test;

/** Every visible text is in the catalogue, in both languages, with the same arguments. */
class MessagesTest {
  private static final Pattern ARGUMENT = Pattern.compile("\\{([a-zA-Z0-9_-]+)}");

  private final Messages messages = Messages.load(Main.TEXTS);

  @Test
  void readsEveryFileOfTheCatalogue() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/messages"))) {
      assertThat(files.map(file -> file.getFileName().toString().replace(".properties", "")))
          .containsExactlyInAnyOrderElementsOf(Main.TEXTS);
    }
  }

  /** Of two texts with one key the first would be lost without a word. */
  @Test
  void noKeyStandsTwice() throws IOException {
    List<String> keys = new ArrayList<>();
    for (String name : Main.TEXTS) {
      Files.readAllLines(Path.of("src/main/resources/messages", name + ".properties")).stream()
          .filter(line -> !line.isBlank() && !line.startsWith("#") && line.contains("="))
          .map(line -> line.substring(0, line.indexOf('=')).strip())
          .forEach(keys::add);
    }
    assertThat(keys).isNotEmpty().doesNotHaveDuplicates();
  }

  /** The help of commands is made of the first file alone, so that the others need not be read. */
  @Test
  void keepsTheTextsOfTheCommandLineInTheFirstFile() {
    Set<String> first = Messages.load(Main.TEXTS).firstKeys(Language.EN);
    assertThat(messages.keys(Language.EN).stream().filter(key -> key.startsWith("cli.")))
        .isNotEmpty()
        .isSubsetOf(first);
    assertThat(first).allMatch(key -> key.startsWith("cli."));
  }

  @Test
  void saysEverythingInBothLanguages() {
    assertThat(messages.keys(Language.KO)).isEqualTo(messages.keys(Language.EN));
  }

  @Test
  void usesTheSameArgumentsInBothLanguages() {
    List<String> different =
        messages.keys(Language.EN).stream()
            .filter(key -> !arguments(Language.EN, key).equals(arguments(Language.KO, key)))
            .toList();
    assertThat(different).isEmpty();
  }

  @Test
  void hasATextForEveryKindOfEvent() throws Exception {
    List<String> missing = new ArrayList<>();
    for (EventKind kind : declaredKinds()) {
      if (!messages.has("event." + kind.name())) {
        missing.add(kind.name());
      }
    }
    assertThat(missing).isEmpty();
  }

  private Set<String> arguments(Language language, String key) {
    return ARGUMENT
        .matcher(messages.pattern(language, key))
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<EventKind> declaredKinds() throws Exception {
    Path classes = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<EventKind> kinds = new ArrayList<>();
    try (Stream<Path> files = Files.walk(classes.resolve("jigi"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        String path = classes.relativize(file).toString();
        String name = path.substring(0, path.length() - ".class".length()).replace('/', '.');
        kinds.addAll(kindsOf(Class.forName(name, false, Main.class.getClassLoader())));
      }
    }
    assertThat(kinds).isNotEmpty();
    return kinds;
  }

  private static List<EventKind> kindsOf(Class<?> type) throws IllegalAccessException {
    List<EventKind> kinds = new ArrayList<>();
    for (Field field : type.getDeclaredFields()) {
      if (field.getType() == EventKind.class && Modifier.isStatic(field.getModifiers())) {
        field.setAccessible(true);
        kinds.add((EventKind) field.get(null));
      }
    }
    return kinds;
  }
}
