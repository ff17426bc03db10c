package jigi.present.web;

import static jigi.present.web.Samples.*;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import jigi.base.kernel.Language;
import jigi.base.kernel.Status;
import jigi.present.api.view.PublicStatus;
import jigi.present.report.Days;
import org.jspecify.annotations.Nullable;

/** What everybody may know of the sample shop. */
final class SamplePublic {
  private SamplePublic() {}

  static @Nullable PublicStatus status(String system) {
    return system.equals("shop")
        ? new PublicStatus(
            "shop",
            "상점",
            ZoneId.of("Asia/Seoul"),
            Language.KO,
            ago(0),
            List.of(
                part("로그인", Status.OK, 40),
                part("결제와 주문", Status.FAIL, 88),
                part("알림 메일", Status.UNKNOWN, 0)),
            List.of(new PublicStatus.Work("정기 점검", ago(-86_400), ago(-93_600))),
            List.of(news(false)),
            List.of(news(true)))
        : null;
  }

  static PublicStatus.News news(boolean over) {
    List<PublicStatus.Said> said = new ArrayList<>();
    if (over) {
      said.add(new PublicStatus.Said("resolved", "모두 정상입니다.", ago(400_000)));
    }
    int then = over ? 410_000 : 0;
    said.add(new PublicStatus.Said("repairing", "복구하고 있습니다. 11시 전에 다시 알려 드립니다.", ago(then + 300)));
    said.add(new PublicStatus.Said("investigating", "결제가 되지 않는 것을 확인했습니다.", ago(then + 900)));
    return new PublicStatus.News(over ? "n1" : "n2", "결제가 되지 않습니다", List.of("결제와 주문"), said);
  }

  private static PublicStatus.Part part(String name, Status status, int bad) {
    List<Days.Day> days = new ArrayList<>();
    LocalDate today = LocalDate.ofInstant(ago(0), ZoneId.of("Asia/Seoul"));
    for (int i = 0; i < Days.TOLD; i++) {
      Double share = bad == 0 || i < 10 ? null : i == bad ? Double.valueOf(0.9) : Double.valueOf(1);
      days.add(new Days.Day(today.minusDays(Days.TOLD - 1 - i), share));
    }
    return new PublicStatus.Part(name, status, days, bad == 0 ? null : 0.9987);
  }
}
