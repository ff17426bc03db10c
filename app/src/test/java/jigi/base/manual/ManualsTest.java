package jigi.base.manual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jigi.Shows;
import jigi.base.config.Manual;
import jigi.base.config.ManualReader;
import jigi.base.config.Problem;
import jigi.base.journal.Event;
import jigi.base.journal.EventQuery;
import jigi.base.journal.SqlJournal;
import jigi.base.kernel.Timeline;
import jigi.base.kernel.Troubles;
import jigi.base.store.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What reloading holds to on every store. */
abstract class ManualsTest {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  private final Timeline timeline = Timeline.standing(START);
  private final Troubles troubles = new Troubles();
  private final List<List<String>> activated = new ArrayList<>();
  private Store store;
  private SqlJournal journal;
  private Path shop;
  private Path bank;

  abstract Store open(Path folder);

  @BeforeEach
  void openStore(@TempDir Path folder) throws IOException {
    store = open(folder);
    journal = new SqlJournal(store, timeline, troubles, "n1");
    shop = manual(folder.resolve("shop-manual"), "system: shop\n");
    bank = manual(folder.resolve("bank-manual"), "system: bank\n");
  }

  @AfterEach
  void closeStore() {
    journal.close();
    store.close();
    timeline.close();
  }

  @Test
  @Shows("INV-26")
  void storesWhatCameIntoForceWithWhoAndWhen() throws Exception {
    Manuals manuals = manuals(shop);
    assertThat(manuals.reload("kim").activated()).isTrue();
    String first = hash(manuals, "shop");
    timeline.advance(Duration.ofMinutes(5));
    write(shop, "runbooks/a.md", "# A\n");
    assertThat(manuals.reload("lee").activated()).isTrue();
    String second = hash(manuals, "shop");

    assertThat(manuals.history("shop", 10))
        .containsExactly(
            new ManualActivation("shop", second, START.plus(Duration.ofMinutes(5)), "lee"),
            new ManualActivation("shop", first, START, "kim"));
    assertThat(manuals.files(first)).contains(Map.of("jigi.yaml", "system: shop\n"));
    assertThat(manuals.files(second))
        .contains(Map.of("jigi.yaml", "system: shop\n", "runbooks/a.md", "# A\n"));
    assertThat(events("manual.activated")).hasSize(2);
  }

  @Test
  void recordsNothingWhenNothingChanged() {
    Manuals manuals = manuals(shop);
    manuals.reload("kim");
    manuals.reload("kim");
    assertThat(manuals.history("shop", 10)).hasSize(1);
    assertThat(events("manual.activated")).hasSize(1);
  }

  @Test
  void goesBackToAnEarlierVersionAsAnActivationOfItsOwn() throws Exception {
    Manuals manuals = manuals(shop);
    manuals.reload("kim");
    String first = hash(manuals, "shop");
    write(shop, "runbooks/a.md", "# A\n");
    timeline.advance(Duration.ofMinutes(1));
    manuals.reload("kim");
    Files.delete(shop.resolve("runbooks/a.md"));
    timeline.advance(Duration.ofMinutes(1));
    manuals.reload("kim");
    assertThat(hash(manuals, "shop")).isEqualTo(first);
    assertThat(manuals.history("shop", 10)).hasSize(3);
  }

