package jigi.present.web;

import static org.assertj.core.api.Assertions.assertThat;

import jigi.Shows;
import jigi.base.kernel.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is on call, as people and programs see and change it. */
class OnCallPagesTest {
  private final Gallery gallery = new Gallery(0);
  private Browser kim;
  private Browser lee;

  @BeforeEach
  void open() {
    kim = Browser.of(gallery.server.port(), "s-kim");
    lee = Browser.of(gallery.server.port(), "s-lee");
  }

  @AfterEach
  void close() {
    kim.close();
    lee.close();
    gallery.close();
  }

  @Test
  @Shows("INC-31")
  void showsWhoIsOnCallAndLetsSomebodyStandInByTheClockOfThePage() {
    String page = kim.get("/on-call").body();
    assertThat(page).contains("1차 당직", "김서연", "이수진", "action=\"/on-call/shop/primary\"");
    String csrf = page.replaceAll("(?s).*?name=\"csrf\" value=\"([^\"]+)\".*", "$1");
    String form = "csrf=" + csrf + "&person=lee&from=&until=2026-01-14T09%3A00&reason=";
    assertThat(kim.post("/on-call/shop/primary", form).statusCode()).isEqualTo(303);
    assertThat(gallery.sample.done).contains("stand in primary lee 2026-01-14T00:00:00Z");
    String bad = form.replace("2026-01-14T09%3A00", "soon");
    assertThat(kim.post("/on-call/shop/primary", bad).statusCode()).isEqualTo(400);
    assertThat(kim.post("/on-call/overrides/o1/end", "csrf=" + csrf).statusCode()).isEqualTo(303);
    assertThat(gallery.sample.done).contains("end o1 user:kim");
    assertThat(kim.post("/on-call/overrides/o9/end", "csrf=" + csrf).statusCode()).isEqualTo(404);
  }

  @Test
  void whoMayOnlyViewSeesNoForm() {
    assertThat(lee.get("/on-call").body()).contains("김서연").doesNotContain("/on-call/shop/primary");
  }

  @Test
  void answersProgramsInJson() {
    Browser ci = Browser.withToken(gallery.server.port(), "t-ci");
    assertThat(Json.tree(ci.get("/api/v1/on-call").body()).at("/on-call/0/now/person").asText())
        .isEqualTo("kim");
    assertThat(
            Json.tree(ci.get("/api/v1/on-call/overrides").body()).at("/overrides/0/state").asText())
        .isEqualToIgnoringCase("pending");
    ci.close();
  }
}
