package jigi.present.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import jigi.Shows;
import jigi.present.api.http.Route;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every route as administrator, as somebody who may only view one system, and as stranger. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("slow")
class RoutesTest {
  private static final List<String> PAGES =
      List.of(
          "/",
          "/more",
          "/services",
          "/services?q=db",
          "/services/shop",
          "/targets",
          "/targets?bad=1&q=node",
          "/architecture/shop",
          "/services/shop/web",
          "/alerts",
          "/alerts/a1",
          "/on-call",
          "/silences",
          "/silences?alert=a1",
          "/routes",
          "/routes?system=shop&labels=severity%3Dcritical",
          "/incidents",
          "/incidents/i1",
          "/incidents/i1/report",
          "/incidents/i1/room",
          "/runs",
          "/runs/r1",
          "/runs/r1?step=1",
          "/runbooks",
          "/runbooks/shop/web-down",
          "/journal",
          "/settings",
          "/rules",
          "/rules/shop/web/WebDown",
          "/rules/shop/web/WebDown?replay=1",
          "/checklists",
          "/checklists/shop/daily",
          "/checklists/runs/c1",
          "/backups",
          "/backups/shop/database",
          "/backups/shop/database/retention",
          "/backups/files/b1",
          "/backups/files/b1/restore",
          "/backups/files/b1/restore?to=shop_restored",
          "/backups/files/b1/restore?over=true",
          "/backups/runs/r3",
          "/deployments",
          "/deployments/shop/backend",
          "/deployments/shop/front",
          "/deployments/shop/workers",
          "/deployments/shop/backend/tags",
          "/deployments/shop/front/tags",
          "/reports",
          "/reports/shop/weekly",
          "/reports/made/p1",
          "/calendar",
          "/discovery",
          "/connections",
          "/connections?system=shop",
          "/query",
          "/query?q=up",
          "/query?q=up%7B",
          "/find?q=web",
          "/logs",
          "/logs?q=login&system=shop&within=7d");

  /** What lines of a whole log tell is for those who may act. */
  private static final String WHOLE = "/logs/shop/web/log";

  private final Gallery gallery = new Gallery(0);
  private Browser kim;
  private Browser lee;
  private Browser stranger;

  RoutesTest() {
    int port = gallery.server.port();
    kim = Browser.of(port, "s-kim");
    lee = Browser.of(port, "s-lee");
    stranger = Browser.stranger(port);
  }

  @BeforeAll
  void knowsItsRoutes() {
    assertThat(gallery.front.routes().all()).hasSizeGreaterThan(60);
  }

  @AfterAll
  void close() {
    kim.close();
    lee.close();
    stranger.close();
    gallery.close();
  }

  static Stream<String> pages() {
    return PAGES.stream();
  }

  Stream<Route> guarded() {
    return gallery.front.routes().all().stream()
        .filter(route -> route.access() == Route.Access.SIGNED_IN);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void showsPagesToWhoMayViewTheSystem(String page) {
    for (Browser browser : List.of(kim, lee)) {
      HttpResponse<String> response = browser.get(page);
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).startsWith("<!doctype html>").contains("id=\"main\"");
    }
  }

