package jigi.present.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jigi.base.access.Preferences;
import jigi.base.access.Theme;
import jigi.base.kernel.Json;
import jigi.base.kernel.Language;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What holds for every answer: headers, names, cookies, errors, and no markup of strangers. */
class FrontTest {
  private final Gallery gallery = new Gallery(0);
  private final Browser kim = Browser.of(gallery.server.port(), "s-kim");
  private final Browser stranger = Browser.stranger(gallery.server.port());

  @AfterEach
  void close() {
    kim.close();
    stranger.close();
    gallery.close();
  }

  @Test
  void showsWhatAccessLogsHoldAndFindsKeptLines() {
    assertThat(kim.get("/services/shop/web").body())
        .contains("/api/orders/search/with/a/long/path", "98.3 %", "login of &lt;kim&gt; failed")
        .contains("/logs?system=shop&amp;component=web");
    assertThat(kim.get("/logs?q=4711").body()).contains("order 4711").doesNotContain("login of");
  }

  @Test
  void carriesAStrictPolicy() {
    HttpResponse<String> response = kim.get("/");
    assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'")
        .contains("script-src 'self'")
        .contains("frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
  }

  @Test
  void hasNoInlineStyleOrScript() {
    for (String page :
        List.of(
            "/", "/services/shop/web", "/alerts/a1", "/incidents/i1", "/runs/r1", "/settings")) {
      String body = kim.get(page).body();
      assertThat(body).as(page).doesNotContain(" style=").doesNotContain("<style");
      assertThat(body).as(page).doesNotContainPattern(" on[a-z]+=").doesNotContain("javascript:");
      assertThat(body).as(page).doesNotContainPattern("<script(?! src=\"/assets/)");
      assertThat(body).as(page).doesNotContainPattern("\\[[a-z]+\\.[a-z.-]+]");
    }
  }

  @Test
  void idsOfAPageAreUnique() {
    for (String page :
        List.of(
            "/",
            "/services",
            "/services/shop",
            "/services/shop/web",
            "/architecture/shop",
            "/incidents/i1",
            "/runs/r1",
            "/settings/people")) {
      Matcher ids = Pattern.compile("\\sid=\"([^\"]+)\"").matcher(kim.get(page).body());
      assertThat(ids.results().map(found -> found.group(1))).as(page).doesNotHaveDuplicates();
    }
  }

  @Test
  void escapesWhatOthersWrote() {
    assertThat(kim.get("/runs/r1?step=1").body())
        .contains("&lt;script")
        .doesNotContain("<script>alert(1)");
    assertThat(kim.get("/mailbox").body()).doesNotContain("<script>alert(1)");
    assertThat(kim.get("/find?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").body())
        .doesNotContain("<script>alert(1)");
  }

  @Test
  void answersOnlyToItsOwnNames() throws IOException {
    assertThat(raw("GET /sign-in HTTP/1.1\r\nHost: evil.example\r\n\r\n")).contains(" 421 ");
    assertThat(raw("GET /sign-in HTTP/1.1\r\nHost: localhost:9\r\n\r\n")).contains(" 200 ");
  }

  @Test
  void refusesFormsOfOtherSites() {
    HttpResponse<String> response =
        stranger.send(
            stranger
                .request("/sign-in")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", "https://evil.example")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("name=kim&password=pass")));
    assertThat(response.statusCode()).isEqualTo(403);
  }

  @Test
  void signsInByPasswordAndGoesOnWhereOneWanted() {
    HttpResponse<String> wrong = stranger.post("/sign-in", "name=kim&password=no");
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(wrong.body()).contains("이름이나 비밀번호가 맞지 않습니다");
    assertThat(stranger.post("/sign-in", "name=eve&password=x").statusCode()).isEqualTo(429);
    HttpResponse<String> right =
        stranger.post("/sign-in", "name=kim&password=pass&next=%2Fruns%3Fstate%3Dwaiting");
    assertThat(right.headers().firstValue("Location")).hasValue("/runs?state=waiting");
    assertThat(right.headers().firstValue("Set-Cookie").orElseThrow())
        .startsWith("jigi-session=s-kim;")
        .contains("HttpOnly")
        .contains("SameSite=Lax");
    HttpResponse<String> lured =
        stranger.post("/sign-in", "name=kim&password=pass&next=%2F%2Fevil.example");
    assertThat(lured.headers().firstValue("Location")).hasValue("/");
  }

  @Test
  void aLinkDoesNothingUntilItsPagePosts() {
    HttpResponse<String> page = stranger.get("/sign-in/" + SampleGate.LINK);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Set-Cookie")).isEmpty();
    HttpResponse<String> in = stranger.post("/sign-in/link", "link=" + SampleGate.LINK);
    assertThat(in.statusCode()).isEqualTo(303);
    assertThat(in.headers().firstValue("Set-Cookie").orElseThrow()).contains("s-kim");
    assertThat(stranger.post("/sign-in/link", "link=old").statusCode()).isEqualTo(401);
  }

  @Test
  void whoComesForTheFirstTimeGoesOnInTheLanguageOfTheDoor() {
    stranger.send(
        stranger
            .request("/sign-in/link")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept-Language", "en-GB,en;q=0.8")
            .POST(HttpRequest.BodyPublishers.ofString("link=" + SampleGate.LINK)));
    assertThat(gallery.gate.preferred.get("user:kim"))
        .isEqualTo(new Preferences(Language.EN, Theme.SYSTEM));

    gallery.gate.preferred.clear();
    stranger.post("/sign-in", "name=kim&password=pass");
    assertThat(gallery.gate.preferred).isEmpty();
  }

  @Test
  void speaksTheLanguageThatOneChose() {
    assertThat(kim.get("/").body()).contains("<html lang=\"ko\"").contains("손이 필요합니다");
    HttpResponse<String> english =
        kim.send(
            kim.request("/").setHeader("Cookie", "jigi-session=s-kim; jigi-language=en").GET());
    assertThat(english.body()).contains("<html lang=\"en\"").contains("components need you");
    HttpResponse<String> chosen = kim.submit("/preferences", "language=en&theme=dark&back=%2Fruns");
    assertThat(chosen.headers().firstValue("Location")).hasValue("/runs");
    assertThat(chosen.headers().allValues("Set-Cookie").toString())
        .contains("jigi-language=en")
        .contains("jigi-theme=dark");
  }

  @Test
  void findsAnIncidentByTheNameThatPeopleSay() {
    assertThat(kim.get("/incidents/INC-142").body()).contains("웹 서비스가 응답하지 않음", "높음");
    assertThat(kim.get("/api/v1/incidents/inc-142").body()).contains("\"id\":\"i1\"");
    assertThat(kim.get("/incidents/INC-7").statusCode()).isEqualTo(404);
    HttpResponse<String> several = kim.get("/api/v1/incidents/INC-1");
    assertThat(several.statusCode()).isEqualTo(400);
    assertThat(several.body()).contains("ambiguous-name", "INC-1?system=other");
    assertThat(kim.get("/api/v1/incidents/INC-1?system=other").body()).contains("\"id\":\"i1\"");
  }

  @Test
  void tellsWhatIsNotThereFromWhatWentWrong() {
    assertThat(kim.get("/nope").statusCode()).isEqualTo(404);
    assertThat(kim.get("/runs/none").statusCode()).isEqualTo(404);
    assertThat(kim.submit("/runs", "").statusCode()).isEqualTo(405);
    HttpResponse<String> mistake = kim.submit("/incidents/i1/close", "");
    assertThat(mistake.statusCode()).isEqualTo(422);
    assertThat(mistake.body()).contains("the incident is not resolved yet");
    HttpResponse<String> ours = kim.get("/runs/bug");
    assertThat(ours.statusCode()).isEqualTo(500);
    assertThat(ours.body()).contains("오류 번호").doesNotContain("a secret detail");
  }

  @Test
  void packsAndKeepsItsAssets() {
    Matcher url = Pattern.compile("/assets/[0-9a-f]+/live.js").matcher(kim.get("/").body());
    assertThat(url.find()).isTrue();
    HttpResponse<String> plain = stranger.get(url.group());
    assertThat(plain.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
    HttpResponse<String> packed =
        stranger.send(stranger.request(url.group()).header("Accept-Encoding", "gzip").GET());
    assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(stranger.get("/assets/0/nothing.css").statusCode()).isEqualTo(404);
  }

  @Test
  void tellsOpenPagesThatSomethingHappened() throws IOException {
    try (Socket socket = new Socket("127.0.0.1", gallery.server.port())) {
      socket.setSoTimeout(5000);
      send(socket, "GET /live HTTP/1.1\r\nHost: localhost\r\nCookie: jigi-session=s-lee\r\n\r\n");
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      readUntil(in, "event: hello");
      gallery.front.on(
          Samples.event("x1", 0, "probe.changed", "machine", null, "jigi", java.util.Map.of()));
      gallery.front.on(
          Samples.event("x2", 0, "run.started", "shop", null, "jigi", java.util.Map.of()));
      assertThat(readUntil(in, "data: ")).endsWith("data: 1");
      assertThat(readUntil(in, "data: ")).endsWith("data: run.started");
    }
  }

  @Test
  void sendsOutputFromTheByteThatOneHas() throws IOException {
    String all = kim.get("/runs/r1/live?attempt=t1&from=0").body();
    assertThat(all).contains("\"text\":\"stopping web").contains("event: end");
    String rest = kim.get("/runs/r1/live?attempt=t1&from=17").body();
    assertThat(rest).doesNotContain("$ ./shop").contains("\"text\":\"stopping web");
  }

  @Test
  void answersProgramsInJson() {
    Browser ci = Browser.withToken(gallery.server.port(), "t-ci");
    HttpResponse<String> components = ci.get("/api/v1/components?bad=1");
    assertThat(Json.tree(components.body()).path("components").size()).isEqualTo(5);
    assertThat(ci.json("/api/v1/incidents/i1/note", "{\"text\":\"hi\"}").statusCode())
        .isEqualTo(200);
    assertThat(gallery.sample.done).endsWith("note i1 token:ci hi");
    assertThat(ci.json("/api/v1/runs/r1/approve", "{\"step\":3,\"hash\":\"x\"}").statusCode())
        .isEqualTo(403);
    assertThat(
            ci.json("/api/v1/runbooks/shop/web-down/run", "{\"parameters\":{\"A\":\"b\"}}")
                .statusCode())
        .isEqualTo(201);
    assertThat(Json.tree(ci.get("/api/v1/nope").body()).at("/error/code").asText())
        .isEqualTo("not-found");
    assertThat(Browser.withToken(gallery.server.port(), "t-old").get("/api/v1/runs").statusCode())
        .isEqualTo(401);
    assertThat(
            Json.tree(ci.json("/api/v1/clock/advance", "{\"by\":\"5m\"}").body())
                .path("now")
                .asText())
        .isEqualTo(Samples.NOW.plusSeconds(300).toString());
    assertThat(Json.tree(ci.get("/api/v1/openapi.json").body()).path("paths").size())
        .isGreaterThan(30);
    ci.close();
  }

  @Test
  void answersPromQlAsPrometheusDoes() {
    String at = String.valueOf(Samples.NOW.getEpochSecond());
    String vector = kim.get("/api/v1/query?query=probe_success&time=" + at).body();
    assertThat(Json.tree(vector).at("/data/result").size()).isEqualTo(2);
    String one = kim.get("/api/v1/query?query=sum(probe_success)&time=" + at).body();
    assertThat(one)
        .contains("\"status\":\"success\"")
        .contains("\"resultType\":\"vector\"")
        .contains("\"value\":[" + at + ",\"1\"]");
    HttpResponse<String> bad = kim.get("/api/v1/query?query=sum(");
    assertThat(bad.statusCode()).isEqualTo(400);
    assertThat(bad.body()).contains("\"errorType\":\"bad_data\"");
    String range =
        kim.get(
                "/api/v1/query_range?query=probe_success&step=5&end="
                    + at
                    + "&start="
                    + (Samples.NOW.getEpochSecond() - 20))
            .body();
    assertThat(Json.tree(range).at("/data/result/0/values").size()).isEqualTo(5);
    assertThat(kim.get("/api/v1/label/component/values").body()).contains("[\"host\",\"web\"]");
  }

  @Test
  void aReaderOfOneSystemQueriesThatSystem() {
    Browser lee = Browser.of(gallery.server.port(), "s-lee");
    String at = String.valueOf(Samples.NOW.getEpochSecond());
    String path = "/api/v1/query?query=probe_success&time=" + at;
    assertThat(lee.get(path + "&system=machine").statusCode()).isEqualTo(403);
    for (String own : List.of(lee.get(path).body(), lee.get(path + "&system=shop").body())) {
      assertThat(Json.tree(own).at("/data/result").size()).isEqualTo(1);
      assertThat(Json.tree(own).at("/data/result/0/metric/system").asText()).isEqualTo("shop");
    }
    for (String other :
        List.of(
            "probe_success{system=\"machine\"}",
            "probe_success{system!=\"shop\"}",
            "sum(probe_success{system=~\"mach.*\"})")) {
      String asked = URLEncoder.encode(other, StandardCharsets.UTF_8);
      String answer = lee.get("/api/v1/query?time=" + at + "&query=" + asked).body();
      assertThat(Json.tree(answer).at("/data/result")).as(other).isEmpty();
      assertThat(lee.get("/federate?match[]=" + asked).body()).doesNotContain("machine");
    }
    lee.close();
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", gallery.server.port())) {
      socket.setSoTimeout(5000);
      send(socket, request);
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
          .readLine();
    }
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  private static String readUntil(BufferedReader in, String beginning) throws IOException {
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.startsWith(beginning)) {
        return line;
      }
    }
    throw new AssertionError("the stream ended before " + beginning);
  }

  @Test
  void takesAFileAndGivesItBackOnlyToBeKept() {
    String page = kim.get("/checklists/runs/c1").body();
    Matcher csrf = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"").matcher(page);
    assertThat(csrf.find()).isTrue();
    String form =
        part("csrf", csrf.group(1))
            + part("item", "2")
            + "--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.html\"\r\n"
            + "Content-Type: text/html\r\n\r\n<b>\r\n--x\r\n\r\n--xx--\r\n";
    HttpResponse<String> sent = upload(form);
    assertThat(sent.statusCode()).as(sent.body()).isEqualTo(303);
    assertThat(gallery.sample.done).contains("attach c1 2 a.html 10 user:kim");

    assertThat(upload(form.replace(csrf.group(1), "wrong")).statusCode()).isEqualTo(403);
    assertThat(upload(part("csrf", csrf.group(1)) + "--xx--\r\n").statusCode()).isEqualTo(400);
    assertThat(upload("--xx\r\nnothing").statusCode()).isEqualTo(400);

    HttpResponse<String> file = kim.get("/checklists/runs/c1/evidence/e1");
    assertThat(file.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
    assertThat(file.headers().firstValue("Content-Disposition").orElseThrow())
        .startsWith("attachment; filename*=UTF-8''")
        .doesNotContain("<", " <");
    assertThat(file.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(kim.get("/checklists/runs/c1/evidence/other").statusCode()).isEqualTo(404);
  }

  private static String part(String name, String value) {
    return "--xx\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
  }

  private HttpResponse<String> upload(String form) {
    return kim.send(
        kim.request("/checklists/runs/c1/evidence")
            .header("Content-Type", "multipart/form-data; boundary=xx")
            .POST(java.net.http.HttpRequest.BodyPublishers.ofString(form)));
  }

  @Test
  void aDraftIsCheckedComparedAndOnlyThenOfferedForWriting() {
    assertThat(kim.get("/manuals/shop").body()).contains("file=runbooks%2Fweb-down.md");
    assertThat(kim.get("/manuals/shop/edit?file=jigi.yaml").body())
        .contains("<textarea", "system: shop")
        .doesNotContain("/manuals/shop/write");

    String good = kim.submit("/manuals/shop/check", "file=jigi.yaml&draft=title%3A+Shop").body();
    assertThat(good).contains("d-removed", "d-added", "/manuals/shop/write");
    String bad = kim.submit("/manuals/shop/check", "file=jigi.yaml&draft=bad").body();
    assertThat(bad)
        .contains("bad-name", "&lt;script&gt;")
        .doesNotContain("/manuals/shop/write", "<script>  HINT");
    try (Browser lee = Browser.of(gallery.server.port(), "s-lee")) {
      assertThat(lee.get("/manuals/shop/edit?file=jigi.yaml").statusCode()).isEqualTo(403);
      assertThat(lee.submit("/manuals/shop/write", "file=jigi.yaml&seen=x").statusCode())
          .isEqualTo(403);
    }
  }
}
