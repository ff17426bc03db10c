package jigi.detect.probe.heartbeat;

import java.nio.file.Path;
import jigi.base.store.Store;
import jigi.base.store.TestStores;
import jigi.testing.Needs;

@Needs("postgresql")
class PostgresHeartbeatStoryTest extends HeartbeatStory {
  @Override
  Store open(Path at) {
    return TestStores.postgres();
  }
}
