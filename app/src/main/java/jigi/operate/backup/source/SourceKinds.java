package jigi.operate.backup.source;

import java.util.List;
import jigi.operate.backup.source.files.FilesSourceKind;
import jigi.operate.backup.source.mysql.MysqlSourceKind;
import jigi.operate.backup.source.mysql.ServerSourceKind;
import jigi.operate.backup.source.postgres.PhysicalSourceKind;
import jigi.operate.backup.source.postgres.PostgresSourceKind;
import jigi.operate.backup.source.redis.RedisLogSourceKind;
import jigi.operate.backup.source.redis.RedisSourceKind;
import jigi.operate.backup.source.self.JigiSourceKind;

/** The kinds of sources; a new one is one line here. */
public final class SourceKinds {
  public static final List<SourceKind> ALL =
      List.of(
          new PostgresSourceKind(),
          new MysqlSourceKind(),
          new ServerSourceKind(),
          new FilesSourceKind(),
          new RedisSourceKind(),
          new RedisLogSourceKind(),
          new PhysicalSourceKind(),
          new JigiSourceKind());

  private SourceKinds() {}
}