  @Test
  void aBadManualLeavesTheLastGoodOneInForce() throws IOException {
    Manuals manuals = manuals(shop);
    manuals.reload("kim");
    String good = hash(manuals, "shop");
    write(shop, "jigi.yaml", "system: shop\nconditons: {}\n");

    Manuals.Outcome outcome = manuals.reload("lee");

    assertThat(outcome.activated()).isFalse();
    assertThat(outcome.errors()).extracting(Problem::code).containsExactly("unknown-key");
    assertThat(hash(manuals, "shop")).isEqualTo(good);
    assertThat(activated).containsExactly(List.of("shop"));
    assertThat(manuals.history("shop", 10)).hasSize(1);
    assertThat(troubles.all())
        .containsExactly(
            new Troubles.Trouble(
                "manual.bad",
                "manual.bad",
                Map.of("place", "shop-manual/jigi.yaml:2:1", "count", "1")));
    assertThat(events("manual.refused"))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.what().system()).isEqualTo("shop");
              assertThat(event.what().actor()).isEqualTo("lee");
              assertThat(event.what().args())
                  .containsEntry("count", "1")
                  .hasEntrySatisfying(
                      "first",
                      first ->
                          assertThat(String.valueOf(first))
                              .startsWith("shop-manual/jigi.yaml:2:1  unknown-key  "));
            });
  }

  @Test
  void mendingItClearsTheTrouble() throws IOException {
    Manuals manuals = manuals(shop);
    manuals.reload("kim");
    write(shop, "jigi.yaml", "system: [\n");
    manuals.reload("kim");
    assertThat(troubles.all()).hasSize(1);
    write(shop, "jigi.yaml", "system: shop\n# mended\n");
    assertThat(manuals.reload("kim").activated()).isTrue();
    assertThat(troubles.all()).isEmpty();
    assertThat(manuals.files(hash(manuals, "shop")).orElseThrow().get("jigi.yaml"))
        .endsWith("# mended\n");
  }

  @Test
  void takesSeveralManualsIntoForceTogetherOrNotAtAll() throws IOException {
    Manuals manuals = manuals(shop, bank);
    manuals.reload("kim");
    assertThat(activated).containsExactly(List.of("shop", "bank"));
    write(shop, "runbooks/a.md", "# A\n");
    write(bank, "jigi.yaml", "");
    assertThat(manuals.reload("kim").activated()).isFalse();
    assertThat(activated).hasSize(1);
    assertThat(manuals.history("shop", 10)).hasSize(1);
    assertThat(events("manual.refused"))
        .singleElement()
        .satisfies(event -> assertThat(event.what().system()).isEqualTo("bank"));
  }

  @Test
  void recordsOnlyTheOneOfSeveralThatChanged() throws IOException {
    Manuals manuals = manuals(shop, bank);
    manuals.reload("kim");
    write(bank, "runbooks/a.md", "# A\n");
    manuals.reload("kim");
    assertThat(manuals.history("shop", 10)).hasSize(1);
    assertThat(manuals.history("bank", 10)).hasSize(2);
    assertThat(activated).hasSize(2).last().isEqualTo(List.of("shop", "bank"));
  }

  @Test
  void refusesTwoManualsOfOneSystem() throws IOException {
    write(bank, "jigi.yaml", "system: shop\n");
    Manuals manuals = manuals(shop, bank);
    assertThat(manuals.reload("kim").errors())
        .extracting(Problem::code)
        .containsExactly("same-system");
    assertThat(manuals.active()).isEmpty();
    assertThat(events("manual.activated")).isEmpty();
  }

  @Test
  void aFolderThatVanishesChangesNothingUntilItIsBack() throws IOException {
    Manuals manuals = manuals(shop, bank);
    manuals.reload("kim");
    Path away = Files.move(bank, bank.resolveSibling("away"));

    assertThat(manuals.reload("kim").errors())
        .extracting(Problem::code)
        .containsExactly("manual-not-found");
    assertThat(manuals.active()).extracting(Manual::system).containsExactly("shop", "bank");
    assertThat(troubles.all()).hasSize(1);

    Files.move(away, bank);
    assertThat(manuals.reload("kim").activated()).isTrue();
    assertThat(troubles.all()).isEmpty();
    assertThat(manuals.history("bank", 10)).hasSize(1);
  }

  @Test
  void knowsAfterARestartWhatWasInForce() {
    manuals(shop).reload("kim");
    Manuals after = manuals(shop);
    after.reload("jigi");
    assertThat(after.history("shop", 10))
        .singleElement()
        .satisfies(activation -> assertThat(activation.actor()).isEqualTo("kim"));
  }

  @Test
  void checkingActivatesNothing() throws IOException {
    Manuals manuals = manuals(shop);
    manuals.reload("kim");
    write(shop, "jigi.yaml", "system: shop\nzone: Moon\n");
    assertThat(manuals.check("shop")).isNotEmpty();
    assertThat(activated).hasSize(1);
    assertThat(troubles.all()).isEmpty();
    assertThat(events("manual.refused")).isEmpty();
  }

  private ManualEditor editor(Manuals manuals) {
    return new ManualEditor(manuals, false, new ManualReader(List.of(), name -> null), journal);
  }

  @Test
  @Shows({"RB-03", "INV-26"})
  void writesADraftThatWasCheckedAndKeepsTheVersionBefore() throws Exception {
    Manuals manuals = manuals(shop);
    write(shop, "runbooks/a.md", "# A\n");
    manuals.reload("kim");
    ManualEditor editor = editor(manuals);
    ManualEditor.Opened opened = editor.open("shop", "runbooks/a.md");
    assertThat(opened.text()).isEqualTo("# A\n");
    assertThat(opened.writable()).isTrue();

    ManualEditor.Checked checked = editor.check("shop", "runbooks/a.md", "# A\nmore\n");
    assertThat(checked.good()).isTrue();
    assertThat(checked.diff())
        .extracting(line -> line.change() + " " + line.text())
        .containsExactly("SAME # A", "ADDED more");
    timeline.advance(Duration.ofMinutes(1));
    editor.write("shop", "runbooks/a.md", "# A\nmore\n", opened.seen(), "lee");

    assertThat(shop.resolve("runbooks/a.md")).hasContent("# A\nmore");
    assertThat(manuals.active("shop").orElseThrow().source().files())
        .containsEntry("runbooks/a.md", "# A\nmore\n");
    assertThat(editor.versions("shop", "runbooks/a.md"))
        .extracting(one -> one.activation().actor() + ": " + one.text())
        .containsExactly("lee: # A\nmore\n", "kim: # A\n");
    assertThat(events("manual.edited")).hasSize(1);

    String old = editor.versions("shop", "runbooks/a.md").getLast().text();
    String seen = editor.open("shop", "runbooks/a.md").seen();
    editor.write("shop", "runbooks/a.md", old, seen, "lee");
    assertThat(shop.resolve("runbooks/a.md")).hasContent("# A");
  }

  @Test
  @Shows("RB-03")
  void refusesADraftOfAFileThatSomebodyElseHasChangedAndABadOne() throws Exception {
    Manuals manuals = manuals(shop);
    manuals.reload("kim");
    ManualEditor editor = editor(manuals);
    String seen = editor.open("shop", "jigi.yaml").seen();

    assertThatThrownBy(() -> editor.write("shop", "jigi.yaml", "", seen, "lee"))
        .hasMessageContaining("manual-refused");
    assertThat(shop.resolve("jigi.yaml")).hasContent("system: shop");
    write(shop, "jigi.yaml", "system: shop # by hand\n");
    assertThatThrownBy(() -> editor.write("shop", "jigi.yaml", "system: shop\n", seen, "lee"))
        .hasMessageContaining("file-changed");
    assertThat(shop.resolve("jigi.yaml")).hasContent("system: shop # by hand");
  }

  @Test
  void writesNothingOutsideTheManualAndNothingThroughLinks() throws Exception {
    Manuals manuals = manuals(shop);
    Path elsewhere = Files.writeString(shop.resolveSibling("b.md"), "# B\n");
    Files.createDirectories(shop.resolve("runbooks"));
    Files.createSymbolicLink(shop.resolve("runbooks/b.md"), elsewhere);
    write(shop, "scripts/go", "true\n");
    manuals.reload("kim");
    ManualEditor editor = editor(manuals);

    for (String file :
        List.of("../b.md", "runbooks/../../b.md", "/etc/passwd", "scripts/go", "runbooks/.x.md")) {
      assertThatThrownBy(() -> editor.open("shop", file))
          .as(file)
          .hasMessageContaining("not-editable");
    }
    ManualEditor.Opened linked = editor.open("shop", "runbooks/b.md");
    assertThat(linked.writable()).isFalse();
    assertThatThrownBy(() -> editor.write("shop", "runbooks/b.md", "# C\n", linked.seen(), "lee"))
        .hasMessageContaining("read-only");
    assertThat(elsewhere).hasContent("# B");

    String none = editor.open("shop", "runbooks/new.md").seen();
    editor.write("shop", "runbooks/new.md", "# New\n", none, "lee");
    assertThat(editor.files("shop"))
        .containsExactly("jigi.yaml", "runbooks/b.md", "runbooks/new.md");
  }

  private Manuals manuals(Path... folders) {
    Manuals manuals =
        new Manuals(
            List.of(folders),
            false,
            new ManualReader(List.of(), name -> null),
            new Manuals.Record(store, journal, troubles, timeline));
    manuals.onActivation(all -> activated.add(all.stream().map(Manual::system).toList()));
    return manuals;
  }

  private static String hash(Manuals manuals, String system) {
    return manuals.active(system).orElseThrow().hash();
  }

  private List<Event> events(String kind) {
    return journal.find(new EventQuery(null, null, null, kind, null, 100));
  }

  private static Path manual(Path folder, String text) throws IOException {
    write(Files.createDirectories(folder), "jigi.yaml", text);
    return folder;
  }

  private static void write(Path folder, String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