  @Test
  @Shows("CAP-13")
  void whoScalesByHandIsToldThatTheLoadMayChangeItAgain() {
    assertThat(kim.get("/deployments/shop/workers").body())
        .contains("손으로 정한 수는 1시간 동안 지킵니다. 그 뒤에는 부하에 따라 다시 바뀔 수 있습니다.");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void sendsStrangersToSignIn(String page) {
    HttpResponse<String> response = stranger.get(page);
    assertThat(response.statusCode()).isEqualTo(303);
    assertThat(response.headers().firstValue("Location").orElseThrow())
        .startsWith("/sign-in?next=%2F");
  }

  @ParameterizedTest
  @MethodSource("guarded")
  void letsNoStrangerThroughAnyRoute(Route route) {
    String path = route.pattern().replaceAll("\\{[a-z]+\\*?}", "x");
    HttpResponse<String> response =
        route.method().equals("GET") ? stranger.get(path) : stranger.post(path, "");
    boolean page = route.method().equals("GET") && !path.startsWith("/api") && !machine(path);
    assertThat(response.statusCode()).isEqualTo(page ? 303 : 401);
  }

  @ParameterizedTest
  @MethodSource("guarded")
  void refusesFormsWithoutTheSessionsToken(Route route) {
    if (route.method().equals("POST")) {
      String path = route.pattern().replaceAll("\\{[a-z]+\\*?}", "x");
      int before = gallery.sample.done.size();
      HttpResponse<String> response = kim.post(path, "csrf=00.11&text=x");
      assertThat(response.statusCode()).isEqualTo(403);
      assertThat(response.body())
          .contains(path.startsWith("/api") || machine(path) ? "form-expired" : "403");
      assertThat(gallery.sample.done).hasSize(before);
    }
  }

  @Test
  void routesTellWhatIsDampedAndHeldBack() {
    assertThat(kim.get("/routes").body())
        .contains("30분 동안 5번 발생하면", "10분 동안 최대 10건")
        .doesNotContain("web.routes.");
  }

  @Test
  void refusesAnotherSessionsToken() {
    HttpResponse<String> response = kim.post("/alerts/a1/acknowledge", "csrf=" + lee.csrf());
    assertThat(response.statusCode()).isEqualTo(403);
  }

  @Test
  void doesWhatFormsAskAndComesBack() {
    record Form(String path, String fields, String done) {}
    List<Form> forms =
        List.of(
            new Form("/alerts/a1/acknowledge", "", "ack a1 user:kim"),
            new Form("/incidents/i1/acknowledge", "", "incident-ack i1 user:kim"),
            new Form("/incidents/i1/step", "step=5&evidence=ok", "step i1 5 true ok user:kim"),
            new Form("/incidents/i1/step", "step=1&undone=true", "step i1 1 false  user:kim"),
            new Form(
                "/incidents/i1/write",
                "field=cause&version=0&text=disk",
                "write i1 cause 0 disk user:kim"),
            new Form("/incidents/i1/kind", "kind=security", "kind i1 security user:kim"),
            new Form("/incidents/i1/close", "text=over&force=true", "close i1 user:kim over"),
            new Form("/incidents/i1/repaired", "", "repaired i1 user:kim"),
            new Form(
                "/incidents/i1/follow-up",
                "task=limit&person=kim&due=2026-03-10",
                "follow-up i1 limit kim 2026-03-10 user:kim"),
            new Form("/incidents/i1/finish", "number=1", "finish i1 1 user:kim"),
            new Form("/incidents/i1/note", "text=%EB%B4%A4%EB%8B%A4", "note i1 user:kim 봤다"),
            new Form("/incidents/i1/level", "level=P0", "level i1 user:kim P0"),
            new Form("/services/shop/web/probe", "", "probe shop/web/null"),
            new Form("/runs/r1/cancel", "", "cancel r1 user:kim"),
            new Form(
                "/runs/r1/approve", "step=3&hash=4e1c9a7b4e", "approve r1 3 user:kim 4e1c9a7b"),
            new Form("/runs/r1/decline", "step=3&hash=4e1c9a7b4e", "decline r1 3 user:kim"),
            new Form(
                "/runs/r1/choose", "step=3&choice=retry&evidence=e", "choose r1 retry user:kim e"),
            new Form(
                "/runbooks/shop/web-down/run",
                "p-COLOUR=blue",
                "start shop/web-down {COLOUR=blue} user:kim"),
            new Form("/runbooks/shop/web-down/block", "line=16", "block shop/web-down:16 user:kim"),
            new Form(
                "/manuals/shop/write",
                "file=jigi.yaml&seen=x&draft=system%3A+shop%0D%0A",
                "write shop jigi.yaml user:kim"),
            new Form("/discovery/shop/app/look", "", "look shop/app"),
            new Form("/discovery/shop/app/write", "", "draft shop/app"),
            new Form("/settings/people", "name=pak&display=P", "add pak P user:kim"),
            new Form(
                "/settings/people/lee/grant",
                "role=developer&system=shop",
                "grant lee developer shop user:kim"),
            new Form(
                "/settings/people/kim/revoke",
                "role=admin&system=*",
                "revoke kim admin * user:kim"),
            new Form("/settings/people/kim/disable", "", "disable kim user:kim"),
            new Form("/settings/people/lee/enable", "", "enable lee user:kim"),
            new Form("/settings/tokens/t1/revoke", "", "void t1 user:kim"),
            new Form("/settings/reload", "", "reload user:kim"));
    for (Form form : forms) {
      HttpResponse<String> response = kim.submit(form.path(), form.fields());
      assertThat(response.statusCode()).as(form.path()).isEqualTo(303);
      assertThat(gallery.sample.done).as(form.path()).endsWith(form.done());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/alerts/a1/acknowledge",
        "/incidents/i1/note",
        "/incidents/i1/close",
        "/services/shop/web/probe",
        "/runs/r1/cancel",
        "/runs/r1/approve",
        "/runs/r1/decline",
        "/runs/r1/choose",
        "/runbooks/shop/web-down/run",
        "/runbooks/shop/web-down/block",
        "/discovery/shop/app/look",
        "/discovery/shop/app/write",
        "/settings/people",
        "/settings/people/lee/grant",
        "/settings/people/lee/link",
        "/settings/people/lee/disable",
        "/settings/tokens",
        "/settings/tokens/t1/revoke",
        "/settings/reload"
      })
  void letsViewersChangeNothing(String path) {
    int before = gallery.sample.done.size();
    HttpResponse<String> response =
        lee.submit(path, "text=x&step=3&hash=4e1c9a7b&choice=retry&level=P0");
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(gallery.sample.done).hasSize(before);
  }

  @Test
  void showsWholeLogsToThoseWhoMayAct() {
    String api = "/api/v1/logs/whole?system=shop&component=web";
    assertThat(kim.get(WHOLE + "?q=order").body())
        .contains("ERROR order 4711 failed: &lt;timeout&gt;", "16.8 MB", "3.2 GB")
        .doesNotContain("<script>alert", "INFO started");
    assertThat(kim.get(api).body()).contains("f~1~80~~0~false");
    assertThat(kim.get("/logs").body()).contains(WHOLE);
    assertThat(lee.get(WHOLE).statusCode()).isEqualTo(403);
    assertThat(lee.get(WHOLE + "/live").statusCode()).isEqualTo(403);
    assertThat(lee.get(api).statusCode()).isEqualTo(403);
    assertThat(lee.get("/logs").body()).doesNotContain(WHOLE);
    assertThat(kim.get("/logs/everywhere?q=order&from=2026-11-20T09:00").body())
        .contains("order 4711 failed: &lt;timeout&gt;", "&lt;web&gt;.log.2.xz", "shop_web");
    assertThat(kim.get("/logs/everywhere?from=yesterday").statusCode()).isEqualTo(400);
    assertThat(kim.get("/api/v1/logs/everywhere?q=order&from=yesterday").statusCode())
        .isEqualTo(400);
    assertThat(lee.get("/logs/everywhere?q=order").body()).doesNotContain("order 4711");
    assertThat(lee.get("/api/v1/logs/everywhere?q=order").body()).doesNotContain("order 4711");
    assertThat(kim.get("/logs/shop/web/other").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/services/machine/host", "/alerts/a2", "/runs/r2", "/runbooks/machine/x"})
  void hidesSystemsThatAViewerMayNotSee(String path) {
    assertThat(lee.get(path).statusCode()).isEqualTo(404);
    assertThat(lee.get("/api/v1" + path.replace("services", "components")).statusCode())
        .isEqualTo(404);
  }

  @Test
  void takesConsentOnlyFromThoseAsked() {
    Browser pia = Browser.of(gallery.server.port(), "s-pia");
    assertThat(kim.get("/runs/r1").body()).contains("action=\"/runs/r1/approve\"");
    assertThat(pia.get("/runs/r1").body()).doesNotContain("action=\"/runs/r1/approve\"");
    int before = gallery.sample.done.size();
    HttpResponse<String> response = pia.submit("/runs/r1/approve", "step=3&hash=4e1c9a7b");
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(gallery.sample.done).hasSize(before);
    pia.close();
  }

  @Test
  void outputIsFoundPointedAtAndTakenAway() {
    assertThat(kim.get("/runs/r1?step=0&find=STOPPING").body())
        .contains(
            "step=1&amp;attempt=t1&amp;at=36#o36",
            "step=0&amp;attempt=t0&amp;at=36#o36",
            "id=\"hits\"");
    assertThat(kim.get("/runs/r1?step=1&find=%3Cscript").body())
        .contains("<li class=\"err\">")
        .doesNotContain("<script>alert");
    assertThat(kim.get("/runs/r1?find=nothing+such").body()).contains("어느 단계의 출력에도 없습니다");
    assertThat(kim.get("/runs/r1?step=1&attempt=t1&at=36").body()).contains("id=\"o36\"");
    assertThat(kim.get("/runs/r1/output").body()).contains("── 1. ", "── 2. ", "stopping web");
    assertThat(kim.get("/runs/r1/output?attempt=t1").body()).startsWith("$ ./shop restart\n");
  }

  @Test
  void keepsOutputFromWhoMayNotRun() {
    assertThat(kim.get("/runs/r1?step=1").body()).contains("stopping web");
    assertThat(lee.get("/runs/r1?step=1").body()).doesNotContain("stopping web");
    assertThat(lee.get("/runs/r1?step=1&find=stopping").body()).doesNotContain("stopping web");
    assertThat(lee.get("/runs/r1/output").statusCode()).isEqualTo(403);
    assertThat(lee.get("/runs/r1/output?attempt=t1").statusCode()).isEqualTo(403);
    assertThat(lee.get("/runs/r1/live?attempt=t1").statusCode()).isEqualTo(403);
  }

  @Test
  void showsSecretsOnceAndPeopleOnlyToAdministrators() {
    HttpResponse<String> made =
        kim.submit("/settings/tokens", "name=ci2&scope=query&system=shop&days=30");
    assertThat(made.statusCode()).isEqualTo(200);
    assertThat(made.body()).contains("s3cret-token");
    assertThat(gallery.sample.done).endsWith("token ci2 query shop PT720H user:kim");
    assertThat(kim.submit("/settings/people/kim/link", "").body()).contains("/sign-in/s3cret-link");
    assertThat(kim.get("/settings/people").body())
        .contains("김지기")
        .contains("&lt;b&gt;이")
        .doesNotContain("s3cret");
    assertThat(lee.get("/settings/people").statusCode()).isEqualTo(403);
    assertThat(kim.submit("/settings/tokens", "name=x&scope=query&system=*&days=-1").statusCode())
        .isEqualTo(400);
  }

  private static boolean machine(String path) {
    return path.startsWith("/-/") || path.equals("/metrics") || path.equals("/federate");
  }
}
