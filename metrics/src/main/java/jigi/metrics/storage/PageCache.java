package jigi.metrics.storage;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The least recently read pages of block files are forgotten first. */
final class PageCache {
  static final int PAGE = 32 << 10;

  private final int maxPages;
  private final LinkedHashMap<Key, byte[]> pages = new LinkedHashMap<>(16, 0.75f, true);

  private record Key(long file, int page) {}

  PageCache(int bytes) {
    this.maxPages = Math.max(4, bytes / PAGE);
  }

  synchronized byte @Nullable [] get(long file, int page) {
    return pages.get(new Key(file, page));
  }

  synchronized void put(long file, int page, byte[] bytes) {
    pages.put(new Key(file, page), bytes);
    if (pages.size() > maxPages) {
      Map.Entry<Key, byte[]> eldest = pages.firstEntry();
      pages.remove(eldest.getKey());
    }
  }

  synchronized void forget(long file) {
    pages.keySet().removeIf(key -> key.file() == file);
  }
}
