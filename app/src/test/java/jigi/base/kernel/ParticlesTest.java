package jigi.base.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Korean sentences read as a person would write them. */
class ParticlesTest {
  @ParameterizedTest
  @CsvSource({
    "월간 체크이(가) 시작, 월간 체크가 시작",
    "백업이(가) 시작, 백업이 시작",
    "실행 #7을(를) 시작, 실행 #7을 시작",
    "실행 #42을(를) 시작, 실행 #42를 시작",
    "10와(과) 3, 10과 3",
    "(서버)은(는) 정상, (서버)는 정상",
    "문자(으)로 알림, 문자로 알림",
    "메일(으)로 알림, 메일로 알림",
    "전화망(으)로 알림, 전화망으로 알림",
    "slack(으)로 알림, slack(으)로 알림",
    "mail(으)로 알림, mail로 알림",
    "jigi이(가) 활성화, jigi가 활성화",
    "admin이(가) 활성화, admin이 활성화",
    "node을(를) 찾음, node를 찾음",
    "file을(를) 찾음, file을 찾음",
    "REDIS은(는) 정상, REDIS는 정상",
    "이(가) 처음, 이(가) 처음",
    "그대로, 그대로",
  })
  void takeTheFormThatTheSoundBeforeThemAsksFor(String written, String read) {
    assertThat(Particles.decide(written)).isEqualTo(read);
  }
}
