package jigi.base.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunDefinitionTest {
  @Test
  void deploymentsAndRestoresActAndABackupOnlyAdds() {
    assertThat(only("deploy").acts()).isTrue();
    assertThat(only("restore").acts()).isTrue();
    assertThat(only("prune").acts()).isTrue();
    assertThat(only("backup").acts()).isFalse();
    assertThat(only("approve").acts()).isFalse();
    assertThat(Bench.definition(null, Bench.look("s", "x")).acts()).isFalse();
    assertThat(Bench.definition(null, Bench.run("s", "x")).acts()).isTrue();
  }

  private static RunDefinition only(String kind) {
    return Bench.definition(null, Bench.own("s", kind));
  }
}
