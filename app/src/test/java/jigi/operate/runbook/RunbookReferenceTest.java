package jigi.operate.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The reference page tells of every word that a runbook may hold. */
class RunbookReferenceTest {
  @Test
  void describesEveryAttributeAndNoOther() {
    assertThat(RunbookReference.described())
        .containsExactlyInAnyOrderElementsOf(RunbookReference.known());
  }

  @Test
  void describesEveryRole() {
    assertThat(RunbookReference.describedRoles()).containsExactlyElementsOf(Fence.ROLES);
  }
}
