package jigi.detect.probe.heartbeat;

import java.nio.file.Path;
import jigi.base.store.Store;
import jigi.base.store.TestStores;

class SqliteHeartbeatStoryTest extends HeartbeatStory {
  @Override
  Store open(Path at) {
    return TestStores.sqlite(at);
  }
}
