package jigi.detect.probe.log;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import jigi.base.connect.wire.Deadline;

/**
 * One search of a person through a log of files: from the end of the file that is written now back
 * through those that it was rotated into, packed or not, as far as bytes and time allow. What was
 * not looked through is named.
 */
final class FileSearch {
  private final Sought sought;
  private final long most;
  private final Deadline deadline;
  private final List<String> lines = new ArrayList<>();
  private final List<String> older = new ArrayList<>();
  private final List<String> left = new ArrayList<>();
  private long searched;
  private long size;
  private long untimed;
  private boolean enough;

  /**
   * @param most how many bytes are read at most; of packed files those that come out
   */
  FileSearch(Sought sought, long most, Deadline deadline) {
    this.sought = sought;
    this.most = most;
    this.deadline = deadline;
  }

  Excerpt search(LogSource source) throws IOException, InterruptedException {
    try (LogSource.LogFile now = source.current()) {
      Position end = through(now);
      boolean cut = !enough && searched < size;
      if (!enough) {
        back(source, source.older(now.inode()), cut);
      }
      return new Excerpt(
          lines,
          Mark.of(end),
          searched,
          size,
          !cut && left.isEmpty(),
          0,
          new Reach(older, left, untimed));
    }
  }

  private Position through(LogSource.LogFile file) throws IOException, InterruptedException {
    Backwards search = new Backwards(sought.atMost(sought.most() - lines.size()));
    Position end = search.search(file, most - searched, deadline);
    lines.addAll(0, search.lines());
    searched += search.searched();
    size += file.size();
    untimed += search.untimed();
    enough = search.enough();
    return end;
  }

  /** Of a file that is packed the newest lines come last, so that it is read to its end. */
  private void back(LogSource source, List<LogSource.Older> files, boolean cut)
      throws InterruptedException {
    boolean given = cut;
    for (int i = 0; i < files.size() && !enough; i++) {
      LogSource.Older file = files.get(i);
      if (sought.span().isAfter(file.changed().plus(sought.times().ahead()))) {
        return;
      }
      boolean later =
          i + 1 < files.size()
              && sought.span().isBefore(files.get(i + 1).changed().plus(sought.times().ahead()));
      if (!later) {
        given = given || searched >= most || deadline.passed();
        if (given || !read(source, file)) {
          left.add(file.name());
        }
      }
    }
  }

  /** False when it was not read to its end. */
  private boolean read(LogSource source, LogSource.Older file) throws InterruptedException {
    long before = searched;
    try {
      boolean whole;
      if (Rotated.packing(file.name()) == null) {
        try (LogSource.LogFile opened = source.open(file)) {
          through(opened);
          whole = enough || searched - before >= opened.size();
        }
      } else {
        whole = unpack(source, file);
      }
      older.add(file.name());
      return whole;
    } catch (IOException e) {
      return false; // told among those that were left out
    }
  }

  private boolean unpack(LogSource source, LogSource.Older file)
      throws IOException, InterruptedException {
    LineCollector found = new LineCollector(sought.atMost(sought.most() - lines.size()));
    try (InputStream in = source.unpacked(file)) {
      boolean whole = Blocks.read(in, found, most - searched, deadline);
      lines.addAll(0, found.lines());
      searched += found.searched();
      size += found.searched();
      untimed += found.untimed();
      enough = lines.size() >= sought.most();
      return whole;
    }
  }
}
