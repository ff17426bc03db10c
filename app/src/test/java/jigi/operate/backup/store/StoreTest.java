package jigi.operate.backup.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import jigi.base.kernel.UserError;
import org.junit.jupiter.api.Test;

/** What holds for every kind of store. */
public abstract class StoreTest {
  private static final long SEED = 20_260_102;

  protected final Random random = new Random(SEED);

  /** The same place each time within one test. */
  protected abstract Store store() throws Exception;

  @Test
  void whatWasCommittedIsReadBack() throws Exception {
    Store store = store();
    for (int size : new int[] {0, 1, 65_535, 65_536, 65_537, 3_000_000}) {
      byte[] bytes = bytes(size);
      String name = "shop/db_" + size + ".dump";
      Stored stored = put(store, name, bytes);
      assertThat(stored.name()).isEqualTo(name);
      assertThat(stored.size()).isEqualTo(size);
      assertThat(read(store, name, 0)).as(name).isEqualTo(bytes);
    }
  }

  @Test
  void readsFromAByteOn() throws Exception {
    byte[] bytes = bytes(200_001);
    Store store = store();
    put(store, "a", bytes);
    for (int from : new int[] {0, 1, 65_536, 200_000, 200_001}) {
      byte[] rest = new byte[bytes.length - from];
      System.arraycopy(bytes, from, rest, 0, rest.length);
      assertThat(read(store, "a", from)).as("from %d", from).isEqualTo(rest);
    }
  }

  @Test
  void nothingIsSeenBeforeTheCommit() throws Exception {
    Store store = store();
    put(store, "there", bytes(10));
    try (Upload upload = store.begin("new")) {
      upload.out().write(bytes(100_000));
      assertThat(names(store, "")).containsExactly("there");
      absent(store, "new");
    }
    assertThat(names(store, "")).containsExactly("there");
    absent(store, "new");
  }

  @Test
  void closingTheStreamCommitsNothing() throws Exception {
    Store store = store();
    try (Upload upload = store.begin("new")) {
      upload.out().write(bytes(10));
      upload.out().close();
    }
    assertThat(store.list("")).isEmpty();
  }

  @Test
  void aFileIsNeverReplaced() throws Exception {
    Store store = store();
    put(store, "once", bytes(3));
    assertThatThrownBy(() -> put(store, "once", bytes(5)))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.TAKEN));
    assertThat(read(store, "once", 0)).hasSize(3);
  }

  @Test
  void listsByPrefixAndSorted() throws Exception {
    Store store = store();
    assertThat(store.list("")).isEmpty();
    Instant before = Instant.now().minusSeconds(60);
    for (String name : List.of("b/2", "a/1", "b/1", "백업/상점 1+2%&=#?.dump", "b1")) {
      put(store, name, bytes(name.length()));
    }
    assertThat(names(store, "")).containsExactly("a/1", "b/1", "b/2", "b1", "백업/상점 1+2%&=#?.dump");
    assertThat(names(store, "b/")).containsExactly("b/1", "b/2");
    assertThat(names(store, "b")).containsExactly("b/1", "b/2", "b1");
    assertThat(names(store, "백업/")).hasSize(1);
    assertThat(store.list("a/1").getFirst().size()).isEqualTo(3);
    assertThat(store.list("a/1").getFirst().modified())
        .isBetween(before, Instant.now().plusSeconds(60));
    assertThat(read(store, "백업/상점 1+2%&=#?.dump", 0)).hasSize(19);
  }

  @Test
  void deletes() throws Exception {
    Store store = store();
    put(store, "x/1", bytes(5));
    assertThat(store.delete("x/1")).isTrue();
    assertThat(store.delete("x/1")).isFalse();
    assertThat(store.list("")).isEmpty();
    absent(store, "x/1");
    put(store, "x/1", bytes(6));
    assertThat(read(store, "x/1", 0)).hasSize(6);
  }

  @Test
  void goesOnWithAnUploadThatWasCutOff() throws Exception {
    byte[] bytes = bytes(23_000_000);
    Store store = store();
    try (Upload first = store.resume("big", "content-1")) {
      first.out().write(bytes, 0, 17_000_001);
    }
    assertThat(store.list("")).isEmpty();
    try (Upload again = store.resume("big", "content-1")) {
      again.out().write(bytes);
      assertThat(again.commit().size()).isEqualTo(bytes.length);
      assertThat(again.reused()).isGreaterThanOrEqualTo(8_000_000);
    }
    assertThat(read(store, "big", 0)).isEqualTo(bytes);
    assertThat(store.sweep(Instant.now().plusSeconds(3600))).isEmpty();
  }

  @Test
  void doesNotGoOnWithOtherContent() throws Exception {
    Store store = store();
    byte[] bytes = bytes(9_000_000);
    try (Upload first = store.resume("big", "content-1")) {
      first.out().write(bytes(8_500_000));
    }
    try (Upload again = store.resume("big", "content-2")) {
      again.out().write(bytes);
      again.commit();
      assertThat(again.reused()).isZero();
    }
    assertThat(read(store, "big", 0)).isEqualTo(bytes);
  }

  @Test
  void sweepsWhatWasCutOffAndLeavesTheRest() throws Exception {
    Store store = store();
    put(store, "good", bytes(10));
    try (Upload cut = store.resume("cut/off", "content")) {
      cut.out().write(bytes(9_000_000));
    }
    assertThat(store.sweep(Instant.now().minusSeconds(3600))).isEmpty();
    assertThat(store.sweep(Instant.now().plusSeconds(3600))).containsExactly("cut/off");
    assertThat(store.sweep(Instant.now().plusSeconds(3600))).isEmpty();
    assertThat(names(store, "")).containsExactly("good");
  }

  @Test
  void badNamesAreRefused() throws Exception {
    Store store = store();
    for (String name :
        List.of(
            "", "/etc/passwd", "../x", "a/../b", "a//b", "a/", ".", "a\nb", "a\\b", "x.partial")) {
      for (Action action :
          List.<Action>of(s -> s.begin(name), s -> s.read(name, 0), s -> s.delete(name))) {
        assertThatThrownBy(() -> action.on(store))
            .as(name)
            .isInstanceOfSatisfying(
                UserError.class, e -> assertThat(e.code()).isEqualTo("bad-store-name"));
      }
    }
  }

  private interface Action {
    Object on(Store store) throws Exception;
  }

  protected byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  protected static Stored put(Store store, String name, byte[] bytes) throws Exception {
    try (Upload upload = store.begin(name)) {
      upload.out().write(bytes);
      return upload.commit();
    }
  }

  protected static byte[] read(Store store, String name, long from) throws Exception {
    try (InputStream in = store.read(name, from)) {
      return in.readAllBytes();
    }
  }

  protected static List<String> names(Store store, String prefix) throws Exception {
    return new ArrayList<>(store.list(prefix).stream().map(Stored::name).toList());
  }

  protected static void absent(Store store, String name) {
    assertThatThrownBy(() -> read(store, name, 0))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.ABSENT));
  }

  /** A failure of the given kind, whose text names the fact. */
  protected static void fails(StoreException.Kind kind, String fact, Failing failing) {
    assertThatThrownBy(failing::run)
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> {
              assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind);
              assertThat(e.fact()).contains(fact);
            });
  }

  /** Something that should not work. */
  public interface Failing {
    void run() throws IOException, InterruptedException;
  }
}
