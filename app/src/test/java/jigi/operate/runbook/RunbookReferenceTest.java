package jigi.operate.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import jigi.base.run.StepSyntax;
import jigi.base.run.docker.DockerSyntax;
import jigi.base.run.redis.RedisSyntax;
import jigi.base.run.sql.SqlSyntax;
import jigi.operate.backup.PlanSyntax;
import jigi.operate.deploy.DeploySyntax;
import jigi.operate.notify.NotifySyntax;
import jigi.operate.runbook.http.HttpSyntax;
import org.junit.jupiter.api.Test;

/** The reference page tells of every word that a runbook may hold. */
class RunbookReferenceTest {
  private static final List<StepSyntax> STEPS =
      List.of(
          new SqlSyntax(),
          new RedisSyntax(),
          new DockerSyntax(),
          new NotifySyntax(),
          new HttpSyntax(),
          PlanSyntax.backup(),
          PlanSyntax.drill(),
          PlanSyntax.restore(),
          PlanSyntax.prune(),
          new DeploySyntax());

  @Test
  void describesEveryAttributeAndNoOther() {
    assertThat(RunbookReference.described())
        .containsExactlyInAnyOrderElementsOf(RunbookReference.known(STEPS));
  }

  @Test
  void describesEveryRole() {
    assertThat(RunbookReference.describedRoles()).containsExactlyElementsOf(Fence.ROLES);
  }
}
