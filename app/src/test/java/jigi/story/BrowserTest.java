package jigi.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jigi.Shows;
import jigi.testing.Component;
import jigi.testing.Needs;
import jigi.testing.RunningJigi;
import jigi.testing.ShopScene;
import jigi.testing.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Somebody signs in and watches the story; screenshots go to {@code target/screenshots}. */
@Tag("slow")
@Needs({"jigi-jar", "stand-in-jar", "chromium"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserTest {
  private static final Path SCREENSHOTS = Component.root().resolve("app/target/screenshots");
  private static final String CALM = "h1.verdict.calm";

  private final List<String> complaints = new ArrayList<>();
  private final ShopScene scene = onDuty(new ShopScene(ShopScene.Pace.STAND_INS));
  private final RunningJigi jigi = RunningJigi.start(scene.setup("data", Map.of()));
  private final Playwright playwright =
      Playwright.create(
          new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
  private final Browser browser =
      playwright
          .chromium()
          .launch(
              new BrowserType.LaunchOptions()
                  .setExecutablePath(Component.CHROMIUM.path())
                  .setArgs(List.of("--no-sandbox")));
  private String session = "";

  private static ShopScene onDuty(ShopScene scene) {
    scene.edit(
        "jigi.yaml",
        Map.of(
            "components:\n",
            "connections:\n  chat: {http: '"
                + scene.chatUrl()
                + "'}\n  gone: {postgres: 'shop@127.0.0.1:1/shop'}\n\ncomponents:\n",
            "people:\n",
            "on-call:\n  primary: {title: 당직, layers: [{people: [you], turn: weekly}]}\n\npeople:\n"
                + "  lee: {name: 이대리, email: lee@example.com}\n"));
    return scene;
  }

  @BeforeAll
  void signInWithoutJavaScript() {
    try (BrowserContext plain = browser.newContext(options(1280, ColorScheme.LIGHT, false))) {
      Page page = plain.newPage();
      page.navigate(jigi.firstLink());
      page.locator("main.sign-in button").click();
      assertThat(page.locator("nav.rail").count()).isEqualTo(1);
      assertThat(page.url()).isEqualTo(jigi.uri("/").toString());
      session = plain.storageState();
    }
  }

  @AfterAll
  void close() {
    playwright.close();
    jigi.close();
    scene.close();
  }

  @Test
  void theStoryIsSeenWithoutReloadingAndEveryPageIsSound() {
    try (BrowserContext desktop = browser.newContext(options(1280, ColorScheme.LIGHT, true))) {
      Page page = listen(desktop.newPage());
      page.navigate(jigi.uri("/").toString());
      await(page.locator(CALM));
      shoot(page, "now-calm");
      page.evaluate("window.stillTheSame = true");
      scene.stopShop();
      await(page.locator("h1.verdict:not(.calm)"));
      await(page.locator("main a[href^='/incidents/']"));
      await(page.locator(".side a[href^='/runs/']"));
      shoot(page, "now");
      await(page.locator(CALM));
      assertThat(page.locator("main a[href^='/incidents/']:visible").count())
          .as("the incident leaves the page when it is closed")
          .isZero();
      assertThat(page.evaluate("window.stillTheSame")).isEqualTo(true);
      shoot(page, "now-after");
    }
    new Outcome(jigi).awaitClosed();
    for (int width : List.of(1280, 390)) {
      for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        everyPage(width, scheme);
      }
    }
    assertThat(complaints).isEmpty();
  }

  private void everyPage(int width, ColorScheme scheme) {
    try (BrowserContext context = browser.newContext(options(width, scheme, true))) {
      Page page = listen(context.newPage());
      pages()
          .forEach(
              (name, path) -> {
                page.navigate(jigi.uri(path).toString());
                page.locator("main h1").first().waitFor();
                String shot =
                    name + "-" + width + "-" + scheme.name().toLowerCase(java.util.Locale.ROOT);
                shoot(page, shot);
                assertThat(page.evaluate("document.documentElement.scrollWidth"))
                    .as("no sideways scrolling: " + shot)
                    .isEqualTo(width);
              });
    }
  }

  private Map<String, String> pages() {
    Outcome outcome = new Outcome(jigi);
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("now", "/");
    pages.put("incident", "/incidents/" + outcome.incident().path("id").asText());
    pages.put("run", "/runs/" + outcome.repairs().getFirst().path("id").asText());
    pages.put("runbook", "/runbooks/quickstart/shop-down");
    pages.put("services", "/services");
    pages.put("system", "/services/quickstart");
    pages.put("architecture", "/architecture/quickstart");
    pages.put("service", "/services/quickstart/shop");
    pages.put("people", "/settings/people");
    pages.put("connections", "/connections");
    pages.put("alerts", "/alerts");
    pages.put("rule", "/rules/quickstart/shop/ShopDown");
    pages.put("routes", "/routes");
    pages.put("on-call", "/on-call");
    pages.put("incidents", "/incidents?all=1");
    pages.put("journal", "/journal");
    pages.put("mailbox", "/mailbox");
    pages.put("settings", "/settings");
    return pages;
  }

  @Test
  void aQuestionIsCompletedByWhatThereIs() {
    try (BrowserContext context = browser.newContext(options(1280, ColorScheme.LIGHT, true))) {
      Page page = listen(context.newPage());
      page.navigate(jigi.uri("/").toString());
      await(page.locator(CALM));
      page.navigate(jigi.uri("/query").toString());
      Locator question = page.locator("#q");
      question.pressSequentially("histogram_");
      await(offered(page, "histogram_quantile"));
      assertThat(offered(page, "histogram_count").count()).as("what would be refused").isZero();
      question.fill("");
      question.pressSequentially("sum(probe_succ");
      offered(page, "probe_success").click();
      question.pressSequentially("{comp");
      offered(page, "component").click();
      await(offered(page, "shop"));
      shoot(page, "query-words");
      offered(page, "shop").click();
      question.pressSequentially("}) by (sys");
      offered(page, "system").click();
      assertThat(question.inputValue())
          .isEqualTo("sum(probe_success{component=\"shop\"}) by (system");
    }
  }

  private static Locator offered(Page page, String word) {
    return page.locator("#words li:text-is('" + word + "')");
  }

  @Test
  void theLanguageIsSwitched() {
    try (BrowserContext desktop = browser.newContext(options(1280, ColorScheme.LIGHT, true))) {
      Page page = listen(desktop.newPage());
      page.navigate(jigi.uri("/").toString());
      assertThat(page.locator("html").getAttribute("lang")).isEqualTo("ko");
      page.locator("details.menu summary").click();
      page.locator("button[name=language][value=en]").click();
      await(page.locator("html[lang=en]"));
      assertThat(page.locator("nav.rail").innerText()).contains("Now", "Journal");
      shoot(page, "now-english");
      page.locator("details.menu summary").click();
      page.locator("button[name=language][value=ko]").click();
      await(page.locator("html[lang=ko]"));
      assertThat(page.locator("nav.rail").innerText()).contains("지금", "기록");
    }
    assertThat(complaints).isEmpty();
  }

  @Test
  @Shows({"INV-04", "INV-21"})
  void aSystemIsSeenByItsLayersWithoutJavaScript() {
    try (BrowserContext plain = browser.newContext(options(1280, ColorScheme.LIGHT, false))) {
      Page page = plain.newPage();
      page.navigate(jigi.uri("/architecture/quickstart").toString());
      assertThat(page.locator("svg.plan .band").allTextContents()).containsExactly("서비스", "인프라");
      assertThat(page.locator("svg.plan path.edge").count()).isEqualTo(2);
      page.locator("svg.plan a[href$='/machine']").click();
      assertThat(page.locator("main h1").innerText()).isEqualTo("machine");
      assertThat(page.locator("#capacity").innerText())
          .containsPattern("메모리\\s+[0-9.]+ % = [0-9.]+ [GT]B 중 [0-9.]+ [MGT]B")
          .containsPattern("95 % = [0-9.]+ [GT]B 중 [0-9.]+ [GT]B MemoryHigh");
      assertThat(page.locator("#chart-host_memory_used_ratio path.line").getAttribute("d"))
          .startsWith("M");
    }
  }

  @Test
  void aRunbookIsStartedByAFormWithoutJavaScript() {
    try (BrowserContext plain = browser.newContext(options(390, ColorScheme.LIGHT, false))) {
      Page page = plain.newPage();
      page.navigate(jigi.uri("/runbooks/quickstart/shop-down").toString());
      page.locator("form[action$='/shop-down/run'] button:visible").first().click();
      assertThat(page.url()).contains("/runs/");
      assertThat(page.locator("main h1").first().innerText()).contains("가게 되살리기");
      shoot(page, "run-without-javascript");
    }
  }

  @Test
  @Shows("ENV-11")
  void connectionsAreTestedAndWhatIsWrongIsSeenWithoutReloading() {
    try (BrowserContext context = browser.newContext(options(1280, ColorScheme.LIGHT, true))) {
      Page page = listen(context.newPage());
      page.navigate(jigi.uri("/architecture/quickstart").toString());
      page.locator("main a[href='/connections?system=quickstart']").click();
      Locator chat = page.locator("#way-quickstart-connection-chat");
      Locator gone = page.locator("#way-quickstart-connection-gone");
      await(gone);
      assertThat(page.locator("main h1").innerText()).isEqualTo("연결 2개 중 2개는 아직 시험하지 않았습니다");
      page.locator("form[action='/connections/test'] button").click();
      await(chat.locator(".m-ok"));
      await(gone.locator(".m-fail"));
      assertThat(gone.innerText()).contains("postgres", "shop@127.0.0.1:1/shop", "포트", "서버가 떠 있는지");
      await(page.locator("h1:text-is('연결 2개 중 1개가 안 됩니다')"));
      shoot(page, "connections");
    }
    assertThat(complaints).isEmpty();
  }

  /** With one hand: what came is taken, and a colleague stands in. */
  @Test
  void onTheTelephoneAnIncidentIsTakenAndSomebodyStandsIn() {
    try (BrowserContext phone = browser.newContext(options(390, ColorScheme.LIGHT, true))) {
      Page page = listen(phone.newPage());
      page.navigate(jigi.uri("/incidents").toString());
      page.locator("form[action='/incidents'] input[name=title]").fill("결제가 느립니다");
      page.locator("form[action='/incidents'] button").click();
      Locator take = page.locator("form[action$='/acknowledge'] button.pri:visible");
      await(take);
      BoundingBox box = Objects.requireNonNull(take.boundingBox());
      shoot(page, "incident-phone");
      assertThat(box.y + box.height).as("seen without scrolling").isBetween(844 / 2.0, 844.0);
      assertThat(box.height).as("as high as a finger").isGreaterThanOrEqualTo(40);
      take.click();
      Until.so("it is taken", () -> take.count() == 0, () -> page.locator("main").innerText());
      String id = page.url().substring(page.url().lastIndexOf('/') + 1);

      page.navigate(jigi.uri("/on-call").toString());
      page.locator("select[name=person]").selectOption("lee");
      page.locator("input[name=until]").fill(tomorrow());
      page.locator("input[name=reason]").fill("휴가");
      page.locator("form[action^='/on-call'] button.pri").click();
      await(page.locator("form[action$='/end'] button"));
      assertThat(page.locator("main").innerText()).contains("이대리", "휴가");
      page.locator("form[action$='/end'] button").click();
      Until.so(
          "nobody stands in",
          () -> page.locator("form[action$='/end']").count() == 0,
          () -> page.locator("main").innerText());
      jigi.post("/api/v1/incidents/" + id + "/close", Map.of("text", "tried", "force", true));
    }
    assertThat(complaints).isEmpty();
  }

  /** By the clock of the page. */
  private String tomorrow() {
    return Instant.parse(jigi.get("/api/v1/clock").path("now").asText())
        .atZone(ZoneId.of("Asia/Seoul"))
        .plusDays(1)
        .format(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm"));
  }

  private Browser.NewContextOptions options(int width, ColorScheme scheme, boolean script) {
    Browser.NewContextOptions options =
        new Browser.NewContextOptions()
            .setViewportSize(width, width == 390 ? 844 : 800)
            .setColorScheme(scheme)
            .setJavaScriptEnabled(script)
            .setLocale("ko-KR");
    return session.isEmpty() ? options : options.setStorageState(session);
  }

  /** What the browser complains of: errors of scripts, refused content, answers that fail. */
  private Page listen(Page page) {
    page.onConsoleMessage(
        message -> {
          if (List.of("error", "warning").contains(message.type())) {
            complaints.add(page.url() + ": " + message.text());
          }
        });
    page.onPageError(error -> complaints.add(page.url() + ": " + error));
    page.onResponse(
        response -> {
          if (response.status() >= 400) {
            complaints.add(response.url() + " answered " + response.status());
          }
        });
    return page;
  }

  private static void await(Locator locator) {
    locator
        .first()
        .waitFor(
            new Locator.WaitForOptions()
                .setState(WaitForSelectorState.ATTACHED)
                .setTimeout(Until.PATIENCE.toMillis()));
  }

  private static void shoot(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(SCREENSHOTS.resolve(name + ".png"))
            .setFullPage(name.contains("390")));
  }
}
