package jigi.base.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store holds to. */
abstract class StoreTest {
  private Store store;

  abstract Store open(Path folder);

  @BeforeEach
  void open_a_store(@TempDir Path folder) {
    store = open(folder);
    store.change(
        tx -> {
          tx.handle().execute("CREATE TABLE parent (id BIGINT NOT NULL PRIMARY KEY)");
          tx.handle().execute("CREATE TABLE child (parent BIGINT NOT NULL REFERENCES parent (id))");
        });
  }

  @AfterEach
  void close_the_store() {
    store.close();
  }

  @Test
  void what_was_written_is_read() {
    insert(1);
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void an_exception_of_the_work_changes_nothing_and_is_passed_on() {
    assertThatThrownBy(
            () ->
                store.change(
                    tx -> {
                      insert(tx.handle(), 1);
                      throw new IllegalArgumentException("no");
                    }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no");
    assertThat(count()).isZero();
    insert(1);
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void foreign_keys_are_held() {
    assertThatThrownBy(
            () -> store.change(tx -> tx.handle().execute("INSERT INTO child VALUES (9)")))
        .isNotInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void tasks_run_after_the_commit_in_its_order_and_not_after_a_rollback() {
    List<String> done = Collections.synchronizedList(new ArrayList<>());
    store.change(
        tx -> {
          tx.afterCommit(() -> done.add("first of " + count()));
          tx.afterCommit(() -> done.add("second"));
          insert(tx.handle(), 1);
        });
    assertThatThrownBy(
            () ->
                store.change(
                    tx -> {
                      tx.afterCommit(() -> done.add("never"));
                      throw new IllegalArgumentException();
                    }))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(done).containsExactly("first of 1", "second");
  }

  @Test
  void a_write_within_a_write_is_refused_instead_of_waiting_for_ever() {
    assertThatThrownBy(() -> store.change(tx -> insert(2)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("pass the Tx on");
    assertThatThrownBy(
            () -> store.change(tx -> tx.handle().execute("INSERT INTO nowhere VALUES (1)")))
        .isInstanceOf(RuntimeException.class);
    insert(3);
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void reads_within_a_write_see_its_changes() {
    store.change(
        tx -> {
          insert(tx.handle(), 1);
          assertThat(count()).isEqualTo(1);
        });
  }

  @Test
  void a_read_keeps_its_snapshot_while_others_write() {
    store.read(
        handle -> {
          int before = count(handle);
          Thread.ofVirtual().start(() -> insert(1));
          // The insert comes through: another reader sees it.
          while (countFromElsewhere() == before) {
            Thread.onSpinWait();
          }
          assertThat(count(handle)).isEqualTo(before);
          return before;
        });
  }

  @Test
  void reading_connections_cannot_write() {
    assertThatThrownBy(() -> store.read(handle -> handle.execute("INSERT INTO parent VALUES (1)")))
        .isInstanceOf(RuntimeException.class);
    assertThat(count()).isZero();
  }

  @Test
  void ten_thousand_virtual_threads_write_and_read() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all =
          threads.invokeAll(
              IntStream.range(0, 10_000)
                  .<java.util.concurrent.Callable<Integer>>mapToObj(
                      i ->
                          () -> {
                            if (i % 5 == 0) {
                              insert(i);
                            }
                            return count();
                          })
                  .toList());
      for (var each : all) {
        assertThat(each.get()).isBetween(0, 2000);
      }
    }
    assertThat(count()).isEqualTo(2000);
  }

  @Test
  void an_interrupted_writer_still_learns_that_its_change_is_there() throws Exception {
    List<Boolean> interrupted = Collections.synchronizedList(new ArrayList<>());
    Thread writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  Thread.currentThread().interrupt();
                  insert(1);
                  interrupted.add(Thread.currentThread().isInterrupted());
                });
    writer.join();
    assertThat(interrupted).containsExactly(true);
    assertThat(count()).isEqualTo(1);
  }

  private int countFromElsewhere() {
    try (var thread = Executors.newSingleThreadExecutor()) {
      return thread.submit(() -> count()).get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void insert(int id) {
    store.change(tx -> insert(tx.handle(), id));
  }

  private static void insert(Handle handle, int id) {
    handle.execute("INSERT INTO parent VALUES (?)", id);
  }

  private int count() {
    return store.read(StoreTest::count);
  }

  private static int count(Handle handle) {
    return handle.createQuery("SELECT count(*) FROM parent").mapTo(Integer.class).one();
  }
}
