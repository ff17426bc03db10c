package jigi.present.api.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EscapedNameTest {
  @Test
  void readsWhatAnAddressCannotHold() {
    assertThat(EscapedName.read("job")).isEqualTo("job");
    assertThat(EscapedName.read("U__http_2e_status__code")).isEqualTo("http.status_code");
    assertThat(EscapedName.read("U___c628_도")).isEqualTo("U___c628_도");
    assertThat(EscapedName.read("U___c628__b3c4_")).isEqualTo("온도");
    assertThat(EscapedName.read("U___1f525_:a")).isEqualTo("\uD83D\uDD25:a");
  }

  @Test
  void whatIsNotEscapedByTheRulesIsMeantAsItStands() {
    for (String name : new String[] {"U__a-b", "U__a_b", "U__a_ffffff_", "U__a_", "U_x", ""}) {
      assertThat(EscapedName.read(name)).isEqualTo(name);
    }
  }
}
